"""Questions that depend on each other in a circle: JavaRosa does not open a form that has one.

What is calculated, relevant, required or read-only depends on the nodes that its expression looks
at; with a group that is not relevant all in it goes. A constraint is only asked when an answer is
given, so it may look at its own question.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from xlsforms.errors import WorkbookProblem, problem
from xlsforms.problem_codes import ProblemCode
from xlsforms.xform_document import XformDocument, attribute, local_name
from xlsforms.xpath_paths import Path, nodes_of

_COLUMNS = {
    "calculate": "calculation",
    "relevant": "relevant",
    "required": "required",
    "readonly": "read_only",
}
_MOST_TOLD = 20
_LONGEST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class _Rule:
    """One expression of one bind."""

    path: Path
    kind: str


_Causes = Mapping[_Rule, Mapping[_Rule, Path]]
"""Rule -> the rules that must be known before it, each with the node through which that is so."""


def check_circles(document: XformDocument) -> Iterator[WorkbookProblem]:
    """Yield each circle once, at the first of its cells; at most twenty."""
    left = _causes(_rules(document), document.root)
    for _ in range(_MOST_TOLD):
        left = _without_ends(left)
        if not left:
            return
        circle = _circle(left)
        first = circle[0]
        yield problem(
            ProblemCode.PHONE_CIRCLE,
            column=_COLUMNS[first.kind],
            path="/" + "/".join(first.path[1:]),
            value=first.path[-1],
            circle=_told(circle, left),
        )
        left = _only(left, set(left) - set(circle))


def _rules(document: XformDocument) -> dict[_Rule, frozenset[Path]]:
    """Return what each rule looks at."""
    found: dict[_Rule, frozenset[Path]] = {}
    for bind in document.model.iter("{*}bind"):
        path = tuple(one for one in (attribute(bind, "nodeset") or "").strip().split("/") if one)
        for kind in _COLUMNS:
            nodes = nodes_of(attribute(bind, kind) or "", path)
            if path and nodes:
                found[_Rule(path, kind)] = nodes
    return found


def _causes(rules: Mapping[_Rule, frozenset[Path]], root: etree._Element) -> _Causes:
    found: dict[_Rule, dict[_Rule, Path]] = {}
    for rule, nodes in rules.items():
        causes = found.setdefault(rule, {})
        for named in sorted(nodes):
            for node in _plain(named, root) if "*" in named else (named,):
                causes |= {one: node for one in _deciding(node) if one in rules}
    return found


def _deciding(node: Path) -> Iterator[_Rule]:
    """Yield the rules that a node may have, and the relevance of what it stands in."""
    yield from (_Rule(node, kind) for kind in _COLUMNS)
    yield from (_Rule(node[:length], "relevant") for length in range(1, len(node)))


def _plain(named: Path, root: etree._Element) -> list[Path]:
    """Return the nodes of the form that a path with `*` in it means."""
    found: list[tuple[Path, etree._Element]] = [((local_name(root),), root)]
    for step in named[1:]:
        found = [
            ((*path, local_name(child)), child)
            for path, element in found
            for child in element.iterchildren("*")
            if step in ("*", local_name(child))
        ]
    return [path for path, _ in found]


def _without_ends(causes: _Causes) -> _Causes:
    """Return what is in circles or between them: rules that cause nothing or have no cause go."""
    while True:
        needed = {cause for ones in causes.values() for cause in ones}
        kept = {rule for rule, ones in causes.items() if ones and rule in needed}
        if len(kept) == len(causes):
            return causes
        causes = _only(causes, kept)


def _only(causes: _Causes, kept: set[_Rule]) -> _Causes:
    return {
        rule: {cause: node for cause, node in ones.items() if cause in kept}
        for rule, ones in causes.items()
        if rule in kept
    }


def _circle(causes: _Causes) -> list[_Rule]:
    """Return one circle: every rule that is left has a cause, and following them ends in one."""
    way = [next(iter(causes))]
    while True:
        cause = next(iter(causes[way[-1]]))
        if cause in way:
            return way[way.index(cause) :]
        way.append(cause)


def _told(circle: list[_Rule], causes: _Causes) -> str:
    """Return the names on the way round: each depends on the one after it."""
    names = [circle[0].path[-1]]
    for rule, cause in zip(circle, [*circle[1:], circle[0]], strict=True):
        node = causes[rule][cause]
        names += [node[-1]] if node != cause.path else []
        names.append(cause.path[-1])
    shown = (
        names if len(names) <= _LONGEST_SHOWN else [*names[: _LONGEST_SHOWN - 1], "…", names[-1]]
    )
    return " → ".join(shown)
