"""The blueprint that all pages of submissions belong to."""

from flask import Blueprint

blueprint = Blueprint("office_submissions", __name__)
