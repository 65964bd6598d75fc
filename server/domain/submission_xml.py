"""Submission XML becomes ids and answers, and answers become submission XML.

Names are matched without their namespace, as Collect writes `meta`, `orx:meta` and, in an edit, a
bare `deprecatedID` inside `orx:meta` (OpenRosa metadata). `meta` is kept apart from the answers.
What the form does not know is left out and flagged, not refused: it would stay on the phone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from lxml import etree

from server.domain.answers import Answers, split_choices
from server.domain.evidence import Instances, SentFile, files_by_question
from server.domain.xml_parsing import (
    BadSubmissionXml,
    ParsedXml,
    XmlFault,
    local_name,
    parse_xml,
    whole_text,
)
from xlsforms.compiled_form import CompiledForm, FormField

MAX_ID_LENGTH = 300


class SubmissionFlag(StrEnum):
    """What was odd about a submission that was kept all the same."""

    SANITISED = "sanitised"
    DUPLICATE_FIELD = "duplicate_field"
    UNKNOWN_FIELD = "unknown_field"
    PLAIN_FILES = "plain_files"


@dataclass(frozen=True, slots=True)
class SubmissionIds:
    """Which form, version and record a submission says it is."""

    form_id: str
    version: str
    instance_id: str | None
    deprecated_id: str | None
    instance_name: str | None
    is_encrypted: bool


@dataclass(frozen=True, slots=True)
class MeasureValue:
    """One answer to a question that measures something; of several choices, one each."""

    measure: str
    value: str
    path: str
    files: tuple[str, ...] = ()
    """Names of the files that are its evidence."""


@dataclass(frozen=True, slots=True)
class ParsedSubmission:
    """All that was read from a submission."""

    ids: SubmissionIds
    answers: Answers
    meta: Answers
    """What stands in `meta`: ids, name, audit file, as sent."""
    expected_attachments: tuple[str, ...]
    """Names of files that must come with it, in document order."""
    measures: tuple[MeasureValue, ...]
    flags: tuple[SubmissionFlag, ...]

    @property
    def may_link(self) -> bool:
        """Tell whether it may be linked to an enterprise: not with a field that is there twice."""
        return SubmissionFlag.DUPLICATE_FIELD not in self.flags


def read_ids(xml: bytes) -> SubmissionIds:
    """Return the ids of a submission, without a look at its answers. Raises BadSubmissionXml."""
    return _ids(parse_xml(xml).root)


def parse_submission(xml: bytes, form: CompiledForm) -> ParsedSubmission:
    """Return ids, answers, files and measures of a submission to this form.

    An encrypted one has no answers, only files. Raises BadSubmissionXml.
    """
    parsed = parse_xml(xml)
    ids = _ids(parsed.root)
    if ids.is_encrypted:
        return _encrypted(parsed, ids)
    reader = _Reader(form)
    answers = reader.read(parsed.root, "")
    meta = reader.read_meta(parsed.root)
    if parsed.is_sanitised:
        reader.flag(SubmissionFlag.SANITISED)
    return ParsedSubmission(
        ids=ids,
        answers=answers,
        meta=meta,
        expected_attachments=tuple(dict.fromkeys(reader.files)),
        measures=reader.measures(),
        flags=tuple(reader.flags),
    )


def named_texts(xml: bytes) -> frozenset[str]:
    """Return every text of an element without children: the files it names are among them."""
    try:
        root = parse_xml(xml).root
    except BadSubmissionXml:
        return frozenset()
    leaves = (whole_text(node) for node in root.iter("{*}*") if not len(node))
    return frozenset(text.strip() for text in leaves if text)


def encrypted_files(xml: bytes) -> tuple[str, ...]:
    """Return the files that an encrypted submission names, in the order that numbers them.

    Media come first, the answers last. Raises BadSubmissionXml.
    """
    return _encrypted_names(parse_xml(xml).root)


def same_document(one: bytes, other: bytes) -> bool:
    """Tell whether two submissions are the same: equal bytes, or else equal canonical XML."""
    if one == other:
        return True
    try:
        return _canonical(one) == _canonical(other)
    except BadSubmissionXml:
        return False


def _canonical(xml: bytes) -> bytes:
    return etree.tostring(parse_xml(xml).root, method="c14n")


def _ids(root: etree._Element) -> SubmissionIds:
    form_id = _attribute(root, "id")
    if not form_id:
        raise BadSubmissionXml(XmlFault.NO_FORM_ID)
    ids = SubmissionIds(
        form_id=form_id,
        version=_attribute(root, "version") or "",
        instance_id=_meta_text(root, "instanceID"),
        deprecated_id=_meta_text(root, "deprecatedID"),
        instance_name=_meta_text(root, "instanceName"),
        is_encrypted=_attribute(root, "encrypted") == "yes",
    )
    lengths = (ids.form_id, ids.version, ids.instance_id or "", ids.deprecated_id or "")
    if max(map(len, lengths)) > MAX_ID_LENGTH:
        raise BadSubmissionXml(XmlFault.ID_TOO_LONG)
    if ids.is_encrypted and ids.instance_id is None:
        # The instanceID seeds the initialisation vectors (ODK XForms encryption).
        raise BadSubmissionXml(XmlFault.ENCRYPTED_WITHOUT_INSTANCE_ID)
    return ids


def _attribute(element: etree._Element, name: str) -> str | None:
    plain = element.get(name)
    if plain is not None:
        return str(plain)
    found = (value for key, value in element.items() if local_name(key) == name)
    return next(map(str, found), None)


def _metas(root: etree._Element) -> Iterator[etree._Element]:
    return root.iterchildren("{*}meta")


def _meta_text(root: etree._Element, name: str) -> str | None:
    tag = f"{{*}}{name}"
    inside = [node for meta in _metas(root) for node in meta.iterchildren(tag)]
    found = inside or list(root.iterchildren(tag))
    if len(found) > 1 and name == "instanceID":
        raise BadSubmissionXml(XmlFault.SEVERAL_INSTANCE_IDS)
    text = whole_text(found[0]) if found else None
    return (text or "").strip() or None


def _encrypted(parsed: ParsedXml, ids: SubmissionIds) -> ParsedSubmission:
    return ParsedSubmission(
        ids=ids,
        answers={},
        meta={},
        expected_attachments=_encrypted_names(parsed.root),
        measures=(),
        flags=(SubmissionFlag.SANITISED,) if parsed.is_sanitised else (),
    )


def _encrypted_names(root: etree._Element) -> tuple[str, ...]:
    # Their order counts: it numbers the initialisation vectors. The XML itself comes last.
    media = root.iterchildren("{*}media")
    named = [node for one in media for node in one.iterchildren("{*}file")]
    named += root.iterchildren("{*}encryptedXmlFile")
    files = ((whole_text(node) or "").strip() for node in named)
    return tuple(dict.fromkeys(name for name in files if name))


class _Reader:
    """Walks a submission beside its form and gathers what it meets."""

    def __init__(self, form: CompiledForm) -> None:
        self._form = form
        self._fields = {one.path: one for one in form.fields}
        self._instances: Instances = ()
        self._measured: list[tuple[Instances, MeasureValue]] = []
        self._evidence: list[SentFile] = []
        self.files: list[str] = []
        self.flags: list[SubmissionFlag] = []

    def flag(self, flag: SubmissionFlag) -> None:
        if flag not in self.flags:
            self.flags.append(flag)

    def measures(self) -> tuple[MeasureValue, ...]:
        """Return what was measured so far, each with the files that belong to it."""
        files = files_by_question(self._form, self._evidence)
        return tuple(
            replace(one, files=files.get((one.path, instances), ()))
            for instances, one in self._measured
        )

    def read(self, element: etree._Element, path: str) -> Answers:
        """Return the answers below this element, the root's `meta` and legacy ids left out."""
        answers: Answers = {}
        for child in element:
            name = local_name(child.tag)
            field = self._fields.get(f"{path}/{name}")
            if not path and name == "meta":
                continue
            if field is None:
                self._note_unknown(path, name)
            elif field.type == "repeat":
                self._add_row(answers, field, child)
            elif name in answers:
                self.flag(SubmissionFlag.DUPLICATE_FIELD)
            elif field.is_structure:
                answers[name] = self.read(child, field.path)
            else:
                answers[name] = self._answer(field, child)
        return answers

    def read_meta(self, root: etree._Element) -> Answers:
        """Return the texts of `meta`; the audit file is expected, whatever the form says."""
        texts: Answers = {}
        for node in (node for meta in _metas(root) for node in meta):
            name = local_name(node.tag)
            if len(node) or name in texts:
                continue
            text = whole_text(node)
            texts[name] = text
            field = self._fields.get(f"/meta/{name}")
            if text and (name == "audit" or (field is not None and field.is_binary)):
                self.files.append(text.strip())
        return texts

    def _note_unknown(self, path: str, name: str) -> None:
        if path or name not in {"instanceID", "deprecatedID", "instanceName"}:
            self.flag(SubmissionFlag.UNKNOWN_FIELD)

    def _add_row(self, answers: Answers, field: FormField, element: etree._Element) -> None:
        rows = answers.get(field.name)
        if not isinstance(rows, list):
            rows = answers[field.name] = []
        around, self._instances = self._instances, (*self._instances, len(rows))
        rows.append(self.read(element, field.path))
        self._instances = around

    def _answer(self, field: FormField, element: etree._Element) -> str | None:
        text = whole_text(element)
        if text is None:
            return None
        if field.is_binary:
            self.files.append(text.strip())
            self._evidence.append(SentFile(field.path, self._instances, text.strip()))
        if field.measure is not None:
            values = split_choices(text) if field.is_select_multiple else (text,)
            for value in values:
                measured = MeasureValue(field.measure, value, field.path)
                self._measured.append((self._instances, measured))
        return text
