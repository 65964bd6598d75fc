"""The expressions of a form, asked of one set of answers: required, relevant, constraint.

They come from a workbook, so they are held to limits before and while they run: no `//`, 10,000
characters, brackets 50 deep, a quarter of a second each.
"""

import re
import time
from functools import lru_cache

import regex
from elementpath import ElementPathError
from elementpath.tree_builders import get_node_tree
from elementpath.xpath_nodes import EtreeElementNode
from elementpath.xpath_tokens import XPathToken
from lxml import etree

from server.domain.answers import Answers, AnswerValue
from server.domain.xml_parsing import xml_text
from server.domain.xpath_parser import DeadlinePassed, TimedContext, XFormsParser, is_true
from server.problems import N_
from xlsforms.compiled_form import CompiledForm

LONGEST = 10_000
DEEPEST = 50
SECONDS = 0.25
"""Of the thread's own work: a machine that is busy with others fails nobody's answer."""
_CACHED = 2_000

TOO_SLOW = N_("has an expression that takes too long")
NOT_WORKED_OUT = N_("has an expression that can't be worked out")
NOT_UNDERSTOOD = N_("has an expression that the page does not understand")
TOO_LONG = N_("has an expression of more than 10,000 characters")
SEARCHES_ALL = N_("has an expression that searches the whole form")
TOO_DEEP = N_("has an expression with brackets more than 50 deep")
_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
_OPENING, _CLOSING = frozenset("(["), frozenset(")]")


class BadExpression(ValueError):
    """An expression that cannot be asked: its text and, for people, why."""

    def __init__(self, expression: str, reason: str) -> None:
        super().__init__(f"{reason}: {expression[:200]}")
        self.expression = expression
        self.reason = reason


class FormInstance:
    """The answers of one submission as the form's own tree, every field of it there."""

    def __init__(self, form: CompiledForm, answers: Answers) -> None:
        root = etree.Element(form.root_name)
        self._elements: dict[str, etree._Element] = {"": root}
        for field in form.fields:
            parent = self._elements[field.path.rpartition("/")[0]]
            element = etree.SubElement(parent, field.name)
            self._elements[field.path] = element
            if not field.is_structure:
                element.text = xml_text(_text_at(answers, field.path))
        self._tree = get_node_tree(root)
        self._nodes = {node.value: node for node in self._tree.iter() if _is_element(node)}

    def holds(self, expression: str, path: str) -> bool:
        """Tell whether an expression is true of the field at this path. Raises BadExpression.

        One that does not end in time raises it as well: the answer is then kept, unjudged.
        """
        token = parse_expression(expression)
        context = TimedContext(self._tree, item=self._nodes[self._elements[path]])
        context.deadline = time.thread_time() + SECONDS
        try:
            return is_true(token, context)
        except DeadlinePassed as error:
            raise BadExpression(expression, TOO_SLOW) from error
        except (ElementPathError, RecursionError, regex.error, ArithmeticError) as error:
            raise BadExpression(expression, NOT_WORKED_OUT) from error


@lru_cache(maxsize=_CACHED)
def parse_expression(expression: str) -> XPathToken:
    """Return an expression ready to be asked; raises BadExpression when it breaks a limit."""
    _check_limits(expression)
    try:
        return XFormsParser().parse(expression)
    except DeadlinePassed as error:
        raise BadExpression(expression, TOO_SLOW) from error
    except (ElementPathError, RecursionError, regex.error, ArithmeticError) as error:
        raise BadExpression(expression, NOT_UNDERSTOOD) from error


def _check_limits(expression: str) -> None:
    if len(expression) > LONGEST:
        raise BadExpression(expression, TOO_LONG)
    bare = _LITERAL.sub("''", expression)
    if "//" in bare or "::" in bare:
        raise BadExpression(expression, SEARCHES_ALL)
    depth = 0
    for character in bare:
        depth += (character in _OPENING) - (character in _CLOSING)
        if depth > DEEPEST:
            raise BadExpression(expression, TOO_DEEP)


def _text_at(answers: Answers, path: str) -> str:
    value: AnswerValue = answers
    for name in path.split("/")[1:]:
        if not isinstance(value, dict):
            return ""
        value = value.get(name)
    return value if isinstance(value, str) else ""


def _is_element(node: object) -> bool:
    return isinstance(node, EtreeElementNode)
