"""Addresses of pages of submissions that keep the filters of the list one came from."""

from flask import url_for
from flask_babel import gettext

from server.web.office.submissions.filters import Choices, kept_address


def address_to(endpoint: str, project_id: int, submission_id: int, choices: Choices) -> str:
    """Return the address of a page or deed of a submission, named without its blueprint."""
    address = url_for(
        f"office_submissions.{endpoint}", project_id=project_id, submission_id=submission_id
    )
    return kept_address(address, choices.chosen)


def list_address(project_id: int, choices: Choices) -> str:
    """Return the address of the list that one came from."""
    address = url_for("office_submissions.list_submissions", project_id=project_id)
    return kept_address(address, choices.chosen)


def breadcrumbs(project_id: int, choices: Choices) -> list[dict[str, str]]:
    """Return the way back to the list."""
    return [{"label": gettext("Submissions"), "url": list_address(project_id, choices)}]
