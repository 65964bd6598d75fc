"""One table of all blueprints; each states its prefix here and its access at every route."""

from flask import Blueprint

from server.web.public.health import blueprint as health

BLUEPRINTS: tuple[tuple[Blueprint, str], ...] = (
    (health, ""),
)
