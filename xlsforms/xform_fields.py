"""The fields of a form, depth first: instance, binds, body and our attributes brought together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from xlsforms.compiled_form import FormField
from xlsforms.errors import WorkbookProblem, problem
from xlsforms.measures import (
    MEASURE_ATTRIBUTE,
    PII_ATTRIBUTE,
    SCORE_ATTRIBUTE,
    BadScorePairError,
    RepeatedChoiceError,
    Score,
    is_guidance,
    is_measure_name,
    parse_score,
    parse_yes_no,
)
from xlsforms.problem_codes import ProblemCode
from xlsforms.xform_body import CONTROLS, BodyItem, read_body
from xlsforms.xform_choices import SecondaryInstances
from xlsforms.xform_document import XformDocument, attribute, local_name
from xlsforms.xform_texts import Itext, resolve_path

_FIRST_LOAD = ("odk-instance-first-load", "odk-new-repeat", "xforms-ready")
_SELECTS = frozenset({"select", "select1", "rank"})


@dataclass(frozen=True, slots=True)
class FieldReader:
    """What the model and the body say about the nodes of one form, by absolute path."""

    itext: Itext
    lists: SecondaryInstances
    binds: Mapping[str, etree._Element]
    items: Mapping[str, BodyItem]
    dynamic_defaults: Mapping[str, str]
    problems: list[WorkbookProblem]

    def fields(self, root: etree._Element) -> tuple[FormField, ...]:
        """Return the fields below the root of the instance; faults go into `problems`."""
        top = f"/{local_name(root)}"
        found: dict[str, FormField] = {}
        self._collect([root], top, FormField("", top, "structure"), found)
        return tuple(found.values())

    def _collect(
        self, nodes: list[etree._Element], path: str, parent: FormField, found: dict[str, FormField]
    ) -> None:
        """Add the children of nodes that share a path: a repeat has a template and an instance."""
        children: dict[str, list[etree._Element]] = {}
        for node in nodes:
            for child in node:
                children.setdefault(local_name(child), []).append(child)
        for name, same in children.items():
            field = self._field(f"{path}/{name}", same[0], parent)
            found[field.path] = field
            self._collect(same, f"{path}/{name}", field, found)

    def _field(self, path: str, node: etree._Element, parent: FormField) -> FormField:
        item, bind = self.items.get(path), self.binds.get(path)
        repeat_path = parent.path if parent.type == "repeat" else parent.repeat_path
        field = FormField(
            path=f"{parent.path}/{local_name(node)}",
            name=local_name(node),
            type=_type(item, bind, has_children=len(node) > 0),
            default=None if len(node) else (node.text or "").strip() or None,
            dynamic_default=self.dynamic_defaults.get(path),
            pii=parent.pii,
            repeat_path=repeat_path,
        )
        if bind is not None:
            field = self._with_bind(field, bind, path)
        if item is not None:
            field = self._with_item(field, item)
        return field if bind is None else self._with_measure(field, bind)

    def _with_bind(self, field: FormField, bind: etree._Element, path: str) -> FormField:
        preload = [attribute(bind, "preload"), attribute(bind, "preloadParams")]
        return replace(
            field,
            required=_expression(bind, "required"),
            required_messages=self.itext.of_reference(attribute(bind, "requiredMsg"), path),
            relevant=_expression(bind, "relevant"),
            constraint=_expression(bind, "constraint"),
            constraint_messages=self.itext.of_reference(attribute(bind, "constraintMsg"), path),
            calculate=_expression(bind, "calculate"),
            read_only=_expression(bind, "readonly"),
            preload="/".join(part for part in preload if part) or None,
            save_to=attribute(bind, "saveto"),
        )

    def _with_item(self, field: FormField, item: BodyItem) -> FormField:
        label, hint = item.element.find("{*}label"), item.element.find("{*}hint")
        guidance = None if hint is None else hint.get("ref")
        source = self.lists.source_of(item.element)
        return replace(
            field,
            control=item.kind if item.kind in CONTROLS else None,
            labels=self.itext.of_element(label, item.path),
            hints=self.itext.of_element(hint, item.path),
            guidance_hints=self.itext.of_reference(guidance, item.path, form="guidance"),
            media=self.itext.media(label),
            appearance=item.appearance,
            media_type=item.element.get("mediatype"),
            parameters=item.parameters,
            repeat_count=item.repeat_count,
            choices=source.choices,
            choice_list=source.choice_list,
            choice_filter=source.choice_filter,
            attachment=source.attachment,
            value_column=source.value_column,
            label_column=source.label_column,
        )

    def _with_measure(self, field: FormField, bind: etree._Element) -> FormField:
        measure = bind.get(MEASURE_ATTRIBUTE, "").strip() or None
        if measure is not None and not is_measure_name(measure):
            self._complain(ProblemCode.BAD_MEASURE, field, "measure", value=measure)
        elif measure is not None and field.is_structure:
            self._complain(ProblemCode.MEASURE_ON_GROUP, field, "measure")
        answer = parse_yes_no(bind.get(PII_ATTRIBUTE, ""))
        if answer is None:
            self._complain(ProblemCode.BAD_PII, field, "pii", value=bind.get(PII_ATTRIBUTE, ""))
        score = self._score(field, bind.get(SCORE_ATTRIBUTE, "").strip())
        if score and measure is not None and is_guidance(measure):
            self._complain(ProblemCode.SCORE_ON_VISIT, field, "score", value=measure)
        return replace(field, measure=measure, score=score, pii=field.pii or bool(answer))

    def _score(self, field: FormField, text: str) -> Score | None:
        try:
            score = parse_score(text)
        except BadScorePairError as error:
            self._complain(ProblemCode.BAD_SCORE, field, "score", value=str(error))
            return None
        except RepeatedChoiceError as error:
            self._complain(ProblemCode.SCORE_TWICE, field, "score", value=str(error))
            return None
        if score and field.control not in _SELECTS:
            self._complain(ProblemCode.SCORE_NOT_SELECT, field, "score")
            return None
        names = {choice.name for choice in field.choices}
        for choice, _ in score:
            if choice not in names and field.attachment is None:
                self._complain(ProblemCode.SCORE_NO_CHOICE, field, "score", value=choice)
        return score or None

    def _complain(
        self, code: ProblemCode, field: FormField, column: str, *, value: str = ""
    ) -> None:
        self.problems.append(problem(code, column=column, path=field.path, value=value))


def field_reader(
    document: XformDocument,
    itext: Itext,
    lists: SecondaryInstances,
    problems: list[WorkbookProblem],
) -> FieldReader:
    """Return the reader of this document's fields."""
    root_path = f"/{local_name(document.root)}"
    binds: dict[str, etree._Element] = {}
    bind_ids: dict[str, str] = {}
    for bind in document.model.iterfind("{*}bind"):
        path = resolve_path(bind.get("nodeset") or bind.get("ref") or "", root_path)
        if path is not None:
            binds.setdefault(path, bind)
            bind_ids[bind.get("id", "")] = path
    items = read_body(document.body, bind_ids)
    defaults = _dynamic_defaults(document.html, root_path)
    return FieldReader(itext, lists, binds, items, defaults, problems)


def _expression(bind: etree._Element, name: str) -> str | None:
    """Return the XPath without the space that pyxform puts around references."""
    return bind.get(name, "").strip() or None


def _type(item: BodyItem | None, bind: etree._Element | None, *, has_children: bool) -> str:
    if item is not None and item.kind == "repeat":
        return "repeat"
    if has_children or (item is not None and item.kind == "group"):
        return "structure"
    name = "" if bind is None else bind.get("type", "")
    return name.removeprefix("xsd:").removeprefix("xs:") or "unknown"


def _dynamic_defaults(html: etree._Element, root_path: str) -> dict[str, str]:
    defaults: dict[str, str] = {}
    for action in html.iter("{*}setvalue"):
        events = action.get("event", "").split()
        path = resolve_path(action.get("ref", ""), root_path)
        value = action.get("value") or (action.text or "").strip()
        if path is not None and value and any(event in _FIRST_LOAD for event in events):
            defaults.setdefault(path, value)
    return defaults
