"""The blueprint that the pages of areas and parks share."""

from flask import Blueprint

blueprint = Blueprint("office_areas", __name__)
