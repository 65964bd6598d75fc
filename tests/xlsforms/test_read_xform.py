"""XForms from anywhere: what is read, what is served, what is refused."""

import hashlib
from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.xlsform_md import compile_here
from xlsforms.compiled_form import EntityDeclaration
from xlsforms.errors import XlsformError
from xlsforms.problem_codes import ProblemCode
from xlsforms.read_xform import read_xform

HEAD = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"
 xmlns:odk="http://www.opendatakit.org/xforms" xmlns:x="http://example.com/x"
 xmlns:entities="http://www.opendatakit.org/xforms/entities">"""


def xform(
    *,
    title: str = "Visit",
    model_attributes: str = "",
    instance: str = '<data id="visit" version="1"><a/></data>',
    model: str = '<bind nodeset="/data/a" type="string"/>',
    body: str = '<input ref="/data/a"><label>A</label></input>',
) -> str:
    return (
        f"{HEAD}<h:head><h:title>{title}</h:title><model {model_attributes}>"
        f"<instance>{instance}</instance>{model}</model></h:head><h:body>{body}</h:body></h:html>"
    )


def _codes(xml: str | bytes) -> list[ProblemCode]:
    with pytest.raises(XlsformError) as caught:
        read_xform(xml if isinstance(xml, bytes) else xml.encode())
    return [one.code for one in caught.value.problems]


def test_the_bytes_served_are_the_bytes_given() -> None:
    xml = xform(instance='<data id="visit" version="&quot;&gt;&lt;evil/&gt;"><a/></data>').encode()

    form = read_xform(xml)

    assert form.xform is xml
    assert form.version == '"><evil/>'
    assert form.md5 == hashlib.md5(xml, usedforsecurity=False).hexdigest()
    assert form.sha256 == hashlib.sha256(xml).hexdigest()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "gb18030", "iso-8859-1"])
def test_other_encodings_and_marks_become_plain_utf_8_before_hashing(encoding: str) -> None:
    name = encoding.replace("utf-8-sig", "utf-8").replace("-le", "")
    title = "Visit" if encoding == "iso-8859-1" else "现场核查"
    text = f'<?xml version="1.0" encoding="{name}"?>\n' + xform(title=title)
    mark = "\ufeff" if encoding == "utf-16-le" else ""

    form = read_xform((mark + text).encode(encoding))

    assert form.title == title
    assert form.xform.decode("utf-8").startswith('<?xml version="1.0" encoding=')
    assert form.md5 == hashlib.md5(form.xform, usedforsecurity=False).hexdigest()
    assert read_xform(form.xform) == form


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"", ProblemCode.XFORM_NOT_XML),
        (b"not xml", ProblemCode.XFORM_NOT_XML),
        (xform().encode() + xform().encode(), ProblemCode.XFORM_NOT_XML),
        (xform(title="\udcff").encode("utf-8", "surrogateescape"), ProblemCode.XFORM_NOT_XML),
        (xform(title="a\x00b").encode(), ProblemCode.XFORM_NOT_XML),
        (xform(title="a\x0bb").encode(), ProblemCode.XFORM_NOT_XML),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', ProblemCode.XFORM_NOT_XML),
        (b'<?xml version="1.0" encoding="koi8-r"?><a/>', ProblemCode.XFORM_NOT_XML),
        (b"<!DOCTYPE a><a/>", ProblemCode.XFORM_DOCTYPE),
        (
            '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
            ProblemCode.XFORM_DOCTYPE,
        ),
        (b" " * 10_000_001, ProblemCode.XFORM_TOO_LARGE),
        (b"<a>" + b"<b/>" * 200_000 + b"</a>", ProblemCode.XFORM_TOO_MANY_NODES),
        (b"<b>" * 300 + b"</b>" * 300, ProblemCode.XFORM_NOT_XML),
        (b"<b>" * 200_000, ProblemCode.XFORM_NOT_XML),
        (b"<a/>", ProblemCode.XFORM_INCOMPLETE),
        (b"<html><head/></html>", ProblemCode.XFORM_INCOMPLETE),
        (b"<html><head><model/></head></html>", ProblemCode.XFORM_INCOMPLETE),
        (b"<html><head><model><instance/></model></head></html>", ProblemCode.XFORM_INCOMPLETE),
    ],
)
def test_what_is_no_xform_is_refused(xml: bytes, code: ProblemCode) -> None:
    assert _codes(xml) == [code]


def test_entities_are_refused_within_a_tenth_of_a_second() -> None:
    lines = ['<!ENTITY a0 "haha">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    xml = f"<!DOCTYPE x [{''.join(lines)}]>" + xform(title="&a11;")

    began = process_time()
    codes = _codes(xml)

    # The parser itself may stop first, at its limit of expansions.
    assert codes[0] in {ProblemCode.XFORM_DOCTYPE, ProblemCode.XFORM_NOT_XML}
    assert process_time() - began < 0.1


def test_a_file_of_the_server_is_not_read() -> None:
    xml = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>' + xform(title="&f;")

    assert _codes(xml) == [ProblemCode.XFORM_DOCTYPE]


@pytest.mark.parametrize(
    ("instance", "code"),
    [
        ("<data><a/></data>", ProblemCode.NO_FORM_ID),
        ('<data id=" "><a/></data>', ProblemCode.NO_FORM_ID),
        ('<data id="a.XLSX"><a/></data>', ProblemCode.BAD_FORM_ID),
        ('<data id="a.xml"><a/></data>', ProblemCode.BAD_FORM_ID),
        ('<data id=" a"><a/></data>', ProblemCode.BAD_FORM_ID),
        (f'<data id="{"a" * 256}"><a/></data>', ProblemCode.BAD_FORM_ID),
        (f'<data id="a" version="{"1" * 256}"><a/></data>', ProblemCode.BAD_VERSION),
    ],
)
def test_ids_and_versions_that_cannot_be_used_are_refused(instance: str, code: ProblemCode) -> None:
    assert _codes(xform(instance=instance)) == [code]


@pytest.mark.parametrize("title", ["", " ", "!?", "——", "_"])
def test_a_title_without_letter_or_digit_is_refused(title: str) -> None:
    assert _codes(xform(title=title)) == [ProblemCode.NO_TITLE]


def test_id_and_version_with_a_prefix_count_as_collect_reads_them() -> None:
    form = read_xform(xform(instance='<data x:id="visit" orx:version="7"><a/></data>').encode())

    assert (form.form_id, form.version) == ("visit", "7")


@pytest.mark.parametrize(
    "submission",
    [
        '<submission action="https://example.com/submission" method="post"/>',
        '<submission x:action=""/>',
        '<submission resource="https://example.com/submission"/>',
    ],
)
def test_a_form_that_sends_answers_elsewhere_is_refused(submission: str) -> None:
    assert _codes(xform(model=submission)) == [ProblemCode.SUBMISSION_ACTION]


def test_key_and_editing_are_read_from_the_submission_element() -> None:
    submission = '<submission base64RsaPublicKey="MIIB" odk:client-editable="true"/>'

    form = read_xform(xform(model=submission).encode())

    assert (form.public_key, form.client_editable) == ("MIIB", True)
    assert form.submission_action is None
    assert read_xform(xform().encode()).public_key is None


@pytest.mark.parametrize("version", ["2022.1.0", "2023.1.0", "2024.1.0", "2025.1.9"])
def test_known_entities_versions_are_accepted(version: str) -> None:
    form = read_xform(xform(model_attributes=f'entities:entities-version="{version}"').encode())

    assert form.entities_version == version
    assert bool(form.warnings) is (version < "2024")


@pytest.mark.parametrize("version", ["2021.1.0", "2025.2.0", "2026.1.0", "", "2025.1", "latest"])
def test_other_entities_versions_are_refused(version: str) -> None:
    xml = xform(model_attributes=f'entities:entities-version="{version}"')

    assert _codes(xml) == [ProblemCode.ENTITIES_VERSION]


def test_what_a_form_does_with_entities_is_read() -> None:
    form = compile_here(
        """
| survey | | | | |
|        | type         | name  | label | save_to |
|        | text         | firm  | Firm  | legal_name |
|        | begin repeat | child | Child |         |
|        | text         | cname | Name  | people#full_name |
|        | end repeat   |       |       |         |
| entities | | | | |
|          | list_name   | label      | entity_id | update_if |
|          | people      | ${cname}   |           |           |
| settings | | | |
|          | form_id | form_title |
|          | visit   | Visit      |
""".replace("legal_name", "")
    )

    assert form.entities_version == "2025.1.0"
    assert form.entity_declarations == (
        EntityDeclaration("people", "/child", creates=True, updates=False),
    )
    field = form.field("/child/cname")
    assert field is not None
    assert field.save_to == "full_name"


@pytest.mark.parametrize(
    ("entity", "bind", "code"),
    [
        ('<entity dataset="a.b" create="1" id=""/>', "", ProblemCode.BAD_DATASET),
        ('<entity dataset="__a" create="1" id=""/>', "", ProblemCode.BAD_DATASET),
        ('<entity dataset="a" create="1" id=""/>', "Name", ProblemCode.BAD_SAVE_TO),
        ('<entity dataset="a" create="1" id=""/>', "__x", ProblemCode.BAD_SAVE_TO),
    ],
)
def test_names_that_entity_lists_cannot_have_are_refused(
    entity: str, bind: str, code: ProblemCode
) -> None:
    saveto = f' entities:saveto="{bind}"' if bind else ""
    xml = xform(
        model_attributes='entities:entities-version="2024.1.0"',
        instance=f'<data id="v"><a/><meta>{entity}</meta></data>',
        model=f'<bind nodeset="/data/a" type="string"{saveto}/>',
    )

    assert _codes(xml) == [code]


def test_a_text_of_more_than_8_kilobytes_is_refused() -> None:
    body = f'<input ref="/data/a"><label>{"长" * 3000}</label></input>'

    assert _codes(xform(body=body)) == [ProblemCode.LABEL_TOO_LONG]


def test_a_choice_of_more_than_8_kilobytes_is_refused_once() -> None:
    item = f"<item><label>{'x' * 9000}</label><value>1</value></item>"
    body = f'<select1 ref="/data/a"><label>A</label>{item}{item}</select1>'

    assert _codes(xform(body=body)) == [ProblemCode.LABEL_TOO_LONG]


def test_labels_that_look_like_markup_stay_text() -> None:
    body = '<input ref="/data/a"><label>&lt;script&gt;alert(1)&lt;/script&gt;</label></input>'

    form = read_xform(xform(body=body).encode())

    assert form.fields[0].labels == {"default": "<script>alert(1)</script>"}


def test_warnings_are_added_to_a_remembered_form() -> None:
    xml = xform().encode()

    assert read_xform(xml, warnings=["careful"]).warnings == ("careful",)
    assert read_xform(xml).warnings == ()


def test_a_large_form_is_read_without_being_remembered() -> None:
    xml = (xform() + "<!--" + "x" * 1_000_001 + "-->").encode()

    assert read_xform(xml).form_id == "visit"


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_changed_bytes_are_read_or_refused(data: st.DataObject) -> None:
    changed = bytearray(xform().encode())
    for _ in range(data.draw(st.integers(1, 3))):
        position = data.draw(st.integers(0, len(changed) - 1))
        changed[position] = data.draw(st.integers(0, 255))

    with suppress(XlsformError):
        form = read_xform(bytes(changed))
        assert read_xform(form.xform) == form
