"""What of a form phones can't read: names and expressions at which ODK Collect gives up.

JavaRosa, the engine inside Collect, opens a form whole or not at all. A form that it can't open
would reach every phone with the next sync, so it is refused here, at its cell. Of wrong types of
arguments only the plain ones are seen here, and no conditions on a list that several rows fulfil:
they break on the phone, and not before somebody gets there. Groups without questions are opened.
"""

import re
from collections.abc import Iterator

from lxml import etree

from xlsforms.errors import WorkbookProblem, problem
from xlsforms.phone_circles import check_circles
from xlsforms.phone_functions import (
    has_unread_steps,
    is_readable,
    misplaced_calls,
    unread_names,
    wrong_calls,
)
from xlsforms.problem_codes import ProblemCode
from xlsforms.xform_document import XformDocument, attribute, local_name

_COLUMNS = {
    "calculate": "calculation",
    "relevant": "relevant",
    "constraint": "constraint",
    "required": "required",
    "readonly": "read_only",
}
_INSTANCE = re.compile(r"""\binstance\(\s*['"]([^'"]+)['"]\s*\)""")
_QUOTED = re.compile(r"""'[^']*'|"[^"]*\"""")
_MOST_SHOWN = 100


def check_phone_reading(document: XformDocument) -> Iterator[WorkbookProblem]:
    """Yield the names, expressions and lists of binds that JavaRosa can't read."""
    root = f"/{local_name(document.root)}"
    if not all(is_readable(character) for character in local_name(document.root)):
        yield problem(ProblemCode.PHONE_NAME, column="name", value=local_name(document.root))
    instances = {one.get("id", "") for one in document.model.iter("{*}instance")}
    for bind in document.model.iter("{*}bind"):
        path = (attribute(bind, "nodeset") or "").strip().removeprefix(root)
        name = path.rpartition("/")[2].removeprefix("@").rpartition(":")[2]
        if not all(is_readable(character) for character in name):
            yield problem(ProblemCode.PHONE_NAME, column="name", path=path, value=name)
        for kind, column in _COLUMNS.items():
            yield from _check(attribute(bind, kind) or "", column, path, instances)
    yield from check_circles(document)
    yield from _check_body(document, root, instances)


def _check(
    expression: str, column: str, path: str, instances: set[str], *, is_list: bool = False
) -> Iterator[WorkbookProblem]:
    if not expression.strip():
        return
    shown = expression.strip()[:_MOST_SHOWN]
    if not _is_expression(expression) or has_unread_steps(expression):
        yield problem(ProblemCode.PHONE_EXPRESSION, column=column, path=path, value=shown)
    for name in dict.fromkeys(unread_names(expression)):
        value = name[:_MOST_SHOWN]
        yield problem(ProblemCode.PHONE_NAME, column=column, path=path, value=value)
    for name in _INSTANCE.findall(expression):
        if name not in instances:
            yield problem(ProblemCode.PHONE_LIST, column=column, path=path, value=name)
    called = (*wrong_calls(expression), *misplaced_calls(expression, is_list=is_list))
    for name in dict.fromkeys(called):
        value = name[:_MOST_SHOWN]
        yield problem(ProblemCode.PHONE_FUNCTION, column=column, path=path, value=value)


def _check_body(
    document: XformDocument, root: str, instances: set[str]
) -> Iterator[WorkbookProblem]:
    """Yield what phones can't read where choices are filtered and first values worked out."""
    for filtered in document.html.iter("{*}itemset"):
        asked = filtered.getparent()
        path = "" if asked is None else (attribute(asked, "ref") or "").removeprefix(root)
        nodeset = attribute(filtered, "nodeset") or ""
        yield from _check(nodeset, "choice_filter", path, instances, is_list=True)
    for given in document.html.iter("{*}setvalue"):
        path = (attribute(given, "ref") or "").strip().removeprefix(root)
        yield from _check(attribute(given, "value") or "", "default", path, instances)


def _is_expression(text: str) -> bool:
    """Tell whether a text is XPath 1.0; what it calls is told apart."""
    try:
        etree.XPath(text)
    except etree.XPathSyntaxError:
        return False
    plain = _QUOTED.sub("", text)  # libxml2 forgives a bracket that is never closed
    if "//" in plain:  # XPath, but no phone searches the whole form
        return False
    return all(plain.count(left) == plain.count(right) for left, right in ("()", "[]"))
