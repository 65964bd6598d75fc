"""The forms that come with the server, in words, and whether a project has them."""

from dataclasses import dataclass

from flask_babel import gettext
from sqlmodel import Session

from server.store.queries import forms
from xlsforms.delivered import (
    CHECK_FORM,
    DELIVERED_FORMS,
    FOLLOW_UP_FORM,
    RETURNED_FORM,
    SELF_FORM,
    STATEMENTS_FORM,
    SURVEY_FORM,
    VISIT_FORM,
)


@dataclass(frozen=True, slots=True)
class DeliveredForm:
    """One delivered form in words, and whether the project has it."""

    form_id: str
    title: str
    text: str
    is_here: bool


def delivered_forms(session: Session, project_id: int) -> tuple[DeliveredForm, ...]:
    """Return the delivered forms as a project sees them."""
    words = {
        SURVEY_FORM: (
            gettext("Satisfaction of workers"),
            gettext("Anonymous; filled in on the survey page after scanning a poster."),
        ),
        CHECK_FORM: (
            gettext("Site check of an enterprise"),
            gettext("Filled in by inspectors with ODK Collect."),
        ),
        FOLLOW_UP_FORM: (
            gettext("Follow-up of findings"),
            gettext(
                "Open findings of site checks on the phone, offline too; publish it with them."
            ),
        ),
        VISIT_FORM: (
            gettext("Visit of guidance"),
            gettext("Quarterly visits, fixed contact, staff who stay; it never scores."),
        ),
        SELF_FORM: (
            gettext("Self-assessment of an enterprise"),
            gettext("44 items of Suzhou New District's table, with totals and places for files."),
        ),
        RETURNED_FORM: (
            gettext("Returned submissions"),
            gettext(
                "What the office sent back to this phone, offline too; publish it for inspectors."
            ),
        ),
        STATEMENTS_FORM: (
            gettext("Satisfaction by 14 sentences"),
            gettext("Anonymous; for the satisfaction items of Suzhou New District's table."),
        ),
    }
    return tuple(
        DeliveredForm(one, *words[one], forms.find_form(session, project_id, one) is not None)
        for one in DELIVERED_FORMS
    )
