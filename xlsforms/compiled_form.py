"""A compiled form as values: what the server lists, renders, checks and scores.

Everything here was read from the XForm alone, so a workbook and the XForm made of it say the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Texts = Mapping[str, str]
"""Language as the workbook names it ("中文 (zh)", or "default" when it names none) -> text."""

AttachmentKind = Literal["image", "audio", "video", "file"]

DEFAULT_LANGUAGE = "default"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that a select question offers."""

    name: str
    labels: Texts = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    """Further columns of the choices sheet, for choice filters."""
    media: Mapping[str, Texts] = field(default_factory=dict)
    """Kind of file ("image", "big-image", "audio", "video") -> language -> file name."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One node of the form's instance: a question, a calculation, a group or a repeat."""

    path: str
    name: str
    type: str
    """Bind type as XForms writes it; "structure" for groups, "repeat", "unknown" without any."""
    control: str | None = None
    """Element of the body that asks for it ("input", "select1", …); None when nothing does."""
    labels: Texts = field(default_factory=dict)
    hints: Texts = field(default_factory=dict)
    guidance_hints: Texts = field(default_factory=dict)
    media: Mapping[str, Texts] = field(default_factory=dict)
    required: str | None = None
    required_messages: Texts = field(default_factory=dict)
    relevant: str | None = None
    constraint: str | None = None
    constraint_messages: Texts = field(default_factory=dict)
    calculate: str | None = None
    default: str | None = None
    dynamic_default: str | None = None
    """XPath of a `setvalue` at first load; None when the default is plain text."""
    read_only: str | None = None
    appearance: str = ""
    media_type: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Further attributes of the control: start, end and step of a range, rows, accept …"""
    choices: tuple[Choice, ...] = ()
    choice_list: str | None = None
    choice_filter: str | None = None
    """Predicate of the itemset, without brackets."""
    attachment: str | None = None
    """File the choices come from, when they are not in the form."""
    value_column: str = "name"
    label_column: str = "label"
    """Columns of that file that hold the value and the text of a choice."""
    measure: str | None = None
    score: tuple[tuple[str, Decimal], ...] | None = None
    """Choice -> points, highest first; an answer not listed does not count."""
    pii: bool = False
    repeat_path: str | None = None
    """Path of the nearest repeat around it; a repeat is not around itself."""
    repeat_count: str | None = None
    preload: str | None = None
    """`jr:preload` and its parameter, as "timestamp/start"."""
    save_to: str | None = None
    """Property of an entity that the answer is written to."""

    @property
    def is_select_multiple(self) -> bool:
        """Tell whether an answer holds several choice names, parted by spaces."""
        return self.control == "select"

    @property
    def is_binary(self) -> bool:
        """Tell whether an answer is the name of a file."""
        return self.type == "binary"

    @property
    def is_structure(self) -> bool:
        """Tell whether it holds other fields and no answer of its own."""
        return self.type in {"structure", "repeat"}


@dataclass(frozen=True, slots=True)
class ExpectedAttachment:
    """A file that the form asks for beside its XML."""

    name: str
    kind: AttachmentKind


@dataclass(frozen=True, slots=True)
class EntityDeclaration:
    """What a form does with one entity list when it is submitted."""

    dataset: str
    path: str
    """Path of the group or repeat whose `meta/entity` it is; "" at the root."""
    creates: bool
    updates: bool


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """A form that can be served: its XML as bytes, and all that was read from them."""

    form_id: str
    version: str
    title: str
    root_name: str
    xform: bytes
    md5: str
    sha256: str
    languages: tuple[str, ...]
    default_language: str
    is_anonymous: bool
    fields: tuple[FormField, ...]
    """Depth first as the instance lists them, with groups, repeats and meta fields."""
    attachments: tuple[ExpectedAttachment, ...]
    entities_version: str | None = None
    entity_declarations: tuple[EntityDeclaration, ...] = ()
    public_key: str | None = None
    client_editable: bool = False
    submission_action: str | None = None
    """Always None: a form that names another server is refused."""
    body_style: str = ""
    itemsets: bytes | None = None
    """Content of itemsets.csv, when the workbook holds external choices."""
    warnings: tuple[str, ...] = ()

    def field(self, path: str) -> FormField | None:
        """Return the field at this path, or None."""
        return next((one for one in self.fields if one.path == path), None)

    def fields_with_measure(self, measure: str) -> tuple[FormField, ...]:
        """Return the fields that hold this measure, in form order."""
        return tuple(one for one in self.fields if one.measure == measure)

    @property
    def measures(self) -> tuple[str, ...]:
        """Return every measure of the form once, in form order."""
        return tuple(dict.fromkeys(one.measure for one in self.fields if one.measure))
