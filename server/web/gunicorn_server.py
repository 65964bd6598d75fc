"""The web server: gunicorn with threads, set up in code, started by `concord web`.

Its own limits are those of the protocol: addresses of phones reach 60 kB, slow senders lose their
thread after 30 seconds of silence, and no log line holds a token. Processes fork before anything is
connected.
"""

import gc
import logging
import socket
import struct
import sys
from collections.abc import Callable, Mapping
from wsgiref.types import WSGIApplication

from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.http import message
from gunicorn.workers.gthread import ThreadWorker

from server.logs import redacted
from server.settings import Settings

_SILENT_SECONDS = 30
_GRACE_SECONDS = 30
_KEEP_ALIVE_SECONDS = 30
_REQUEST_SECONDS = 180
_MOST_HEADERS = 100
_MOST_REQUEST_LINE = 128 * 1024
"""Above our own limit of 64 kB, which answers in the caller's format."""
_MOST_CONNECTIONS = 2000
_SEND_BUFFER_SECONDS = 60
_SWITCH_SECONDS = 0.001
"""How long a thread that computes keeps others from what they wait for."""


def run(settings: Settings, make_application: Callable[[Settings], WSGIApplication]) -> None:
    """Serve until SIGTERM or SIGINT; requests in hand are finished first."""
    # Gunicorn takes no limit between 8,190 bytes and none at all, which would let a stranger fill
    # the memory; its parser reads this constant as the highest limit there is.
    message.MAX_REQUEST_LINE = _MOST_REQUEST_LINE + 1
    _Server(settings, make_application).run()


class RedactingLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's messages, without the tokens that addresses of phones hold."""

    def setup(self, cfg: Config) -> None:
        """Set the handlers up, each with a filter."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.addFilter(_redact)


class PatientThreadWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Threads that give up on a connection which neither sends nor takes anything."""

    def init_process(self) -> None:
        """Set the timeouts on the listening sockets: accepted connections inherit them."""
        sys.setswitchinterval(_SWITCH_SECONDS)
        for listener in self.sockets:
            _set_timeout(listener.sock, socket.SO_RCVTIMEO, _SILENT_SECONDS)
            _set_timeout(listener.sock, socket.SO_SNDTIMEO, _SEND_BUFFER_SECONDS)
        super().init_process()


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(
        self, settings: Settings, make_application: Callable[[Settings], WSGIApplication]
    ) -> None:
        self._settings = settings
        self._make_application = make_application
        super().__init__()

    def load_config(self) -> None:
        """Set every option here; gunicorn's files and variables are not read."""
        for name, value in _options(self._settings).items():
            self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        """Build the application, once, before the processes fork."""
        made = self._make_application(self._settings)
        # What is here by now stays: left alone, the processes go on sharing the memory it is in.
        gc.freeze()
        gc.enable()
        return made


def _options(settings: Settings) -> Mapping[str, object]:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return {
        "bind": f"{host}:{settings.port}",
        "workers": settings.web_processes,
        "threads": settings.web_threads,
        "worker_class": PatientThreadWorker,
        "worker_connections": max(_MOST_CONNECTIONS, 2 * settings.web_threads),
        "preload_app": True,
        "timeout": _REQUEST_SECONDS,
        "graceful_timeout": _GRACE_SECONDS,
        "keepalive": _KEEP_ALIVE_SECONDS,
        "limit_request_line": _MOST_REQUEST_LINE,
        "limit_request_fields": _MOST_HEADERS,
        "forwarded_allow_ips": ",".join(settings.trusted_proxies),
        "accesslog": None,
        "errorlog": "-",
        "loglevel": settings.log_level.lower(),
        "logger_class": RedactingLogger,
        "control_socket_disable": True,
        "proc_name": "concord-web",
    }


def _redact(record: logging.LogRecord) -> bool:
    record.msg, record.args = redacted(record.getMessage()), ()
    return True


def _set_timeout(listener: socket.socket, option: int, seconds: int) -> None:
    listener.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", seconds, 0))
