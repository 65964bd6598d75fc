"""XLSForms as other people write them: every question type, and oddities of all kinds."""

from collections.abc import Mapping

from tests.whole_forms_of_others import CHOICES, WHOLE

TYPES = """
text; integer; decimal; range; select_one yn; select_multiple yn; rank yn; note; geopoint; geotrace;
geoshape; date; time; dateTime; image; audio; video; file; barcode; background-audio; calculate;
acknowledge; hidden; xml-external; csv-external; start; end; today; deviceid; phonenumber; username;
email; audit; start-geopoint; select_one_from_file a.csv; select_multiple_from_file a.xml;
select_one_from_file places.geojson; int; string; select one from yn; select all that apply from yn;
photo; location; q string; add select one prompt using yn; trigger; select_one yn or_other;
select_multiple yn or_other; select_one_external towns; subscriberid; simserial; osm;
uri:deviceid; phone number; get phone number; device id; begin_group; end_repeat; no such type;
TEXT; Select_One yn;
"""

CELLS: Mapping[str, tuple[str, ...]] = {
    "appearance": (
        "field-list",
        "minimal",
        "autocomplete",
        "multiline",
        "signature",
        "draw",
        "annotate",
        "new-front",
        "ex:org.example.app(x='1')",
        "map",
        "quick",
        "image-map",
        "likert",
        "columns-2",
        "no-such-appearance",
        "search('towns')",
        "search('towns', 'matches', 'name', 'a')",
        "thousands-sep",
        "bearing",
        "placement-map",
        "counter",
        "masked",
        "picker",
        "numbers",
        "month-year",
        "chinese",
        "ethiopian",
        "hidden-answer",
        "printer:org.opendatakit.sensors",
    ),
    "constraint": (
        ". > 0",
        "regex(., '^[0-9]{3}$')",
        ".",
        "(((",
        "${no_such}",
        ". = ${q}",
        "1 div 0",
        "pulldata('a', 'b', 'c', .)",
        "string-length(.) < 300",
        "true()",
        "'",
        "${q",
        "count(",
        "once(.)",
        "not(selected(., 'a') and count-selected(.) > 1)",
        ". <= today()",
    ),
    "calculation": (
        "uuid()",
        "concat('a', 1)",
        "pulldata('fruits', 'name', 'name_key', 'x')",
        "${q} + 1",
        "indexed-repeat(${q}, ${r}, 1)",
        "instance('yn')/root/item[name='y']/label",
        "instance('nowhere')/root/item[1]/label",
        "jr:choice-name(${q}, '${q}')",
        "position(..)",
        "if(${q}='', 'a', 'b')",
        "coalesce(${q}, ${last-saved#q})",
        "digest('a', 'SHA-256')",
        "area(${q})",
        "distance(${q})",
        "once(random())",
        "format-date(today(), '%Y')",
        "1+",
        "\u202f",
        "extract-signed('a','b')",
        "base64-decode('YQ==')",
        "randomize(instance('yn')/root/item)",
        "pow(2)",
        "if(1, 2)",
        "no-such-function(1)",
        "$x",
        "preceding-sibling::*",
        "self::node()",
        "text()",
        "floor(1.5)",
        "-" * 3_000 + "1",
        "sum(instance('yn')/root/item[selected('y n', name) and (1 or (2))]/town) div (2)",
    ),
    "relevant": ("${q} = ''", "selected(${q}, 'y')", "false()", "${q}=", "yes", "no", "."),
    "required": ("yes", "no", "true()", "TRUE", "${q} = 1", "maybe", "1"),
    "default": ("1", "today()", "${q}", "${last-saved#q}", "a.png", "2026-02-30", "now()", "-5"),
    "parameters": (
        "start=1 end=10 step=1",
        "start=1;end=5",
        "max-pixels=1000",
        "value=id label=name",
        "randomize=true",
        "randomize=true, seed=5",
        "quality=low",
        "nonsense=1",
        "location-priority=low",
        "capture-accuracy=10 warning-accuracy=20",
        "rows=5",
        "start=10 end=1 step=-1",
        "step=0",
        "incremental=true",
        "allow-mock-accuracy=true",
        "=",
        "a=b=c",
    ),
    "choice_filter": (
        "town = ${q}",
        "true()",
        "town = 'a'",
        "no_such = 'a'",
        "((",
        "starts-with(name, 'a')",
    ),
    "repeat_count": ("3", "${q}", "0", "-1", "many"),
    "trigger": ("${q}", "${q}, ${q}", "q", "${no_such}"),
    "read_only": ("yes", "no", "true()", "${q}=1"),
    "label": (
        "",
        "**bold** <script>",
        "${q} and ${no_such}",
        "a" * 5_000,
        "😀 现场\u202f照片",
        "<b",
        "&nbsp;",
        "line\nbreak",
        "]]>",
        "{{ 7*7 }}",
        "%s %(a)s",
        "=1+1",
    ),
    "name": (
        "2nd",
        "with space",
        "现场",
        "a.b",
        "a-b",
        "meta",
        "instanceID",
        "_x",
        "a" * 300,
        "a/b",
        "A",
        "q",
        "__system",
        "name",
        "label",
        "é",
        "a:b",
        "orx:a",
    ),
    "label::English (en)": ("Yes",),
    "label::中文 (zh)": ("是",),
    "media::image": ("a.png", "../a.png", "a b.png", "现场.png", "a/b.png"),
    "media::audio::English (en)": ("a.mp3",),
    "hint": ("x", "${q}"),
    "guidance_hint": ("x",),
    "bind::odk:length": ("5",),
    "bind::foo": ("1",),
    "body::accuracyThreshold": ("5",),
    "instance::odk:x": ("1",),
    "no such column": ("x",),
    "save_to": ("risk", "name", "__x", "a b"),
}

SETTINGS: Mapping[str, tuple[str, ...]] = {
    "form_id": ("", "a b", "表单", "a/b", "a" * 300, "http://example.org/f", "😀"),
    "form_title": ("", "😀", "a" * 500, "<b>"),
    "version": ("", "2026-11-22 1", "a" * 300, "v 1.0", "0"),
    "default_language": ("English (en)", "Klingon"),
    "style": ("pages", "theme-grid", "pages theme-grid", "no such"),
    "public_key": ("MIIB", "not base64 !"),
    "submission_url": ("https://example.org/s",),
    "auto_send": ("true", "maybe"),
    "auto_delete": ("false",),
    "instance_name": ("concat(${q}, 'x')", "${no_such}", "(("),
    "instance_xmlns": ("http://example.org/x",),
    "namespaces": ('esri="http://esri.com/x"', "broken"),
    "allow_choice_duplicates": ("yes",),
    "client_editable": ("yes", "true", "no"),
    "clean_text_values": ("no",),
    "sms_keyword": ("x",),
    "omit_instanceID": ("true",),
    "no_such_setting": ("x",),
    "name": ("root", "a b", "现场"),
}


def with_type(kind: str) -> str:
    """Return a form with a question of a type, after a plain one."""
    return (
        "| survey | | | | |\n| | type | name | label | calculation |\n| | text | q | Q | |\n"
        f"| | {kind} | x | X | {'1' if kind == 'calculate' else ''} |" + CHOICES
    )


def with_cell(column: str, text: str, kind: str = "text") -> str:
    """Return a form whose second question has a cell in a column."""
    cell = text.replace("|", "\\|").replace("\n", " ")
    names = "" if column in {"name", "label"} else f" {column} |"
    name, label = (
        cell if column == one else given for one, given in (("name", "x"), ("label", "X"))
    )
    row = f"| | {kind} | {name} | {label} |" + ("" if not names else f" {cell} |")
    return (
        f"| survey | | | | |\n| | type | name | label |{names}\n| | text | q | Q |\n{row}" + CHOICES
    )


def with_setting(name: str, text: str) -> str:
    """Return a form with a setting."""
    settings = {"form_id": "visit", "form_title": "Visit", "version": "1"} | {name: text}
    names, values = " | ".join(settings), " | ".join(settings.values())
    return (
        "| survey | | | |\n| | type | name | label |\n| | text | q | Q |\n"
        f"| settings | | | |\n| | {names} |\n| | {values} |"
    )


def all_forms() -> dict[str, str]:
    """Return every form here by a name for people."""
    types = [one.strip() for one in TYPES.replace("\n", " ").split(";") if one.strip()]
    made = {f"type {one}": with_type(one) for one in types}
    for column, texts in CELLS.items():
        for number, text in enumerate(texts):
            made[f"{column} {number} {text[:20]}"] = with_cell(column, text)
    for name, texts in SETTINGS.items():
        made |= {
            f"{name} {n} {text[:20]}": with_setting(name, text) for n, text in enumerate(texts)
        }
    return made | dict(WHOLE)
