"""The blueprint that the pages of users share."""

from flask import Blueprint

blueprint = Blueprint("office_users", __name__)
