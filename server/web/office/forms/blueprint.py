"""The blueprint that all pages of forms belong to."""

from flask import Blueprint

blueprint = Blueprint("office_forms", __name__)
