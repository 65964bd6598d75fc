"""The blueprint that the pages of points given by hand share."""

from flask import Blueprint

blueprint = Blueprint("office_assessments", __name__)
