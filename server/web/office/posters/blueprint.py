"""The blueprint that the pages of posters share."""

from flask import Blueprint

blueprint = Blueprint("office_posters", __name__)
