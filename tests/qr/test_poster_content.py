"""What stands on posters and cards, as data."""

from qr.collect_settings import CollectSettings, settings_text
from qr.image import QrLevel, qr_path
from qr.poster import PosterCampaign, card_content, poster_content
from qr.poster_code import new_code, printed_code

CAMPAIGN = PosterCampaign(
    title="2026年职工满意度调查",
    text="请您用两分钟，说说在本企业工作的真实感受。",
    contact="0510-00000000",
    title_en="Worker satisfaction survey 2026",
)
CODE = new_code(bytes(range(16)))


def test_a_poster_tells_whom_it_asks_and_where_it_leads() -> None:
    poster = poster_content(
        CAMPAIGN,
        enterprise_name="示例纺织有限公司",
        code=CODE,
        place="食堂",
        public_base_url="https://concord.example.org",
    )

    assert poster.enterprise_name == "示例纺织有限公司"
    assert poster.code == printed_code(CODE)
    assert poster.url == f"https://concord.example.org/q/{CODE}"
    assert poster.qr == qr_path(f"HTTPS://CONCORD.EXAMPLE.ORG/Q/{CODE}", level=QrLevel.Q)
    assert (poster.campaign_title, poster.contact) == (CAMPAIGN.title, CAMPAIGN.contact)
    assert poster.is_test is False


def test_a_poster_for_this_computer_only_is_a_test() -> None:
    poster = poster_content(
        CAMPAIGN,
        enterprise_name="示例",
        code=CODE,
        place="",
        public_base_url="http://localhost:8000",
    )

    assert poster.is_test is True


def test_a_card_shows_no_token_but_in_its_code() -> None:
    settings = CollectSettings(
        server_url="https://concord.example.org/v1/key/abc/projects/1", project_name="核查"
    )

    card = card_content(
        settings, app_user="张一", areas=["甲镇", "乙街道"], server="concord.example.org"
    )

    assert card.qr == qr_path(settings_text(settings), level=QrLevel.L)
    assert (card.app_user, card.areas, card.project_name) == ("张一", "甲镇、乙街道", "核查")
    assert card.server == "concord.example.org"
