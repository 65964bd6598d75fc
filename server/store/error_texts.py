"""What an error of the database may say: what went wrong, and no value of a row.

PostgreSQL quotes the row it refused, which may be an answer or a code, in the details of its error;
SQLAlchemy's `hide_parameters` leaves those alone.
"""

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext


def without_details(error: BaseException) -> BaseException:
    """Cut an error of the driver to its first line, and return it; SQLite's has no more."""
    primary = getattr(getattr(error, "diag", None), "message_primary", None)
    if primary:
        error.args = (primary,)
    return error


def hide_values(engine: Engine) -> None:
    """Let no error of the engine quote values."""
    event.listen(engine, "handle_error", _cut)


def _cut(context: ExceptionContext) -> None:
    before = str(context.original_exception)
    after = str(without_details(context.original_exception))
    found = context.sqlalchemy_exception
    if found is not None and found.args:
        message = str(found.args[0]).replace(before, after)
        found.args = (message, *found.args[1:])
