"""The blueprint that the pages of entities share, and where they lie."""

from flask import Blueprint

blueprint = Blueprint("office_entities", __name__)

LISTS = "/<pk:project_id>/entity-lists"
LIST = f"{LISTS}/<segment:list_name>"
ENTITY = f"{LIST}/<segment:uuid>"
