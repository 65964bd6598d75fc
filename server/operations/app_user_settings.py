"""What an app user scans once to set up its phone: the settings QR code, and a printed card."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from exports.pdf_file import render_cards
from qr.collect_settings import BadCollectSettings, CollectSettings, settings_text
from qr.image import QrTextTooLong
from qr.poster import card_content
from qr.poster_code import is_loopback
from server.operations.create_app_user import AppUserWithToken
from server.problems import N_, NotPossibleNow
from server.store.queries import areas
from server.store.tables.projects import Project


@dataclass(frozen=True, slots=True)
class PhoneSettings:
    """The settings of one phone; `is_test`: its address opens on this computer only."""

    settings: CollectSettings
    app_user: str
    areas: tuple[str, ...]
    server: str
    is_test: bool

    @property
    def text(self) -> str:
        """The text of the QR code; raises NotPossibleNow when the names are too long for one."""
        try:
            return settings_text(self.settings)
        except BadCollectSettings as error:
            raise NotPossibleNow(reason=N_("the names are too long for a QR code")) from error


def phone_settings(
    session: Session, app_user: AppUserWithToken, *, public_base_url: str
) -> PhoneSettings:
    """Return the settings of an app user's phone; raises NotPossibleNow when it is revoked."""
    if app_user.token is None:
        raise NotPossibleNow(reason=N_("this app user is revoked; give it a new code first"))
    project_id = app_user.app_user.project_id
    project = session.get(Project, project_id)
    names = areas.path_names(session, app_user.area_ids)
    return PhoneSettings(
        settings=CollectSettings(
            server_url=f"{public_base_url}/v1/key/{app_user.token}/projects/{project_id}",
            project_name=project.name if project else "",
            username=app_user.actor.display_name,
        ),
        app_user=app_user.actor.display_name,
        areas=tuple(path[-1] for path in names.values()),
        server=public_base_url,
        is_test=is_loopback(public_base_url),
    )


def print_card(phone: PhoneSettings, *, made_at: datetime) -> bytes:
    """Return the card of an app user as a PDF; takes about a second."""
    try:
        card = card_content(
            phone.settings, app_user=phone.app_user, areas=phone.areas, server=phone.server
        )
    except (BadCollectSettings, QrTextTooLong) as error:
        raise NotPossibleNow(reason=N_("the names are too long for a QR code")) from error
    return render_cards([card], title=phone.app_user, made_at=made_at)
