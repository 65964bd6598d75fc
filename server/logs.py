"""Logs: one JSON line an event, without tokens, names or answers."""

import logging
import re
import sys

import structlog

_SECRETS = re.compile(r"(/v1/key/|/v1/test/|/v1/sessions/|[?&]st=|/[qQ]/)[^/?&\s\"']+")


def set_up(level: str) -> None:
    """Write events of our own and of libraries as JSON lines to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _redact,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def redacted(text: str) -> str:
    """Return a text without tokens of app users and codes of posters."""
    return _SECRETS.sub(r"\1…", text)


def _redact(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    return {
        key: redacted(value) if isinstance(value, str) else value for key, value in event.items()
    }


log: structlog.typing.FilteringBoundLogger = structlog.get_logger()
