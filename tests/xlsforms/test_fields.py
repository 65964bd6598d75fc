"""Fields, texts, choices and attachments of a form."""

import pytest

from tests.xlsform_md import SETTINGS, compile_here
from tests.xlsforms.test_read_xform import xform
from xlsforms.compiled_form import Choice, CompiledForm, ExpectedAttachment, FormField
from xlsforms.read_xform import read_xform

ZH, EN = "中文 (zh)", "English (en)"

SURVEY = """
| survey | | | | | |
| | type               | name | label::中文 (zh) | label::English (en) | appearance | <more>
| | deviceid           | dev  |                  |                     |            |
| | text               | who  | 姓名             | Name                | multiline  | <who>
| | begin group        | g    | 组               | Group               | field-list | <group>
| | select_multiple ab | pick | ${who}的选择     | Choice of ${who}    |            |
| | begin repeat       | r    | 次               | Time                | field-list |
| | integer            | n    | 数               | Number              |            |
| | text               | why  | ${n}为何         | Why ${n}            |            |
| | end repeat         |      |                  |                     |            |
| | end group          |      |                  |                     |            |
"""
FORM = (
    SURVEY.replace(
        "<more>",
        "hint::中文 (zh) | guidance_hint::中文 (zh) | required | required_message::中文 (zh)"
        " | constraint | constraint_message::English (en) | relevant |",
    )
    .replace("<who>", "全名 | 见证件 | yes | 必填 | . != 'x' | Not x | |")
    .replace("<group>", "| | | | | | ${who} != '' |")
    + """
| choices | | | | | | |
| | list_name | name | label::中文 (zh) | label::English (en) | town | image |
| | ab        | a    | 甲               | A                   | t1   | a.png |
| | ab        | b    | 乙               |                     | t2   |       |
| settings | | | | | |
| | form_id | form_title | version | default_language | style |
| | visit   | 走访       | 1       | 中文 (zh)        | pages |
"""
)


@pytest.fixture(scope="module")
def form() -> CompiledForm:
    return compile_here(FORM)


def _field(form: CompiledForm, path: str) -> FormField:
    field = form.field(path)
    assert field is not None
    return field


def test_fields_are_listed_depth_first_with_groups_and_meta(form: CompiledForm) -> None:
    assert [(one.path, one.type) for one in form.fields] == [
        ("/dev", "string"),
        ("/who", "string"),
        ("/g", "structure"),
        ("/g/pick", "string"),
        ("/g/r", "repeat"),
        ("/g/r/n", "int"),
        ("/g/r/why", "string"),
        ("/meta", "structure"),
        ("/meta/instanceID", "string"),
    ]


def test_languages_are_named_as_in_the_workbook(form: CompiledForm) -> None:
    assert (form.languages, form.default_language) == ((ZH, EN), ZH)
    assert (form.root_name, form.body_style) == ("data", "pages")


def test_texts_are_there_in_every_language_that_has_them(form: CompiledForm) -> None:
    who = _field(form, "/who")

    assert who.labels == {ZH: "姓名", EN: "Name"}
    assert who.hints == {ZH: "全名"}
    assert who.guidance_hints == {ZH: "见证件"}
    assert who.required == "true()"
    assert who.required_messages == {ZH: "必填"}
    assert (who.constraint, who.constraint_messages) == (". != 'x'", {EN: "Not x"})
    assert who.appearance == "multiline"


def test_an_answer_inside_a_text_becomes_a_placeholder_with_its_path(form: CompiledForm) -> None:
    assert _field(form, "/g/pick").labels == {ZH: "${/who}的选择", EN: "Choice of ${/who}"}
    assert _field(form, "/g/r/why").labels[EN] == "Why ${/g/r/n}"


def test_groups_and_repeats_carry_label_relevance_and_appearance(form: CompiledForm) -> None:
    group, repeat = _field(form, "/g"), _field(form, "/g/r")

    assert (group.labels[EN], group.relevant, group.appearance) == (
        "Group",
        "/data/who  != ''",
        "field-list",
    )
    assert (repeat.labels[EN], repeat.appearance, repeat.control) == ("Time", "field-list", None)
    assert group.is_structure
    assert _field(form, "/g/r/n").repeat_path == "/g/r"
    assert repeat.repeat_path is None


def test_choices_carry_labels_properties_and_pictures(form: CompiledForm) -> None:
    pick = _field(form, "/g/pick")

    assert pick.is_select_multiple
    assert pick.choice_list == "ab"
    assert pick.choices[0] == Choice(
        "a", {ZH: "甲", EN: "A"}, {"town": "t1"}, {"image": {ZH: "a.png"}}
    )
    assert pick.choices[1].labels == {ZH: "乙"}
    assert form.attachments == (ExpectedAttachment("a.png", "image"),)


def test_a_preloaded_value_is_told(form: CompiledForm) -> None:
    assert _field(form, "/dev").preload == "property/deviceid"
    assert _field(form, "/meta/instanceID").preload == "uid"
    assert _field(form, "/dev").control is None


def test_reading_the_compiled_bytes_again_gives_the_same_form(form: CompiledForm) -> None:
    assert read_xform(form.xform, warnings=form.warnings) == form
    assert form.field("/nothing") is None


def test_calculations_defaults_and_parameters_are_read() -> None:
    form = compile_here(f"""
| survey | | | | | | | |
| | type        | name | label | calculation | default | parameters         | readonly |
| | calculate   | sum  |       | 1 + 1       |         |                    |          |
| | text        | d    | D     |             | hello   |                    | yes      |
| | date        | day  | Day   |             | today() |                    |          |
| | range       | r    | R     |             |         | start=1 end=5 step=1 |        |
| | image       | p    | P     |             |         | max-pixels=1000    |          |
| | acknowledge | ok   | OK    |             |         |                    |          |
{SETTINGS}""")

    assert _field(form, "/sum").calculate == "1 + 1"
    assert (_field(form, "/d").default, _field(form, "/d").read_only) == ("hello", "true()")
    assert _field(form, "/day").dynamic_default == "today()"
    assert _field(form, "/r").parameters == {"start": "1", "end": "5", "step": "1"}
    assert (_field(form, "/p").media_type, _field(form, "/p").is_binary) == ("image/*", True)
    assert _field(form, "/ok").control == "trigger"


def test_rank_repeat_count_and_filters_are_read() -> None:
    form = compile_here(f"""
| survey | | | | | | |
| | type         | name | label | choice_filter | repeat_count | parameters     |
| | rank ab      | k    | K     |               |              |                |
| | text         | t    | T     |               |              |                |
| | select_one ab | s   | S     | town = ${{t}} and x[1] != ']' |  | randomize=true |
| | begin repeat | r    | R     |               | 3            |                |
| | text         | u    | U     |               |              |                |
| | end repeat   |      |       |               |              |                |
| | select_one ${{u}} | v | V   | ${{u}} != ''  |              |                |
| choices | | | | |
| | list_name | name | label | town |
| | ab        | a    | A     | t1   |
{SETTINGS}""")

    rank, select = _field(form, "/k"), _field(form, "/s")
    assert (rank.control, rank.type) == ("rank", "odk:rank")
    assert rank.choices == select.choices == (Choice("a", {"default": "A"}, {"town": "t1"}),)
    assert select.choice_filter == "town =  /data/t  and x[1] != ']'"
    assert _field(form, "/r").repeat_count == "/data/r_count"
    assert _field(form, "/v").choices == ()
    assert _field(form, "/v").choice_filter is not None


def test_every_expected_attachment_is_found_as_central_finds_it() -> None:
    form = compile_here(f"""
| survey | | | | | | |
| | type | name | label | calculation | appearance | default | parameters | audio |
| | select_one_from_file firms.csv | f | F | | | | value=code label=title | |
| | select_one_from_file places.geojson | p | P | | | | | say.mp3 |
| | xml-external | old | | | | | | |
| | calculate | c | | pulldata('rates', 'a', 'b', 'c') | | | | |
| | select_one towns | t | T | | search('towns') | | | |
| | image | i | I | | | logo.png | | |
| | text | l | L | | | ${{last-saved#c}} | | |
| choices | | | |
| | list_name | name     | label      |
| | towns     | name_key | label_zh   |
{SETTINGS}""")

    assert set(form.attachments) == {
        ExpectedAttachment("firms.csv", "file"),
        ExpectedAttachment("places.geojson", "file"),
        ExpectedAttachment("old.xml", "file"),
        ExpectedAttachment("rates.csv", "file"),
        ExpectedAttachment("say.mp3", "audio"),
        ExpectedAttachment("logo.png", "image"),
        ExpectedAttachment("towns.csv", "file"),
    }
    firms, towns = _field(form, "/f"), _field(form, "/t")
    assert (firms.attachment, firms.value_column, firms.label_column) == (
        "firms.csv",
        "code",
        "title",
    )
    assert (towns.attachment, towns.value_column, towns.label_column) == (
        "towns.csv",
        "name_key",
        "label_zh",
    )


def test_controls_may_name_their_bind_and_stand_in_unnamed_groups() -> None:
    form = read_xform(
        xform(
            instance='<data id="v"><g><a/><b/></g><orx:meta><orx:instanceID/></orx:meta></data>',
            model='<bind id="ba" nodeset="/data/g/a" type="xsd:int"/>'
            '<bind nodeset="/data/orx:meta/orx:instanceID" jr:preload="uid"/>'
            '<bind nodeset="/data/g/a/@x" type="int"/>',
            body='<group><label>Page</label><input bind="ba"><label>A <em>x</em> '
            '<output ref="../b"/> <output value="1 + 1"/> <output value="/other/b"/></label>'
            "</input>"
            '<input bind="nobody"/></group><group ref="g"><upload ref="b"/></group><p>Text</p>',
        ).encode()
    )

    assert [(one.path, one.type, one.control) for one in form.fields] == [
        ("/g", "structure", None),
        ("/g/a", "int", "input"),
        ("/g/b", "unknown", None),
        ("/meta", "structure", None),
        ("/meta/instanceID", "unknown", None),
    ]
    assert form.fields[1].labels == {"default": "A x ${/g/b} ${1 + 1} ${/other/b}"}
    assert form.fields[4].preload == "uid"


def test_long_texts_and_translations_without_name_are_read() -> None:
    itext = (
        '<itext><translation default=""><text id="t"><value form="long">Long</value></text>'
        '<text id="e"/></translation></itext>'
    )
    form = read_xform(
        xform(
            model=itext + '<bind nodeset="/data/a" jr:constraintMsg="Plain"/>',
            body="""<select ref="/data/a"><label ref="jr:itext('t')"/><hint ref="jr:itext('e')"/>
<item><label ref="jr:itext('t')"/><value>1</value></item><item/></select>""",
        ).encode()
    )

    field = form.fields[0]
    assert field.labels == {"default": "Long"}
    assert field.hints == {}
    assert field.constraint_messages == {"default": "Plain"}
    assert field.choices == (Choice("1", {"default": "Long"}), Choice(""))


def test_a_form_without_body_or_lists_is_read() -> None:
    xml = xform(model='<instance id="empty"/><instance id="l"><root/></instance>')
    xml = xml.replace("<h:body>", "<h:foot>").replace("</h:body>", "</h:foot>")

    assert read_xform(xml.encode()).fields[0].control is None


def test_a_dash_that_the_author_wrote_stays() -> None:
    form = compile_here("""
| survey | | | | |
| | type | name | label::A | label::B |
| | note | n    | -        | -        |
| settings | | | |
| | form_id | form_title | default_language |
| | v       | V          | A                |
""")

    assert form.fields[0].labels == {"A": "-", "B": "-"}
