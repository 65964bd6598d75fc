"""XForms as text: small, complete, and as hostile as a test wants them."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr

_NAMESPACES = (
    'xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa" '
    'xmlns:orx="http://openrosa.org/xforms" '
    'xmlns:entities="http://www.opendatakit.org/xforms/entities" '
    'xmlns:concord="http://concord.example.org/xforms/1"'
)


def xform(
    form_id: str = "visit",
    version: str = "1",
    *,
    fields: Mapping[str, str] | None = None,
    files: Sequence[str] = (),
    is_anonymous: bool = False,
    model: str = "",
) -> bytes:
    """Return an XForm with fields (name -> bind type) and expected files; entities by `model`."""
    types = {"name": "string", "age": "int"} if fields is None else fields
    anonymous = ' concord:anonymous="yes"' if is_anonymous else ""
    nodes = "".join(f"<{name}/>" for name in types)
    binds = "".join(f'<bind nodeset="/data/{n}" type="{kind}"/>' for n, kind in types.items())
    inputs = "".join(f'<input ref="/data/{n}"><label>{n}</label></input>' for n in types)
    extra = "".join(
        f'<instance id="x{i}" src={quoteattr(src)}/>' for i, src in enumerate(map(_source, files))
    )
    return (
        f'<?xml version="1.0"?><h:html {_NAMESPACES}><h:head><h:title>Title of {form_id.strip()}'
        f"</h:title><model><instance><data id={quoteattr(form_id)} version={quoteattr(version)}"
        f"{anonymous}>{nodes}<orx:meta><orx:instanceID/></orx:meta></data></instance>{extra}"
        f'{binds}<bind nodeset="/data/orx:meta/orx:instanceID" type="string" jr:preload="uid"/>'
        f"{model}</model></h:head><h:body>{inputs}</h:body></h:html>"
    ).encode()


def _source(name: str) -> str:
    return f"jr://images/{name}" if name.endswith((".png", ".jpg")) else f"jr://file/{name}"
