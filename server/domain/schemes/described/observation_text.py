"""An observation as JSON text: what its trace keeps of it, and what the hash of its inputs sees."""

from collections.abc import Mapping
from decimal import Decimal
from json.encoder import encode_basestring

from server.domain.schemes.described.observations import Inputs, Observation
from server.domain.schemes.exact.values import Value, plain


def observation_texts(inputs: Inputs) -> Mapping[int, str]:
    """Return the texts of a subject's observations by identity, which the inputs keep alive."""
    return {id(one): observation_text(one) for many in inputs.values() for one in many}


def observation_text(one: Observation) -> str:
    """Return an observation as JSON without a blank; what is empty is left out.

    Written piece by piece, as a county has millions of them. A number is {"number": "5"}: the text
    "5" is another value, and 5.0 is the same.
    """
    text = f'{{"measure":{encode_basestring(one.measure)},"value":{_value(one.value)}'
    text += f',"source":"{one.source}"'
    if one.level:
        text += f',"level":{encode_basestring(one.level)}'
    if one.on is not None:
        text += f',"on":"{one.on.isoformat()}"'
    if one.origin:
        text += f',"origin":{encode_basestring(one.origin)}'
    if one.evidence:
        text += f',"evidence":[{",".join(map(encode_basestring, one.evidence))}]'
    if one.note:
        text += f',"note":{encode_basestring(one.note)}'
    if one.problem is not None:
        text += f',"problem":"{one.problem}"'
    return text + "}"


def _value(value: Value | None) -> str:
    if isinstance(value, Decimal):
        return f'{{"number":"{plain(value)}"}}'
    if isinstance(value, str):
        return encode_basestring(value)
    return "null" if value is None else "true" if value else "false"
