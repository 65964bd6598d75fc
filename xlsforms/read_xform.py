"""XForm XML becomes a compiled form: the one reader, for uploads and for compiled workbooks."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from lxml import etree

from xlsforms.anonymity import check_anonymous
from xlsforms.compiled_form import CompiledForm, FormField
from xlsforms.entity_declarations import (
    check_entities,
    offline_warning,
    read_entities_version,
    read_entity_declarations,
)
from xlsforms.errors import WorkbookProblem, XlsformError, problem
from xlsforms.expected_attachments import expected_attachments
from xlsforms.measures import ANONYMOUS_ATTRIBUTE, parse_yes_no
from xlsforms.phone_reading import check_phone_reading
from xlsforms.problem_codes import ProblemCode
from xlsforms.workbook_rows import MAX_LABEL_BYTES
from xlsforms.xform_choices import read_secondary_instances
from xlsforms.xform_document import XformDocument, attribute, local_name, open_xform
from xlsforms.xform_fields import field_reader
from xlsforms.xform_texts import read_itext

MAX_ID_LENGTH = 255
_CACHED_FORMS = 64
_LARGEST_CACHED_BYTES = 1_000_000
_FILE_SUFFIX = re.compile(r"\.(xls|xlsx|xml)$", re.IGNORECASE)
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


def read_xform(xml: bytes, *, warnings: Sequence[str] = ()) -> CompiledForm:
    """Return the form that the XML holds; raise XlsformError with every problem found.

    The result's `xform` is what must be served: UTF-8 without byte order mark, otherwise byte for
    byte as given; its hashes are of those bytes. Forms of ordinary size are remembered.
    """
    form = _read_cached(xml) if len(xml) <= _LARGEST_CACHED_BYTES else _read(xml)
    return replace(form, warnings=(*warnings, *form.warnings)) if warnings else form


def _read(xml: bytes) -> CompiledForm:
    document = open_xform(xml)
    problems = [*_check_header(document)]
    root_name = local_name(document.root)
    itext = read_itext(document.model, root_name)
    lists = read_secondary_instances(document.model, itext)
    fields = field_reader(document, itext, lists, problems).fields(document.root)
    entities = read_entity_declarations(document)
    entities_version = read_entities_version(document)
    is_anonymous = _read_anonymous(document, problems)
    problems += check_entities(entities_version, entities, fields)
    problems += _check_texts(fields)
    problems += check_phone_reading(document)
    if is_anonymous:
        problems += check_anonymous(document, fields, entities)
    if problems:
        raise XlsformError(problems)
    return CompiledForm(
        form_id=attribute(document.root, "id") or "",
        version=attribute(document.root, "version") or "",
        title=document.title,
        root_name=root_name,
        xform=document.xform,
        md5=hashlib.md5(document.xform, usedforsecurity=False).hexdigest(),
        sha256=hashlib.sha256(document.xform).hexdigest(),
        languages=itext.languages,
        default_language=itext.default_language,
        is_anonymous=is_anonymous,
        fields=fields,
        attachments=expected_attachments(document),
        entities_version=entities_version,
        entity_declarations=entities,
        public_key=_submission_attribute(document, "base64RsaPublicKey"),
        client_editable=_submission_attribute(document, "client-editable") == "true",
        body_style="" if document.body is None else document.body.get("class", ""),
        warnings=offline_warning(entities_version),
    )


_read_cached = lru_cache(maxsize=_CACHED_FORMS)(_read)


def _check_header(document: XformDocument) -> Iterator[WorkbookProblem]:
    """Yield what keeps phones and servers from naming the form or sending answers here."""
    form_id = attribute(document.root, "id") or ""
    version = attribute(document.root, "version") or ""
    if not form_id.strip():
        yield problem(ProblemCode.NO_FORM_ID)
    elif form_id != form_id.strip() or len(form_id) > MAX_ID_LENGTH or _FILE_SUFFIX.search(form_id):
        yield problem(ProblemCode.BAD_FORM_ID, value=form_id[:MAX_ID_LENGTH])
    if len(version) > MAX_ID_LENGTH:
        yield problem(ProblemCode.BAD_VERSION, value=version[:MAX_ID_LENGTH])
    if not _LETTER_OR_DIGIT.search(document.title):
        yield problem(ProblemCode.NO_TITLE)
    if any(_sends_elsewhere(one) for one in document.html.iter("{*}submission")):
        yield problem(ProblemCode.SUBMISSION_ACTION)


def _sends_elsewhere(submission: etree._Element) -> bool:
    """Tell whether Collect would send answers past the server (it obeys `action` alone)."""
    return any(attribute(submission, name) is not None for name in ("action", "resource"))


def _submission_attribute(document: XformDocument, name: str) -> str | None:
    submission = document.model.find("{*}submission")
    return None if submission is None else attribute(submission, name)


def _read_anonymous(document: XformDocument, problems: list[WorkbookProblem]) -> bool:
    """Return the setting from the instance root or the model; an unclear one is a problem."""
    values = [one.get(ANONYMOUS_ATTRIBUTE) for one in (document.root, document.model)]
    answers = [parse_yes_no(value) for value in values if value is not None]
    if None in answers:
        value = next(one for one in values if one is not None and parse_yes_no(one) is None)
        problems.append(problem(ProblemCode.BAD_ANONYMOUS, value=value))
    return any(answers)


def _check_texts(fields: Sequence[FormField]) -> Iterator[WorkbookProblem]:
    """Yield texts that are too long for a screen; lists that questions share are read once."""
    seen: set[int] = set()
    for field in fields:
        for column, texts in (
            ("label", field.labels),
            ("hint", field.hints),
            ("guidance_hint", field.guidance_hints),
            ("constraint_message", field.constraint_messages),
            ("required_message", field.required_messages),
        ):
            if _is_too_long(texts):
                yield _too_long(field, column)
        if id(field.choices) not in seen:
            seen.add(id(field.choices))
            if any(_is_too_long(choice.labels) for choice in field.choices):
                yield _too_long(field, "label")


def _is_too_long(texts: Mapping[str, str]) -> bool:
    return any(len(text.encode()) > MAX_LABEL_BYTES for text in texts.values())


def _too_long(field: FormField, column: str) -> WorkbookProblem:
    return problem(
        ProblemCode.LABEL_TOO_LONG, column=column, path=field.path, limit=MAX_LABEL_BYTES
    )
