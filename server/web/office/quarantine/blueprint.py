"""The blueprint that all pages of the quarantine belong to."""

from flask import Blueprint

blueprint = Blueprint("office_quarantine", __name__)
