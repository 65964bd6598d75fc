"""The blueprint that all pages of results belong to."""

from flask import Blueprint

blueprint = Blueprint("office_results", __name__)
