"""Why the XML of a submission was refused, in words."""

from server.domain.xml_parsing import XmlFault
from server.problems import N_

REASONS = {
    XmlFault.TOO_LARGE: N_("it is larger than 10 MB"),
    XmlFault.TOO_MANY_ELEMENTS: N_("it has too many elements"),
    XmlFault.NOT_UTF_8: N_("it is not UTF-8"),
    XmlFault.NOT_WELL_FORMED: N_("it is not well-formed XML"),
    XmlFault.DOCTYPE: N_("it has a document type declaration"),
    XmlFault.NO_FORM_ID: N_("it does not say which form it belongs to"),
    XmlFault.SEVERAL_INSTANCE_IDS: N_("it has more than one instance ID"),
    XmlFault.ID_TOO_LONG: N_("an ID in it is longer than 300 characters"),
    XmlFault.ENCRYPTED_WITHOUT_INSTANCE_ID: N_("it is encrypted and has no instance ID"),
}
