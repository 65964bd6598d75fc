"""The blueprint that all pages of findings belong to."""

from flask import Blueprint

blueprint = Blueprint("office_findings", __name__)
