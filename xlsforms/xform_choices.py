"""The choices of select questions, wherever the form keeps them, or the file they come from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from xlsforms.compiled_form import Choice
from xlsforms.xform_document import local_name, text_of
from xlsforms.xform_texts import Itext

_INSTANCE = re.compile(r"""instance\(\s*['"]([^'"]+)['"]\s*\)""")
_SEARCH = re.compile(r"""\bsearch\(\s*['"]([^'"]+)['"]""")
_ITEXT_COLUMN = re.compile(r"^\s*jr:itext\(\s*([\w.-]+)\s*\)\s*$")

ITEMSETS_FILE = "itemsets.csv"


@dataclass(frozen=True, slots=True)
class ChoiceSource:
    """Where a question's choices come from, and those that the form itself holds."""

    choices: tuple[Choice, ...] = ()
    choice_list: str | None = None
    choice_filter: str | None = None
    attachment: str | None = None
    value_column: str = "name"
    label_column: str = "label"


@dataclass(frozen=True, slots=True)
class SecondaryInstances:
    """The lists of a form beside its primary instance; the choices of each are read once."""

    sources: Mapping[str, str]
    """Instance id -> file it is loaded from."""
    items: Mapping[str, tuple[etree._Element, ...]]
    """Instance id -> item elements within the form."""
    itext: Itext
    _read: dict[tuple[str, str, str], tuple[Choice, ...]] = field(default_factory=dict)

    def source_of(self, control: etree._Element) -> ChoiceSource:
        """Return the choices of a control element; empty when it offers none."""
        searched = searched_file(control.get("appearance", ""))
        itemset = control.find("{*}itemset")
        if control.get("query"):
            name = _instance_id(control.get("query", ""))
            predicate = predicate_of(control.get("query", ""))
            return ChoiceSource((), name, predicate, ITEMSETS_FILE)
        if itemset is None:
            return self._inline(control, searched)
        return self._itemset(itemset)

    def _inline(self, control: etree._Element, searched: str | None) -> ChoiceSource:
        choices = tuple(self._item(item) for item in control.iterfind("{*}item"))
        if searched is None or not choices:
            return ChoiceSource(choices)
        # The one choice of a search() names the columns of the file.
        label = next(iter(choices[0].labels.values()), "label")
        return ChoiceSource((), None, None, searched, choices[0].name, label)

    def _item(self, item: etree._Element) -> Choice:
        label = item.find("{*}label")
        name = (item.findtext("{*}value") or "").strip()
        return Choice(name, self.itext.of_element(label, ""), {}, self.itext.media(label))

    def _itemset(self, itemset: etree._Element) -> ChoiceSource:
        nodeset = itemset.get("nodeset", "")
        list_id = _instance_id(nodeset)
        value, label = itemset.find("{*}value"), itemset.find("{*}label")
        value_ref = "name" if value is None else value.get("ref", "name").strip()
        label_ref = "label" if label is None else label.get("ref", "label").strip()
        if list_id is None:
            return ChoiceSource((), None, predicate_of(nodeset), None, value_ref, label_ref)
        return ChoiceSource(
            choices=self._choices(list_id, value_ref, label_ref),
            choice_list=list_id,
            choice_filter=predicate_of(nodeset),
            attachment=self.sources.get(list_id),
            value_column=value_ref,
            label_column="label" if _ITEXT_COLUMN.match(label_ref) else label_ref,
        )

    def _choices(self, list_id: str, value_ref: str, label_ref: str) -> tuple[Choice, ...]:
        key = (list_id, value_ref, label_ref)
        if key not in self._read:
            items = self.items.get(list_id, ())
            self._read[key] = tuple(self._choice(item, value_ref, label_ref) for item in items)
        return self._read[key]

    def _choice(self, item: etree._Element, value_ref: str, label_ref: str) -> Choice:
        columns = {local_name(one): text_of(one) for one in item}
        by_id = _ITEXT_COLUMN.match(label_ref)
        label_column = by_id.group(1) if by_id else label_ref
        name = columns.pop(value_ref, "")
        text = columns.pop(label_column, "")
        if by_id is None:
            return Choice(name, dict.fromkeys(self.itext.languages, text) if text else {}, columns)
        reference = f"jr:itext('{text}')"
        media = self.itext.media_of_reference(reference)
        return Choice(name, self.itext.of_reference(reference, ""), columns, media)


def read_secondary_instances(model: etree._Element, itext: Itext) -> SecondaryInstances:
    """Return all instances of the model but the first, by id."""
    sources: dict[str, str] = {}
    items: dict[str, tuple[etree._Element, ...]] = {}
    for instance in list(model.iterfind("{*}instance"))[1:]:
        instance_id = instance.get("id", "")
        source = instance.get("src")
        if source is not None:
            sources[instance_id] = source.rpartition("/")[2]
        elif len(instance):
            items[instance_id] = tuple(instance[0].iterfind("{*}item"))
    return SecondaryInstances(sources, items, itext)


def searched_file(appearance: str) -> str | None:
    """Return the CSV file that an appearance `search('name'…)` reads, or None."""
    match = _SEARCH.search(appearance)
    if match is None:
        return None
    name = match.group(1)
    return name if name.lower().endswith(".csv") else f"{name}.csv"


def predicate_of(nodeset: str) -> str | None:
    """Return the text between the first bracket and the one that closes it, or None."""
    start = nodeset.find("[")
    depth = 0
    quote = ""
    for position in range(max(start, 0), len(nodeset)):
        character = nodeset[position]
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "[]":
            depth += 1 if character == "[" else -1
            if depth == 0:
                return nodeset[start + 1 : position].strip()
    return None


def _instance_id(expression: str) -> str | None:
    match = _INSTANCE.search(expression)
    return match.group(1) if match else None
