"""Small compiled forms for the tests of the domain, written as values."""

from decimal import Decimal

from xlsforms.compiled_form import Choice, CompiledForm, FormField

SCALE = (
    ("5", Decimal(100)),
    ("4", Decimal(80)),
    ("3", Decimal(60)),
    ("2", Decimal(30)),
    ("1", Decimal(0)),
)


def form(*fields: FormField, form_id: str = "site", version: str = "1") -> CompiledForm:
    return CompiledForm(
        form_id=form_id,
        version=version,
        title="Site check",
        root_name="data",
        xform=b"",
        md5="",
        sha256="",
        languages=("default",),
        default_language="default",
        is_anonymous=False,
        fields=fields,
        attachments=(),
    )


def text(path: str, *, type_name: str = "string", measure: str | None = None) -> FormField:
    return FormField(
        path=path,
        name=path.rpartition("/")[2],
        type=type_name,
        control="input",
        measure=measure,
    )


def several(path: str, *choices: str, measure: str | None = None) -> FormField:
    return FormField(
        path=path,
        name=path.rpartition("/")[2],
        type="string",
        control="select",
        choices=tuple(Choice(name) for name in choices),
        measure=measure,
    )


def group(path: str) -> FormField:
    return FormField(path=path, name=path.rpartition("/")[2], type="structure")


def repeat(path: str) -> FormField:
    return FormField(path=path, name=path.rpartition("/")[2], type="repeat")


SITE = form(
    text("/poster", type_name="barcode", measure="link.poster"),
    text("/uscc", measure="link.uscc"),
    text("/note"),
    several("/wishes", "pay", "rest", "meals", measure="satisfaction.improve"),
    text("/photo", type_name="binary"),
    group("/building"),
    text("/building/floors", type_name="int"),
    repeat("/building/room"),
    text("/building/room/name"),
    repeat("/building/room/exit"),
    text("/building/room/exit/width", type_name="decimal"),
    text("/building/room/exit/picture", type_name="binary"),
    group("/meta"),
    text("/meta/instanceID"),
    text("/meta/instanceName"),
    text("/meta/signature", type_name="binary"),
)
