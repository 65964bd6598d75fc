"""Give an XForm another version: the version attribute of its primary instance, nothing else."""

from lxml import etree

from xlsforms.errors import refuse
from xlsforms.problem_codes import ProblemCode
from xlsforms.xform_document import open_xform


def with_version(xform: bytes, version: str) -> bytes:
    """Return the XML with this version; raises XlsformError for texts that XML can't hold."""
    open_xform(xform)  # every limit and refusal of uploads
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    tree = etree.ElementTree(etree.fromstring(xform, parser))
    root = tree.find("{*}head/{*}model/{*}instance/*")
    if root is None:
        raise refuse(ProblemCode.XFORM_INCOMPLETE, element="instance")
    try:
        root.set(_version_attribute(root), version)
    except ValueError as error:
        raise refuse(ProblemCode.BAD_VERSION, value=ascii(version)) from error
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8")


def _version_attribute(root: etree._Element) -> str:
    """Return the attribute's name as this form writes it, with its namespace if it has one."""
    names = [str(name) for name in root.attrib]
    qualified = (name for name in names if name.endswith("}version"))
    return "version" if "version" in names else next(qualified, "version")
