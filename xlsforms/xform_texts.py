"""Labels, hints and messages of an XForm in every language, as plain text.

An answer shown inside a text (`<output>`) becomes a placeholder: `${/group/field}` with the path of
the field when the expression is one, else `${expression}`. Texts are never HTML here.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from xlsforms.compiled_form import DEFAULT_LANGUAGE, Texts
from xlsforms.xform_document import attribute, local_name

_ITEXT = re.compile(r"""^\s*jr:itext\(\s*['"](.*?)['"]\s*\)\s*$""", re.DOTALL)
_STEP = r"(?:[\w.\-]+:)?[\w.\-]+"
_PATH = re.compile(rf"(?:current\(\)/)?/?{_STEP}(?:/{_STEP})*")
_MEDIA_FORMS = ("image", "big-image", "audio", "video")
_MISSING = "-"
"""What pyxform writes into the languages that a text lacks."""


def resolve_path(expression: str, context: str) -> str | None:
    """Return the absolute path that the expression names as seen from context, or None."""
    path = expression.strip()
    if not _PATH.fullmatch(path):
        return None
    path = path.removeprefix("current()/")
    steps = [] if path.startswith("/") else context.strip("/").split("/")
    for step in path.strip("/").split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step.rpartition(":")[2])
    return "/" + "/".join(step for step in steps if step)


@dataclass(frozen=True, slots=True)
class Itext:
    """The translations of a form: text id -> language -> form of the value -> element."""

    languages: tuple[str, ...]
    default_language: str
    root_name: str
    values: Mapping[str, Mapping[str, Mapping[str, etree._Element]]]

    def of_element(self, element: etree._Element | None, context: str) -> Texts:
        """Return the texts of a label or hint element, seen from the node at `context`."""
        if element is None:
            return {}
        reference = element.get("ref")
        if reference is not None:
            return self.of_reference(reference, context)
        text = self._text(element, context)
        return dict.fromkeys(self.languages, text) if text else {}

    def of_reference(self, reference: str | None, context: str, *, form: str = "") -> Texts:
        """Return the texts of `jr:itext('id')`; other text counts for every language."""
        if not reference:
            return {}
        text_id = itext_id(reference)
        if text_id is None:
            return {} if form else dict.fromkeys(self.languages, reference)
        texts = {
            language: self._text(values[form], context)
            for language, values in self.values.get(text_id, {}).items()
            if form in values
        }
        if any(text != _MISSING for text in texts.values()):
            texts = {language: text for language, text in texts.items() if text != _MISSING}
        return texts

    def media(self, element: etree._Element | None) -> Mapping[str, Texts]:
        """Return the files that a label shows or plays: kind -> language -> file name."""
        reference = None if element is None else element.get("ref")
        return self.media_of_reference(reference)

    def media_of_reference(self, reference: str | None) -> Mapping[str, Texts]:
        """Return the files of `jr:itext('id')`: kind -> language -> file name."""
        found = {form: self.of_reference(reference, "", form=form) for form in _MEDIA_FORMS}
        return {
            form: {language: text.rpartition("/")[2] for language, text in texts.items()}
            for form, texts in found.items()
            if texts
        }

    def _text(self, element: etree._Element, context: str) -> str:
        parts = [element.text or ""]
        for child in element:
            if local_name(child) == "output":
                parts.append(self._placeholder(child, context))
            else:
                parts += [str(text) for text in child.itertext()]
            parts.append(child.tail or "")
        return "".join(parts).strip()

    def _placeholder(self, output: etree._Element, context: str) -> str:
        expression = output.get("value") or output.get("ref") or ""
        path = resolve_path(expression, context)
        if path is not None and path.startswith(f"/{self.root_name}/"):
            return f"${{{path.removeprefix(f'/{self.root_name}')}}}"
        return f"${{{expression.strip()}}}"


def itext_id(reference: str) -> str | None:
    """Return the id of `jr:itext('id')`, or None when the reference is something else."""
    match = _ITEXT.match(reference)
    return match.group(1) if match else None


def read_itext(model: etree._Element, root_name: str) -> Itext:
    """Return the translations of the form; a form without any speaks the language "default"."""
    values: dict[str, dict[str, dict[str, etree._Element]]] = defaultdict(dict)
    languages: list[str] = []
    default = None
    for translation in model.iterfind("{*}itext/{*}translation"):
        language = translation.get("lang") or DEFAULT_LANGUAGE
        languages.append(language)
        if default is None and attribute(translation, "default") is not None:
            default = language
        for text in translation.iterfind("{*}text"):
            forms = {value.get("form") or "": value for value in text.iterfind("{*}value")}
            if "" not in forms and "long" in forms:
                forms[""] = forms["long"]
            values[text.get("id") or ""][language] = forms
    known = tuple(dict.fromkeys(languages)) or (DEFAULT_LANGUAGE,)
    return Itext(known, default or known[0], root_name, values)
