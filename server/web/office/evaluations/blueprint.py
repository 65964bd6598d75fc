"""The blueprint that all pages of evaluations belong to."""

from flask import Blueprint

blueprint = Blueprint("office_evaluations", __name__)
