"""Which campaign and which version of a scheme a page of evaluations is about."""

from dataclasses import dataclass, replace

from flask import url_for
from sqlmodel import Session

from server.domain.schemes.described.assigned import ENTERPRISE
from server.domain.schemes.exact.values import Text
from server.domain.schemes.reading.compiled import CompiledScheme
from server.operations.assign_scheme import SUBJECT_KINDS
from server.operations.compiled_versions import compiled_version
from server.problems import NotFound
from server.store.queries import campaigns
from server.store.queries.scheme_places import Placed, list_placed
from server.store.row_key import stored
from server.store.tables.campaigns import Campaign
from server.web.office.evaluations.words import name_of
from server.web.office.frame import Place
from server.web.office.list_state import key_from
from server.web.office.subject_kinds import kind_from_address, kind_word


@dataclass(frozen=True, slots=True)
class Chosen:
    """A campaign with the versions that evaluate a kind of subject, and the one to look at."""

    campaign: Campaign
    campaigns: tuple[Campaign, ...]
    versions: tuple[tuple[int, str], ...]
    """Key and words of each version, once."""
    version_id: int
    scheme: CompiledScheme
    kind: str = ENTERPRISE
    kinds: tuple[str, ...] = (ENTERPRISE,)
    """All kinds of subjects that a scheme evaluates in the campaign."""

    @property
    def campaign_id(self) -> int:
        """Key of the campaign."""
        return stored(self.campaign.id)

    @property
    def kind_in_address(self) -> str | None:
        """The kind as an address names it; enterprises need no word."""
        return kind_word(self.kind)

    def url(self, name: str, place: Place, *, grade: str | None = None) -> str:
        """Return the address of a page about these evaluations, of the area that is open."""
        return url_for(
            f"office_evaluations.{name}",
            project_id=place.project_id,
            campaign=self.campaign_id,
            version=self.version_id,
            kind=self.kind_in_address,
            area=place.area_id,
            grade=grade,
        )


@dataclass(frozen=True, slots=True)
class NothingChosen:
    """Why there is nothing to look at: no campaign, or one without a scheme."""

    campaigns: tuple[Campaign, ...]
    campaign: Campaign | None = None


def chosen(session: Session, project_id: int) -> Chosen | NothingChosen:
    """Return what the address names, else the newest campaign that has a scheme."""
    known = campaigns.list_campaigns(session, project_id)
    wanted = key_from("campaign")
    if wanted is not None and all(one.id != wanted for one in known):
        raise NotFound
    placed = list_placed(session, project_id)
    for campaign in known:
        kinds = _kinds(placed, stored(campaign.id))
        kind = kind_from_address(kinds)
        versions = _versions(placed, kind).get(stored(campaign.id), ())
        if wanted in {None, campaign.id} and versions:
            found = _chosen(session, campaign, known, versions)
            return replace(found, kind=kind, kinds=kinds)
    return NothingChosen(known, next((one for one in known if one.id == wanted), None))


def get_chosen(session: Session, project_id: int) -> Chosen:
    """Return what the address names, else the newest; raises NotFound where there is nothing."""
    found = chosen(session, project_id)
    if isinstance(found, NothingChosen):
        raise NotFound
    return found


def versions_by_campaign(
    session: Session, project_id: int, kind: str = ENTERPRISE
) -> dict[int, tuple[tuple[int, str], ...]]:
    """Return the versions for a kind of subject by campaign, each once and with its words."""
    return _versions(list_placed(session, project_id), kind)


def _versions(placed: tuple[Placed, ...], kind: str) -> dict[int, tuple[tuple[int, str], ...]]:
    found: dict[int, dict[int, str]] = {}
    for row, scheme, version in placed:
        if row.subject_kind == kind:
            words = f"{name_of_scheme(scheme.name_zh, scheme.name_en)} · {version.version}"
            found.setdefault(row.campaign_id, {})[stored(version.id)] = words
    return {key: tuple(versions.items()) for key, versions in found.items()}


def _kinds(placed: tuple[Placed, ...], campaign_id: int) -> tuple[str, ...]:
    used = {row.subject_kind for row, _, _ in placed if row.campaign_id == campaign_id}
    return tuple(kind for kind in SUBJECT_KINDS if kind in used)


def name_of_scheme(zh: str, en: str) -> str:
    """Return the name of a scheme in the reader's language."""
    return name_of(Text(zh, en))


def _chosen(
    session: Session,
    campaign: Campaign,
    known: tuple[Campaign, ...],
    versions: tuple[tuple[int, str], ...],
) -> Chosen:
    wanted = key_from("version")
    keys = [key for key, _ in versions]
    if wanted is not None and wanted not in keys:
        raise NotFound
    version_id = keys[0] if wanted is None else wanted
    scheme = compiled_version(session, version_id).scheme
    return Chosen(campaign, known, versions, version_id, scheme)
