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
class Addresses:
    """Builds the addresses of one project for one caller; percent-encoded ASCII."""

    root: str

    def form(self, form_id: str, version: str, md5: str) -> str:
        """Return the address of the XForm of a version with these bytes."""
        return f"{self._version(form_id, version)}/content/{md5}.xml"

    def manifest(self, form_id: str, version: str, md5: str) -> str:
        """Return the address of the manifest of a version whose XForm has these bytes.

        A form may be deleted and made anew with the same version: its files are not those of this.
        """
        return f"{self._version(form_id, version)}/{md5}/manifest"

    def file(self, form_id: str, version: str, *, md5: str, name: str) -> str:
        """Return the address of a file of a version with these bytes."""
        return f"{self._version(form_id, version)}/content/{md5}/{_segment(name)}"

    def entity_list(self, form_id: str, version: str, name: str) -> str:
        """Return the address of an entity list as CSV."""
        return f"{self._version(form_id, version)}/attachments/{_segment(name)}"

    def integrity(self, list_name: str) -> str:
        """Return where a phone asks which entities of a list are deleted."""
        return f"{self.root}/datasets/{_segment(list_name)}/integrity"

    def _version(self, form_id: str, version: str) -> str:
        return (
            f"{self.root}/forms/{_segment(form_id)}/versions/{_segment(version or BLANK_VERSION)}"
        )


def addresses(project_id: int) -> Addresses:
    """Return the addresses for the caller of this request."""
    token = request.environ.get(TOKEN_KEY)
    key = "" if token is None else f"/key/{_segment(token)}"
    return Addresses(f"{state().settings.base_url}/v1{key}/projects/{project_id}")


def _segment(text: str) -> str:
    return quote(text, safe="")
