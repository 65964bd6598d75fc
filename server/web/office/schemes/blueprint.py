"""The blueprint that all pages of schemes belong to."""

from flask import Blueprint

blueprint = Blueprint("office_schemes", __name__)
