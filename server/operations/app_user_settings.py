"""What an app user scans once to set up its phone: the settings QR code, and a printed card."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from exports.pdf_file import render_card
from qr.collect_settings import BadCollectSettings, CollectSettings, settings_text
from qr.image import QrTextTooLong
from qr.poster import CardContent, card_content
from qr.poster_code import is_loopback
from server.keys import TokenBox
from server.operations.admin_password import current_password
from server.operations.create_app_user import AppUserWithToken
from server.operations.device_password import DevicePassword
from server.problems import N_, NotPossibleNow
from server.store.queries import areas, collect_apps
from server.store.queries.audits import By
from server.store.tables.projects import Project

APP_PATH = "/app"
"""The public page where this server offers ODK Collect, when an administrator lets it."""


@dataclass(frozen=True, slots=True)
class CodePlan:
    """What all settings codes of a project share."""

    project_name: str
    is_managed: bool
    admin_password: str = ""
    language: str = "zh"
    is_app_offered: bool = False

    def app_url(self, public_base_url: str) -> str:
        """Return where this server offers ODK Collect; empty when it does not."""
        return f"{public_base_url}{APP_PATH}" if self.is_app_offered else ""


@dataclass(frozen=True, slots=True)
class PhoneSettings:
    """The settings of one phone; `is_test`: its address opens on this computer only."""

    settings: CollectSettings
    app_user: str
    areas: tuple[str, ...]
    server: str
    is_test: bool
    app_url: str = ""
    device: DevicePassword | None = None
    """Printed beside the code, where whoever prints asked for it."""

    @property
    def sign_in_url(self) -> str:
        """The address that is typed into Collect beside user name and password."""
        token = self.settings.server_url.partition("/v1/key/")[2].partition("/")[0]
        return self.settings.server_url.replace(f"/key/{token}", "", 1) if token else ""

    @property
    def text(self) -> str:
        """The text of the QR code; raises NotPossibleNow when the names are too long for one."""
        try:
            return settings_text(self.settings)
        except BadCollectSettings as error:
            raise NotPossibleNow(reason=N_("the names are too long for a QR code")) from error


def phone_settings(
    session: Session, app_user: AppUserWithToken, codes: CodePlan, *, public_base_url: str
) -> PhoneSettings:
    """Return the settings of an app user's phone; raises NotPossibleNow when it is revoked."""
    if app_user.token is None:
        raise NotPossibleNow(reason=N_("this app user is revoked; give it a new code first"))
    address = f"{public_base_url}/v1/key/{app_user.token}/projects/{app_user.app_user.project_id}"
    return _settings(session, app_user, codes, address, public_base_url)


def sign_in_settings(
    session: Session,
    app_user: AppUserWithToken,
    device: DevicePassword,
    codes: CodePlan,
    *,
    public_base_url: str,
) -> PhoneSettings:
    """Return the settings of a phone that signs in with user name and password."""
    address = f"{public_base_url}/v1/projects/{app_user.app_user.project_id}"
    phone = _settings(session, app_user, codes, address, public_base_url)
    settings = replace(
        phone.settings, sign_in_name=device.user_name, sign_in_password=device.password
    )
    return replace(phone, settings=settings)


def _settings(
    session: Session,
    app_user: AppUserWithToken,
    codes: CodePlan,
    address: str,
    public_base_url: str,
) -> PhoneSettings:
    names = areas.path_names(session, app_user.area_ids)
    name = app_user.actor.display_name
    return PhoneSettings(
        settings=CollectSettings(
            server_url=address,
            project_name=codes.project_name,
            username=name,
            is_managed=codes.is_managed,
            admin_password=codes.admin_password,
            language=codes.language,
        ),
        app_user=name,
        areas=tuple(path[-1] for path in names.values()),
        server=public_base_url,
        is_test=is_loopback(public_base_url),
        app_url=codes.app_url(public_base_url),
    )


def plan_codes(
    session: Session, by: By, tokens: TokenBox, project_id: int, *, is_managed: bool
) -> CodePlan:
    """Return what all codes of a project share; the first managed one makes the admin password."""
    project = session.get(Project, project_id)
    locale = project.locale if project else "zh_CN"
    return CodePlan(
        project_name=project.name if project else "",
        is_managed=is_managed,
        admin_password=current_password(session, by, tokens, project_id) if is_managed else "",
        language="zh" if locale.startswith("zh") else "en",
        is_app_offered=collect_apps.find_offered(session) is not None,
    )


def card_of(phone: PhoneSettings) -> CardContent:
    """Return what stands on the card of an app user; takes milliseconds for its QR code.

    Raises NotPossibleNow when the names are too long for a code.
    """
    device = phone.device
    try:
        card = card_content(
            phone.settings,
            app_user=phone.app_user,
            areas=phone.areas,
            server=phone.server,
            app_url=phone.app_url,
        )
    except (BadCollectSettings, QrTextTooLong) as error:
        raise NotPossibleNow(reason=N_("the names are too long for a QR code")) from error
    if device is None:
        return card
    return replace(card, sign_in=f"{phone.sign_in_url}  {device.user_name}  {device.password}")


def print_card(phone: PhoneSettings, *, made_at: datetime) -> bytes:
    """Return the card of an app user as a PDF; takes about a second."""
    return render_card(card_of(phone), title=phone.app_user, made_at=made_at)
