"""Schemes and their versions as pages list them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext
from sqlmodel import Session

from server.i18n import reader_locale
from server.store.queries import schemes
from server.store.row_key import stored
from server.store.tables.schemes import Scheme, SchemeVersion
from server.web.office.dates import moment_text


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of a scheme: its text, and when it was published."""

    version_id: int
    version: str
    workbook_name: str
    published: str
    """Empty for a draft."""


@dataclass(frozen=True, slots=True)
class SchemeLine:
    """A scheme in a list."""

    slug: str
    name: str
    current: VersionRow | None
    draft: VersionRow | None
    version_count: int


def scheme_lines(session: Session, project_id: int) -> tuple[SchemeLine, ...]:
    """Return the schemes of a project with their newest version and draft."""
    found = schemes.list_schemes(session, project_id)
    versions = schemes.list_versions(session, [stored(one.id) for one in found])
    return tuple(_line(one, [row for row in versions if row.scheme_id == one.id]) for one in found)


def version_row(version: SchemeVersion) -> VersionRow:
    """Return a version as a page lists it."""
    return VersionRow(
        version_id=stored(version.id),
        version=version.version,
        workbook_name=version.workbook_name,
        published=moment_text(version.published_at) if version.published_at else "",
    )


def scheme_name(scheme: Scheme) -> str:
    """Return what a scheme is called, in the reader's language where it has a name in it."""
    is_chinese = reader_locale() == "zh_CN"
    first, other = (
        (scheme.name_zh, scheme.name_en) if is_chinese else (scheme.name_en, scheme.name_zh)
    )
    return first or other or scheme.slug


def version_word(version: SchemeVersion) -> str:
    """Return a version in a few words, such as `version 2` or `draft of version 3`."""
    if version.published_at is None:
        return str(gettext("draft of version %(version)s", version=version.version))
    return str(gettext("version %(version)s", version=version.version))


def _line(scheme: Scheme, versions: Sequence[SchemeVersion]) -> SchemeLine:
    rows = [version_row(one) for one in versions]
    return SchemeLine(
        slug=scheme.slug,
        name=scheme_name(scheme),
        current=next((one for one in rows if one.published), None),
        draft=next((one for one in rows if not one.published), None),
        version_count=sum(bool(one.published) for one in rows),
    )
