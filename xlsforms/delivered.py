"""The forms and schemes that come with the server, as the workbooks they are made from."""

from importlib import resources

SURVEY_FORM, CHECK_FORM = "satisfaction", "site_check"
FOLLOW_UP_FORM, VISIT_FORM = "follow_up", "visit"
SELF_FORM, STATEMENTS_FORM = "self_assessment", "snd_satisfaction"
RETURNED_FORM = "returned"
DELIVERED_FORMS = (
    SURVEY_FORM,
    CHECK_FORM,
    FOLLOW_UP_FORM,
    VISIT_FORM,
    RETURNED_FORM,
    SELF_FORM,
    STATEMENTS_FORM,
)

DELIVERED_SCHEMES = (
    "suzhou_snd",
    "linfen",
    "fenghua",
    "zhejiang",
    "beilun",
    "fujian_parks",
    "boxing",
    "wenzhou",
    "deqing",
    "union_building",
    "suzhou_2012",
    "park_fsou",
    "qingdao",
    "chongqing",
    "guangzhou",
    "ningde",
    "yunnan",
    "luoyang",
    "yangzhou",
    "integrity",
    "meilong",
    "rizhao",
    "modern_enterprise",
    "jincheng",
    "qingyuan",
    "shanghai",
    "group_standard",
    "park_rates",
    "jining",
    "shandong",
    "chengdu",
    "example",
)
"""Those that are known in full first, an invented one to learn from last."""


def delivered_name(name: str) -> str:
    """Return the name of the file of a delivered form or scheme."""
    return f"{name}.xlsx"


def read_delivered(form_id: str) -> bytes:
    """Return the workbook of a delivered form; KeyError for any other."""
    if form_id not in DELIVERED_FORMS:
        raise KeyError(form_id)
    return _read("forms", form_id)


def read_delivered_scheme(scheme: str) -> bytes:
    """Return the workbook of a delivered scheme; KeyError for any other."""
    if scheme not in DELIVERED_SCHEMES:
        raise KeyError(scheme)
    return _read("schemes", scheme)


def _read(folder: str, name: str) -> bytes:
    return resources.files("xlsforms").joinpath(folder, delivered_name(name)).read_bytes()
