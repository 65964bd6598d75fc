"""Which operation does which kind of outbox row: one table."""

from collections.abc import Callable, Mapping

from server.operations.job_context import JobContext

Handler = Callable[[JobContext, Mapping[str, object]], None]

HANDLERS: dict[str, Handler] = {}
