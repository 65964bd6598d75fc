"""Absolute addresses of forms and files, as phones are told them.

They start with the public address of the settings, never with what a request says, and carry the
caller's `/v1/key/<token>`, since Collect sends no other credentials with them. They name version
and hash, so that a publication between two requests of a phone never mixes versions.
"""

from dataclasses import dataclass
from urllib.parse import quote

from flask import request

from server.web.key_prefix import TOKEN_KEY
from server.web.state import state

BLANK_VERSION = "___"
"""What stands in an address for a blank version, as in ODK Central."""


@dataclass(frozen=True, slots=True)
class VersionAddresses:
    """Builds the addresses of one version, or of a draft, for one caller; percent-encoded ASCII.

    `lists` is where its entity lists are asked for.
    """

    root: str
    lists: str

    def form(self, md5: str) -> str:
        """Return the address of the XForm with these bytes."""
        return f"{self.root}/content/{md5}.xml"

    def manifest(self, md5: str) -> str:
        """Return the address of the manifest of the XForm with these bytes.

        A form may be deleted and made anew with the same version: its files are not those of this.
        """
        return f"{self.root}/{md5}/manifest"

    def file(self, md5: str, name: str) -> str:
        """Return the address of a file with these bytes."""
        return f"{self.root}/content/{md5}/{_segment(name)}"

    def entity_list(self, name: str) -> str:
        """Return the address of an entity list as CSV."""
        return f"{self.root}/attachments/{_segment(name)}"

    def integrity(self, list_name: str) -> str:
        """Return where a phone asks which entities of a list are deleted."""
        return f"{self.lists}/datasets/{_segment(list_name)}/integrity"


def version_addresses(project_id: int, form_id: str, version: str) -> VersionAddresses:
    """Return the addresses of a version for the caller of this request."""
    token = request.environ.get(TOKEN_KEY)
    key = "" if token is None else f"/key/{_segment(token)}"
    project = f"{state().settings.base_url}/v1{key}/projects/{project_id}"
    name = _segment(version or BLANK_VERSION)
    return VersionAddresses(f"{project}/forms/{_segment(form_id)}/versions/{name}", project)


def draft_address(project_id: int, form_id: str, token: str) -> str:
    """Return the address that a phone is told to try a draft."""
    base = state().settings.base_url
    return f"{base}/v1/test/{token}/projects/{project_id}/forms/{_segment(form_id)}/draft"


def _segment(text: str) -> str:
    return quote(text, safe="")
