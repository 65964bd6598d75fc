"""The web application: everything is wired here."""

from typing import Any

from flask import Flask

from server import i18n, logs
from server.settings import Settings, load_settings
from server.web import (
    addresses,
    assets,
    auth,
    body_limits,
    compression,
    errors,
    file_sizes,
    flash_cookie,
    requests,
    security_headers,
    snapshot,
)
from server.web.blueprints import BLUEPRINTS
from server.web.clean_request import CleanRequest
from server.web.converters import PrimaryKeyConverter, SegmentConverter
from server.web.key_prefix import KeyPrefix
from server.web.raw_path import RawPath
from server.web.state import State, make_state


def create_app(settings: Settings | None = None) -> Flask:
    """Return the WSGI application; it connects to nothing before the first request."""
    settings = settings or load_settings()
    logs.set_up(settings.log_level)
    app = Flask("server.web", static_folder="static", template_folder="office/templates")
    app.request_class = CleanRequest
    app.extensions["concord"] = make_state(settings)
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    app.url_map.converters["segment"] = SegmentConverter
    app.url_map.converters["pk"] = PrimaryKeyConverter
    i18n.set_up(app, default_locale=settings.default_locale, time_zone=settings.time_zone)
    errors.set_up(app)
    requests.set_up(app)
    body_limits.set_up(app)
    auth.set_up(app)
    snapshot.set_up(app)
    security_headers.set_up(app)
    compression.set_up(app)
    assets.set_up(app)
    addresses.set_up(app)
    file_sizes.set_up(app)
    flash_cookie.set_up(app, settings.secret_key, settings.trusted_proxies)
    for blueprint, prefix in BLUEPRINTS:
        app.register_blueprint(blueprint, url_prefix=prefix or None)
    middleware: Any = RawPath(KeyPrefix(app.wsgi_app))
    app.wsgi_app = middleware  # type: ignore[method-assign]  # Flask's own way
    return app


def state_of(app: Flask) -> State:
    """Return the state of an application outside a request."""
    found: State = app.extensions["concord"]
    return found
