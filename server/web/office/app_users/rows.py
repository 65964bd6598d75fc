"""App users as pages show them: whether the phone works, its areas and forms, never its token."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from sqlmodel import Session

from server import clock
from server.problems import N_
from server.store.queries import app_users, areas, fetched_forms, forms, phone_arrivals
from server.store.queries.app_users import AppUserRow
from server.store.queries.fetched_forms import PhoneForm
from server.store.tables.app_users import AppUserToken

ACTIVE = ("good", N_("Active"))
REVOKED = ("bad", N_("Revoked"))


@dataclass(frozen=True, slots=True)
class PhoneRow:
    """An app user; without areas its phone gets the whole project."""

    id: int
    name: str
    state: tuple[str, str]
    """Tone and word."""
    area_ids: tuple[int, ...]
    area_names: tuple[str, ...]
    form_ids: tuple[str, ...]
    form_titles: tuple[str, ...]
    created_at: datetime
    last_used_at: datetime | None
    grace_until: datetime | None
    """Until when a token that was exchanged may still send."""
    offered_count: int = 0
    behind_count: int = 0
    """How many of the forms it is offered it has not fetched as they are published."""
    missing_count: int = 0
    """How many of its submissions lack files."""

    @property
    def is_active(self) -> bool:
        """Whether the phone gets forms."""
        return self.state == ACTIVE

    @property
    def versions(self) -> tuple[str, str] | None:
        """How up to date its forms are: tone and words; None when that is nothing to speak of."""
        if not self.is_active or self.last_used_at is None or not self.offered_count:
            return None
        if not self.behind_count:
            return ("good", gettext("up to date"))
        behind, all_forms = self.behind_count, self.offered_count
        return ("warn", gettext("%(behind)s of %(all)s behind", behind=behind, all=all_forms))

    @property
    def areas_text(self) -> str:
        """Its areas in words."""
        return "、".join(self.area_names) or str(gettext("Whole project"))


@dataclass(frozen=True, slots=True)
class _Known:
    offered: tuple[PhoneForm, ...]
    missing_count: int


def phone_rows(
    session: Session, project_id: int, found: Collection[AppUserRow]
) -> tuple[PhoneRow, ...]:
    """Return app users with what belongs to them, in their order."""
    ids = [row.app_user.id for row in found]
    tokens = app_users.list_tokens(session, ids)
    area_ids = app_users.list_area_ids(session, ids)
    form_ids = app_users.list_form_ids(session, ids)
    paths = areas.path_names(session, {one for some in area_ids.values() for one in some})
    titles = {
        form.form_id: version.title for form, version in forms.list_forms(session, project_id)
    }
    offered = fetched_forms.list_offered_to(session, ids)
    missing = phone_arrivals.count_missing(session, ids)
    return tuple(
        _row(
            row,
            tokens.get(row.app_user.id, ()),
            {one: paths[one][-1] for one in area_ids.get(row.app_user.id, ()) if one in paths},
            {one: titles.get(one, one) for one in form_ids.get(row.app_user.id, ())},
            _Known(offered.get(row.app_user.id, ()), missing.get(row.app_user.id, 0)),
        )
        for row in found
    )


def _row(
    row: AppUserRow,
    tokens: Sequence[AppUserToken],
    area_names: Mapping[int, str],
    form_titles: Mapping[str, str],
    known: _Known,
) -> PhoneRow:
    is_active = any(one.submit_only_until is None for one in tokens)
    now = clock.now()
    limits = [one.submit_only_until for one in tokens if one.submit_only_until is not None]
    ends = [one for one in limits if one > now]
    return PhoneRow(
        id=row.app_user.id,
        name=row.actor.display_name,
        state=ACTIVE if is_active else REVOKED,
        area_ids=tuple(area_names),
        area_names=tuple(area_names.values()),
        form_ids=tuple(form_titles),
        form_titles=tuple(form_titles.values()),
        created_at=row.actor.created_at,
        last_used_at=row.app_user.last_used_at,
        grace_until=max(ends, default=None),
        offered_count=len(known.offered),
        behind_count=sum(one.is_behind for one in known.offered),
        missing_count=known.missing_count,
    )
