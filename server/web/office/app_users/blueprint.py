"""The blueprint that all pages of app users belong to."""

from flask import Blueprint

blueprint = Blueprint("office_app_users", __name__)
