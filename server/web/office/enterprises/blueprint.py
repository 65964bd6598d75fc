"""The blueprint that the pages of enterprises share."""

from flask import Blueprint

blueprint = Blueprint("office_enterprises", __name__)
