"""The blueprint that the pages of campaigns share."""

from flask import Blueprint

blueprint = Blueprint("office_campaigns", __name__)
