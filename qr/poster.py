"""What stands on a poster and on an inspector's card, as data for whoever prints it.

Printed pages are for people here, so their fixed texts are Chinese with an English line below.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from qr.collect_settings import CollectSettings, settings_text
from qr.image import QrLevel, QrPath, qr_path
from qr.poster_code import is_loopback, poster_qr_text, poster_url, printed_code

POSTER_LEVEL = QrLevel.Q
"""A poster is scratched and rained on: a quarter of the code may be lost."""
CARD_LEVEL = QrLevel.L
"""As Collect and ODK Central do: the text is long, and the card is clean."""


@dataclass(frozen=True, slots=True)
class PosterTexts:
    """The fixed texts of a poster, each with its English line."""

    scan: str = "微信或浏览器扫码，无需登录"
    scan_en: str = "Scan with WeChat or any browser. No login, about two minutes."
    privacy: str = "匿名填写：不记录姓名、手机号和设备，企业看不到任何人的答卷"
    privacy_en: str = (
        "Anonymous. No name, phone number or device is recorded; your employer sees no answers."
    )
    code: str = "海报码"
    code_en: str = "Poster code"
    typed: str = "扫不了码？用浏览器打开"
    typed_en: str = "No scanner? Open"
    contact: str = "咨询电话"
    contact_en: str = "Questions"
    warning: str = "测试海报：地址只在本机有效，别的手机打不开，请勿张贴"
    warning_en: str = "Test poster. Its address works on this computer only. Do not put it up."


@dataclass(frozen=True, slots=True)
class PosterContent:
    """One poster: whose workers it asks, what it asks for, where it leads, whom to call."""

    enterprise_name: str
    campaign_title: str
    campaign_text: str
    code: str
    url: str
    contact: str
    place: str
    qr: QrPath
    is_test: bool
    campaign_title_en: str = ""
    authority: str = ""
    texts: PosterTexts = field(default=PosterTexts())


@dataclass(frozen=True, slots=True)
class PosterCampaign:
    """What all posters of a campaign share."""

    title: str
    text: str
    contact: str
    title_en: str = ""
    authority: str = ""


_EVERYWHERE = "全部区域 All areas"


@dataclass(frozen=True, slots=True)
class CardTexts:
    """The fixed texts of an inspector's card, each with its English line."""

    title: str = "ODK Collect 配置卡"
    title_en: str = "Settings card for ODK Collect"
    areas: str = "负责区域"
    areas_en: str = "Areas"
    steps: tuple[str, ...] = (
        "在手机上安装并打开 ODK Collect",
        "点“使用二维码配置”，对准上方二维码",
        "点“开始新表单”，看到表单后即可离线使用",
    )
    steps_en: str = "Install ODK Collect, tap Configure with QR code, and scan."
    warning: str = "测试卡：地址只在本机有效，手机打不开"
    warning_en: str = "Test card. Its address works on this computer only."
    keep: str = "此码即登录凭证：勿拍照、勿转发；遗失请立即报告管理员作废"
    keep_en: str = "This code is your login. Do not share it; report its loss at once."
    guide_title: str = "使用说明"
    guide_title_en: str = "How to use"
    guide: tuple[tuple[str, str], ...] = (
        ("安装并打开 ODK Collect", "Install ODK Collect and open it."),
        (
            "点“使用二维码配置”，扫描卡片正面的二维码",
            "Tap Configure with QR code and scan the code on the other side.",
        ),
        (
            "允许使用相机和位置；点“开始新表单”，无网络也能填写",
            "Allow camera and location. Tap Start new form; it works without a network.",
        ),
        (
            "填完点“完成”，有网络时自动发送；“准备发送”为空即已全部送达",
            "Finalize; it is sent when there is a network. Ready to send is empty: all arrived.",
        ),
        (
            "换新卡：先发送全部记录，再到设置中“使用二维码重新配置”",
            "New card: send everything first, then Settings, Reconfigure with QR code.",
        ),
    )
    app: str = "没有应用商店？用手机浏览器打开"
    app_en: str = "No app store? Open"
    sign_in: str = "扫不了码？输入"
    sign_in_en: str = "No scanner? Type"


@dataclass(frozen=True, slots=True)
class CardContent:
    """One settings card: of whom, for which areas of which project, and the code to scan."""

    app_user: str
    project_name: str
    areas: str
    server: str
    qr: QrPath
    is_test: bool = False
    app_url: str = ""
    """Where this server offers ODK Collect itself; empty when it does not."""
    sign_in: str = ""
    """Address, user name and password to type; empty unless whoever prints asked for them."""
    texts: CardTexts = field(default=CardTexts())


def poster_content(
    campaign: PosterCampaign,
    *,
    enterprise_name: str,
    code: str,
    place: str,
    public_base_url: str,
) -> PosterContent:
    """Return what stands on the poster with this code; a loopback address makes it a test."""
    return PosterContent(
        enterprise_name=enterprise_name,
        campaign_title=campaign.title,
        campaign_title_en=campaign.title_en,
        campaign_text=campaign.text,
        code=printed_code(code),
        url=poster_url(public_base_url, code),
        contact=campaign.contact,
        place=place,
        qr=qr_path(poster_qr_text(public_base_url, code), level=POSTER_LEVEL),
        is_test=is_loopback(public_base_url),
        authority=campaign.authority,
    )


def card_content(
    settings: CollectSettings,
    *,
    app_user: str,
    areas: Sequence[str],
    server: str,
    app_url: str = "",
) -> CardContent:
    """Return what stands on the card of an app user; `server` is shown without the token.

    Without areas it is the card of somebody who works in all of them.
    """
    return CardContent(
        app_user=app_user,
        project_name=settings.project_name,
        areas="、".join(areas) or _EVERYWHERE,
        server=server,
        qr=qr_path(settings_text(settings), level=CARD_LEVEL),
        is_test=is_loopback(settings.server_url),
        app_url=app_url,
    )
