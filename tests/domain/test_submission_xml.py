"""Submission XML, friendly and hostile."""

import re
import time

import pytest

from server.domain.answers import Answers
from server.domain.submission_xml import (
    MeasureValue,
    SubmissionFlag,
    SubmissionIds,
    parse_submission,
    read_ids,
    same_document,
)
from server.domain.xml_parsing import MAX_BYTES, BadSubmissionXml, XmlFault, parse_xml
from tests.domain.forms import SITE

META = (
    b"<orx:meta xmlns:orx='http://openrosa.org/xforms'>"
    b"<orx:instanceID>uuid:1</orx:instanceID></orx:meta>"
)


def site(inner: bytes, *, meta: bytes = META, root: bytes = b"id='site' version='1'") -> bytes:
    return b"<?xml version='1.0' ?><data " + root + b">" + inner + meta + b"</data>"


def answers(inner: bytes) -> Answers:
    return parse_submission(site(inner), SITE).answers


def fault(xml: bytes) -> XmlFault:
    with pytest.raises(BadSubmissionXml) as caught:
        read_ids(xml)
    return caught.value.fault


def test_ids_are_read_as_collect_writes_them():
    meta = (
        b"<orx:meta xmlns:orx='http://openrosa.org/xforms'>"
        b"<orx:instanceID> uuid:2\n</orx:instanceID><deprecatedID>uuid:1</deprecatedID>"
        b"<orx:instanceName>\xe5\x8e\x82/1</orx:instanceName></orx:meta>"
    )

    assert read_ids(site(b"", meta=meta)) == SubmissionIds(
        form_id="site",
        version="1",
        instance_id="uuid:2",
        deprecated_id="uuid:1",
        instance_name="厂/1",
        is_encrypted=False,
    )


@pytest.mark.parametrize(
    "xml",
    [
        b"<data id='site'><meta><instanceID>uuid:1</instanceID></meta></data>",
        b"<x:data xmlns:x='urn:x' id='site'><x:meta><x:instanceID>uuid:1</x:instanceID></x:meta>"
        b"</x:data>",
        b"<data id='site'><instanceID>uuid:1</instanceID></data>",
        b"\xef\xbb\xbf<data id='site'><meta><instanceID>uuid:1</instanceID></meta></data>",
    ],
)
def test_the_instance_id_is_found_in_every_namespace_and_beside_meta(xml: bytes):
    ids = read_ids(xml)

    assert (ids.instance_id, ids.version) == ("uuid:1", "")


def test_a_version_may_be_an_openrosa_attribute():
    root = b"id='site' xmlns:orx='http://openrosa.org/xforms' orx:version='7'"

    assert read_ids(site(b"", root=root)).version == "7"


def test_an_instance_id_may_be_missing_or_empty():
    assert read_ids(site(b"", meta=b"")).instance_id is None
    assert read_ids(site(b"", meta=b"<meta><instanceID> </instanceID></meta>")).instance_id is None


def test_a_doctype_is_refused_in_every_disguise():
    doctype = '<!DOCTYPE d [<!ENTITY a "x">]><data id="site"/>'
    utf_7 = b"<?xml version='1.0' encoding='utf-7'?>+ADw-!DOCTYPE d+AD4-<data id='site'/>"

    assert fault(doctype.encode()) is XmlFault.DOCTYPE
    assert fault(b"<!DOCTYPE d><data id='site'/>") is XmlFault.DOCTYPE
    assert fault(utf_7) is XmlFault.DOCTYPE
    assert fault(doctype.encode("utf-16")) is XmlFault.NOT_UTF_8


def test_entities_are_refused_at_once_and_reach_no_file():
    laughs = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10))
    bombs = [
        f'<!DOCTYPE d [<!ENTITY a0 "lol">{laughs}]><data id="&a9;">&a9;</data>',
        f'<!DOCTYPE d [<!ENTITY a "{"x" * 100_000}">]><data id="s">{"&a;" * 30_000}</data>',
        '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><data id="s">&a;</data>',
        '<!DOCTYPE d [<!ENTITY % a SYSTEM "file:///etc/passwd">%a;]><data id="s"/>',
    ]
    for bomb in bombs:
        begun = time.process_time()

        assert fault(bomb.encode()) in {XmlFault.DOCTYPE, XmlFault.NOT_WELL_FORMED}
        assert time.process_time() - begun < 0.1


def test_an_include_is_only_an_unknown_field():
    inner = (
        b"<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='/etc/passwd' parse='text'/>"
    )

    parsed = parse_submission(site(inner), SITE)

    assert parsed.answers == {}
    assert parsed.flags == (SubmissionFlag.UNKNOWN_FIELD,)


def test_depth_ends_at_256():
    assert parse_xml(b"<d>" * 256 + b"</d>" * 256).root is not None
    assert fault(b"<d>" * 257 + b"</d>" * 257) is XmlFault.NOT_WELL_FORMED
    assert fault(b"<d>" * 200_000 + b"</d>" * 200_000) is XmlFault.NOT_WELL_FORMED


def test_elements_and_bytes_have_limits():
    assert parse_xml(b"<d>" + b"<a/>" * 199_999 + b"</d>").root is not None
    assert fault(b"<d>" + b"<a/>" * 200_000 + b"</d>") is XmlFault.TOO_MANY_ELEMENTS
    assert fault(b"<d>" + b"<a/>" * 1_000_000 + b"</d>") is XmlFault.TOO_MANY_ELEMENTS
    assert fault(b"<d>" + b"a" * MAX_BYTES + b"</d>") is XmlFault.TOO_LARGE


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        (b"\x00", XmlFault.NOT_WELL_FORMED),
        (b"&#0;", XmlFault.NOT_WELL_FORMED),
        (b"&#xD800;", XmlFault.NOT_WELL_FORMED),
        (b"&#29;<", XmlFault.NOT_WELL_FORMED),
        ("中文".encode("gbk"), XmlFault.NOT_UTF_8),
        (b"\xc0\xaf", XmlFault.NOT_UTF_8),
        (b"\xed\xa0\x80", XmlFault.NOT_UTF_8),
    ],
)
def test_bytes_that_are_no_xml_are_refused(inner: bytes, expected: XmlFault):
    assert fault(site(b"<note>" + inner + b"</note>")) is expected


def test_other_documents_that_are_no_submission_are_refused():
    gbk = "<?xml version='1.0' encoding='GBK'?><data id='site'/>".encode("gbk")

    assert fault(b"<data id='a'/><data id='b'/>") is XmlFault.NOT_WELL_FORMED
    assert fault(b"") is XmlFault.NOT_WELL_FORMED
    assert fault(b"<data/>") is XmlFault.NO_FORM_ID
    assert fault(gbk) is XmlFault.NOT_UTF_8


def test_ids_over_300_characters_are_refused():
    long = b"<meta><instanceID>" + b"x" * 301 + b"</instanceID></meta>"

    assert fault(site(b"", meta=long)) is XmlFault.ID_TOO_LONG
    assert fault(b"<data id='" + b"x" * 301 + b"'/>") is XmlFault.ID_TOO_LONG


def test_two_instance_ids_are_refused():
    twice = b"<meta><instanceID>a</instanceID><instanceID>a</instanceID></meta>"

    assert fault(site(b"", meta=twice)) is XmlFault.SEVERAL_INSTANCE_IDS
    assert fault(site(META)) is XmlFault.SEVERAL_INSTANCE_IDS


@pytest.mark.parametrize("sent", [b"&#29;", b"&#x1d;", b"&#x001D;", b"\x1d", b"&#65535;"])
def test_a_control_character_of_a_scanner_is_replaced_and_flagged(sent: bytes):
    parsed = parse_submission(site(b"<note>a" + sent + b"b</note>"), SITE)

    assert parsed.answers == {"note": "a\ufffdb"}
    assert parsed.flags == (SubmissionFlag.SANITISED,)


def test_an_answer_is_the_whole_text_as_on_the_phone():
    inner = b"<note>1<!-- x -->2<?p x?>3<![CDATA[<4>]]>&amp;<b>5</b>6</note>"

    assert answers(inner) == {"note": "123<4>&56"}


def test_groups_repeats_and_empty_answers_keep_their_shape():
    inner = (
        b"<note/><building><floors>3</floors><room><name>A</name>"
        b"<exit><width>1.2</width></exit><exit/></room><room/></building>"
    )

    assert answers(inner) == {
        "note": None,
        "building": {
            "floors": "3",
            "room": [{"name": "A", "exit": [{"width": "1.2"}, {}]}, {}],
        },
    }


def test_a_field_twice_outside_a_repeat_is_flagged_and_may_not_link():
    parsed = parse_submission(site(b"<poster>A</poster><poster>B</poster>"), SITE)

    assert parsed.answers == {"poster": "A"}
    assert parsed.flags == (SubmissionFlag.DUPLICATE_FIELD,)
    assert not parsed.may_link


def test_many_unknown_fields_are_one_flag():
    parsed = parse_submission(site(b"<salary>1</salary><cellar>2</cellar>"), SITE)

    assert parsed.flags == (SubmissionFlag.UNKNOWN_FIELD,)


def test_a_group_twice_is_flagged_as_well():
    parsed = parse_submission(site(b"<building/><building/>"), SITE)

    assert not parsed.may_link


def test_the_same_field_in_two_rows_of_a_repeat_is_no_duplicate():
    parsed = parse_submission(site(b"<building><room/><room/></building>"), SITE)

    assert parsed.may_link
    assert parsed.flags == ()


def test_ids_of_old_forms_beside_the_answers_are_no_unknown_field():
    parsed = parse_submission(site(b"<instanceID>uuid:1</instanceID>", meta=b""), SITE)

    assert parsed.flags == ()


def test_files_are_expected_in_document_order_once():
    inner = (
        b"<photo> 1.jpg </photo><building><room><exit><picture>2.jpg</picture></exit></room>"
        b"<room><exit><picture>1.jpg</picture></exit></room></building>"
    )
    meta = (
        b"<meta><instanceID>a</instanceID><audit>audit.csv</audit><signature>s.png</signature>"
        b"<audit>other.csv</audit><entity><label/></entity></meta>"
    )

    parsed = parse_submission(site(inner, meta=meta), SITE)

    assert parsed.expected_attachments == ("1.jpg", "2.jpg", "audit.csv", "s.png")
    assert parsed.meta == {"instanceID": "a", "audit": "audit.csv", "signature": "s.png"}


def test_measures_are_gathered_and_several_choices_are_several_values():
    parsed = parse_submission(
        site(b"<poster>P</poster><wishes>pay meals pay</wishes><uscc/>"), SITE
    )

    assert parsed.measures == (
        MeasureValue("link.poster", "P", "/poster"),
        MeasureValue("satisfaction.improve", "pay", "/wishes"),
        MeasureValue("satisfaction.improve", "meals", "/wishes"),
    )


ENCRYPTED = (
    b"<data xmlns='http://www.opendatakit.org/xforms/encrypted' id='site' version='1'"
    b" encrypted='yes'><base64EncryptedKey>k</base64EncryptedKey>" + META + b""
    b"<media><file>b.jpg.enc</file></media><media><file>a.jpg.enc</file><file/></media>"
    b"<encryptedXmlFile>submission.xml.enc</encryptedXmlFile></data>"
)


def test_an_encrypted_submission_expects_its_files_in_order():
    parsed = parse_submission(ENCRYPTED, SITE)

    assert parsed.ids.is_encrypted
    assert parsed.answers == {}
    assert parsed.expected_attachments == ("b.jpg.enc", "a.jpg.enc", "submission.xml.enc")


def test_an_encrypted_submission_needs_its_instance_id():
    without = re.sub(rb"<orx:meta.*</orx:meta>", b"", ENCRYPTED)

    assert fault(without) is XmlFault.ENCRYPTED_WITHOUT_INSTANCE_ID


def test_the_same_document_may_be_written_in_two_ways():
    one = b"<?xml version='1.0' ?><data id='s' version=\"1\"><a></a><!-- x --></data>"

    assert same_document(one, one)
    assert same_document(one, b'<data version="1" id="s"><a/></data>')
    assert not same_document(one, b'<data version="1" id="s"><a>1</a></data>')
    assert not same_document(one, b"no xml")
