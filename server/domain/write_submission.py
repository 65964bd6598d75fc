"""Answers become the XML that a phone would have sent: what the worker's page hands in.

Nodes without an answer are left out, as irrelevant ones are; `None` is written as an empty node.
"""

from collections.abc import Mapping

from lxml import etree

from server.domain.answers import Answers, AnswerValue
from server.domain.xml_parsing import xml_text
from xlsforms.compiled_form import CompiledForm, FormField

_OPENROSA = "http://openrosa.org/xforms"


class UnknownAnswer(ValueError):
    """An answer that the form has no field for, or whose shape is not the field's."""

    def __init__(self, path: str) -> None:
        super().__init__(f"The form has no such answer: {path}")
        self.path = path


def write_submission(
    form: CompiledForm, answers: Answers, *, instance_id: str, instance_name: str | None = None
) -> bytes:
    """Return the submission as UTF-8 XML of this form version; fields in the form's order.

    Characters that XML cannot hold become U+FFFD. Raises UnknownAnswer.
    """
    root = etree.Element(form.root_name, nsmap={"orx": _OPENROSA})
    root.set("id", form.form_id)
    root.set("version", form.version)
    fields = _by_parent(form)
    _write_group(root, answers, path="", fields=fields)
    meta = etree.SubElement(root, f"{{{_OPENROSA}}}meta")
    etree.SubElement(meta, f"{{{_OPENROSA}}}instanceID").text = xml_text(instance_id)
    if instance_name is not None:
        etree.SubElement(meta, f"{{{_OPENROSA}}}instanceName").text = xml_text(instance_name)
    return etree.tostring(root, encoding="utf-8")


_Fields = Mapping[str, Mapping[str, FormField]]


def _by_parent(form: CompiledForm) -> _Fields:
    """Return parent path -> name -> field; `meta` is written by us alone."""
    parents: dict[str, dict[str, FormField]] = {"": {}}
    for field in form.fields:
        if field.path == "/meta" or field.path.startswith("/meta/"):
            continue
        parents.setdefault(field.path.rpartition("/")[0], {})[field.name] = field
    return parents


def _write_group(element: etree._Element, answers: Answers, *, path: str, fields: _Fields) -> None:
    known = fields.get(path, {})
    for name in answers:
        if name not in known:
            raise UnknownAnswer(f"{path}/{name}")
    for name, field in known.items():
        if name in answers:
            _write_field(element, field, answers[name], fields)


def _write_field(
    element: etree._Element, field: FormField, value: AnswerValue, fields: _Fields
) -> None:
    if field.type == "repeat" and isinstance(value, list):
        for row in value:
            _write_group(_node(element, field), row, path=field.path, fields=fields)
    elif field.type == "structure" and isinstance(value, dict):
        _write_group(_node(element, field), value, path=field.path, fields=fields)
    elif not field.is_structure and (value is None or isinstance(value, str)):
        _node(element, field).text = None if value is None else xml_text(value)
    else:
        raise UnknownAnswer(field.path)


def _node(element: etree._Element, field: FormField) -> etree._Element:
    return etree.SubElement(element, field.name)
