"""The blueprint of the import of enterprises."""

from flask import Blueprint

blueprint = Blueprint("office_imports", __name__)
