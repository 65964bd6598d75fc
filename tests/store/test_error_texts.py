"""Errors of the database say what went wrong, and quote no value."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from server.store.driver_statement import DriverStatement
from server.store.transaction import Store

SECRET = "the-food-is-bad"
_WITHOUT_TIME = "INSERT INTO projects (name, created_at) VALUES (:name, NULL)"


def _everything_said(error: BaseException) -> str:
    said = [repr(error), str(error), *map(str, error.args)]
    if error.__cause__ is not None:
        said.append(_everything_said(error.__cause__))
    return "\n".join(said)


def test_a_refused_row_is_not_quoted(store: Store) -> None:
    statement = DriverStatement(_WITHOUT_TIME)

    with pytest.raises(DBAPIError) as by_sqlalchemy, store.writing() as session:
        session.connection().execute(text(_WITHOUT_TIME), {"name": SECRET})
    with pytest.raises(DBAPIError) as by_driver, store.writing() as session:
        statement.run(session, {"name": SECRET})

    for raised in (by_sqlalchemy, by_driver):
        said = _everything_said(raised.value)
        assert SECRET not in said
        assert "created_at" in said
