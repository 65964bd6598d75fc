"""XForms of the tests with a phone: a check that may be edited, two that write an entity list."""

from xml.sax.saxutils import quoteattr

LIST_NAME = "sites"

_NAMESPACES = (
    'xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" '
    'xmlns:odk="http://www.opendatakit.org/xforms" '
    'xmlns:entities="http://www.opendatakit.org/xforms/entities"'
)
_ITEM = f"instance('{LIST_NAME}')/root/item[name= /data/site ]"


def check_form(version: str, *, meta: str = "orx:meta", form_id: str = "check") -> bytes:
    """Return a form with a note and three photos that may be edited once it is finalised."""
    prefix = "orx:" if meta.startswith("orx:") else ""
    return _form(
        form_id,
        version,
        f"<note/><photo_a/><photo_b/><photo_c/><{meta}><{prefix}instanceID/></{meta}>",
        "".join(
            f'<bind nodeset="/data/{name}" type="{kind}"/>'
            for name, kind in {
                "note": "string",
                "photo_a": "binary",
                "photo_b": "binary",
                "photo_c": "binary",
            }.items()
        )
        + f'<bind nodeset="/data/{meta}/{prefix}instanceID" type="string" jr:preload="uid"/>'
        + '<submission odk:client-editable="true"/>',
        _inputs("note")
        + "".join(
            f'<upload ref="/data/photo_{x}" mediatype="image/*"><label>{x}</label></upload>'
            for x in "abc"
        ),
    )


def registration_form(version: str) -> bytes:
    """Return a form that creates an entity of the list, and can be edited."""
    return _form(
        "register",
        version,
        "<what/><risk/><meta>"
        f'<entity dataset="{LIST_NAME}" create="1" id=""><label/></entity><instanceID/></meta>',
        '<bind nodeset="/data/what" type="string"/>'
        '<bind nodeset="/data/risk" type="string" entities:saveto="risk"/>'
        '<bind nodeset="/data/meta/entity/@id" type="string"/>'
        '<bind nodeset="/data/meta/entity/label" type="string" calculate="/data/what"/>'
        + _META
        + '<setvalue event="odk-instance-first-load" ref="/data/meta/entity/@id" value="uuid()"/>'
        + '<submission odk:client-editable="true"/>',
        _inputs("what", "risk"),
        needs_list=True,
    )


def follow_up_form(version: str) -> bytes:
    """Return a form that updates an entity of the list, named by its UUID."""
    return _form(
        "follow_up",
        version,
        "<site/><risk/><remark/><meta>"
        f'<entity dataset="{LIST_NAME}" update="1" baseVersion="" trunkVersion="" branchId="" '
        'id=""/><instanceID/></meta>',
        '<bind nodeset="/data/site" type="string"/>'
        '<bind nodeset="/data/risk" type="string" entities:saveto="risk"/>'
        '<bind nodeset="/data/remark" type="string" entities:saveto="remark"/>'
        '<bind nodeset="/data/meta/entity/@id" type="string" calculate="/data/site"/>'
        f'<bind nodeset="/data/meta/entity/@baseVersion" calculate="{_ITEM}/__version"/>'
        f'<bind nodeset="/data/meta/entity/@trunkVersion" calculate="{_ITEM}/__trunkVersion"/>'
        f'<bind nodeset="/data/meta/entity/@branchId" calculate="{_ITEM}/__branchId"/>' + _META,
        _inputs("site", "risk", "remark"),
        needs_list=True,
    )


_META = '<bind nodeset="/data/meta/instanceID" type="string" jr:preload="uid"/>'


def _inputs(*names: str) -> str:
    return "".join(f'<input ref="/data/{one}"><label>{one}</label></input>' for one in names)


def _form(
    form_id: str, version: str, nodes: str, binds: str, body: str, *, needs_list: bool = False
) -> bytes:
    entities = ' entities:entities-version="2024.1.0"' if needs_list else ""
    instance = (
        f'<instance id="{LIST_NAME}" src="jr://file-csv/{LIST_NAME}.csv"/>' if needs_list else ""
    )
    return (
        f"<?xml version='1.0'?><h:html {_NAMESPACES}><h:head><h:title>表 {form_id}</h:title>"
        f"<model{entities}><instance><data id={quoteattr(form_id)} version={quoteattr(version)}>"
        f"{nodes}</data></instance>{instance}{binds}</model></h:head><h:body>{body}</h:body></h:html>"
    ).encode()
