"""The forms that come with the server, as the workbooks they are made from."""

from importlib import resources

SURVEY_FORM, CHECK_FORM = "satisfaction", "site_check"
DELIVERED_FORMS = (SURVEY_FORM, CHECK_FORM)


def delivered_name(form_id: str) -> str:
    """Return the name of the file of a delivered form."""
    return f"{form_id}.xlsx"


def read_delivered(form_id: str) -> bytes:
    """Return the workbook of a delivered form; KeyError for any other."""
    if form_id not in DELIVERED_FORMS:
        raise KeyError(form_id)
    return resources.files("xlsforms").joinpath("forms", delivered_name(form_id)).read_bytes()
