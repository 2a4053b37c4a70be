"""Titles that are held: what ends soon, the figure of the plan, and reminders that come once."""

from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from registry.accounts.permissions import Role
from registry.accounts.scope import Scope
from registry.database.days import today as bureau_day
from registry.database.engine import RegistryEngine, transaction
from registry.database.operations import operation
from registry.enterprises.ladder.criteria import shipped_ladder
from registry.enterprises.ladder.holdings import HoldingQuery, holdings, plan_figure
from registry.enterprises.ladder.reminding import remind
from registry.settings import Settings
from tests.registry.accounts.entering import SAME_ORIGIN, make_people, sign_in
from tests.registry.site.conftest import open_site

pytestmark = pytest.mark.anyio
TODAY = date(2024, 6, 27)
LADDER = shipped_ladder()
ZHANGCUN = Scope(personal=False, townships=frozenset(["张村镇"]))


async def fill(day: date) -> None:
    """甲 (张村镇) and 乙 (羊亭镇) with titles that end 30, 31, 180 and -1 days from a day, one with a review, one cancelled."""
    rows = [
        ("甲", "高新技术企业", "high_tech", "national", "2021", day + timedelta(30), None),
        ("甲", "国家知识产权优势企业", "ip_advantage", "national", str(day.year - 3), None, None),
        ("乙", "专精特新中小企业", "specialised", "provincial", "2021", day + timedelta(31), None),
        ("乙", "国家知识产权示范企业", "ip_demonstration", "national", "2015", day - timedelta(1), None),
        ("乙", "瞪羚企业", "gazelle", "provincial", "2022", day + timedelta(180), None),
        ("乙", "国家知识产权优势企业", "ip_advantage", "national", "2022", day + timedelta(9), "已取消"),
    ]
    async with transaction() as database, operation("edit", "test"):
        await database.execute(
            "INSERT INTO enterprise (name, township) VALUES ('威海甲有限公司', '张村镇'), ('威海乙有限公司', '羊亭镇')"
        )
        await database.executemany(
            "INSERT INTO recognition (enterprise_id, title, title_kind, level, round, valid_to, status)"
            " SELECT id, $2, $3, $4, $5, $6, $7 FROM enterprise WHERE name = '威海' || $1 || '有限公司'",
            rows,
        )


@pytest.fixture
async def titled(database: RegistryEngine) -> None:
    await fill(TODAY)


async def listed(scope: Scope = Scope.system(), **asked: object) -> list[str]:  # noqa: B008  a constant
    rows = await holdings(scope, LADDER, HoldingQuery.model_validate(asked), TODAY)
    return [f"{one.name[2]} {one.title.title}" for one in rows.items]


async def test_titles_are_listed_by_their_nearest_deadline(titled: None) -> None:
    assert await listed() == [
        "甲 高新技术企业",
        "乙 专精特新中小企业",
        "乙 瞪羚企业",
        "甲 国家知识产权优势企业",
        "乙 国家知识产权示范企业",
    ]
    assert await listed(within="30") == ["甲 高新技术企业"]
    assert await listed(within="90") == ["甲 高新技术企业", "乙 专精特新中小企业"]
    assert await listed(within="180") == ["甲 高新技术企业", "乙 专精特新中小企业", "乙 瞪羚企业"]
    assert await listed(within="over") == ["乙 国家知识产权示范企业"]
    assert await listed(level="national", q="优势") == ["甲 国家知识产权优势企业"]
    assert await listed(plan=True) == ["甲 国家知识产权优势企业", "乙 国家知识产权示范企业"]
    assert await listed(ZHANGCUN) == ["甲 高新技术企业", "甲 国家知识产权优势企业"]
    assert await listed(Scope.public()) == []
    assert await listed(size=1, page=2) == ["乙 专精特新中小企业"]


async def test_the_plan_counts_enterprises_that_hold_a_national_title_and_those_that_ever_did(
    titled: None,
) -> None:
    figure = await plan_figure(Scope.system(), LADDER, TODAY)
    assert figure is not None
    assert (figure.holding, figure.ever, figure.plan.at_least) == (1, 2, 8)
    earlier = await plan_figure(Scope.system(), LADDER, TODAY - timedelta(1))
    assert earlier is not None
    assert earlier.holding == 2


def letters(settings: Settings) -> dict[str, str]:
    """The letters that were written, by whom they are to; they are taken away."""
    found = {}
    for path in sorted(settings.mail_folder.glob("*.eml")) if settings.mail_folder.exists() else []:
        letter = message_from_bytes(path.read_bytes(), policy=default)
        body = letter.get_body()
        assert body is not None
        found[str(letter["To"])] = body.get_content()
        path.unlink()
    return found


async def test_a_deadline_is_told_once_to_those_whom_it_concerns(settings: Settings, titled: None) -> None:
    assert await remind(settings, TODAY) == 0
    assert letters(settings) == {}
    await make_people(settings)
    assert await remind(settings, TODAY) == 2
    told = letters(settings)
    assert set(told) == {"officer@example.cn", "township@example.cn"}
    assert "威海甲有限公司" in told["officer@example.cn"]
    assert "威海乙有限公司" in told["officer@example.cn"]
    assert "威海乙有限公司" not in told["township@example.cn"]
    assert "瞪羚企业" not in told["officer@example.cn"]
    assert await remind(settings, TODAY + timedelta(1)) == 0
    assert letters(settings) == {}
    assert await remind(settings, TODAY + timedelta(90)) == 1
    assert "瞪羚企业" in letters(settings)["officer@example.cn"]
    async with transaction() as held:
        noted = await held.fetch(
            "SELECT due, mailed_at IS NOT NULL AS told FROM title_reminder ORDER BY on_day"
        )
    assert [tuple(row) for row in noted][:3] == [("expiry", True), ("expiry", True), ("expiry", True)]


async def test_no_letter_is_counted_as_sent_that_was_not(settings: Settings, titled: None) -> None:
    await make_people(settings)
    settings.mail_folder.parent.mkdir(parents=True, exist_ok=True)
    settings.mail_folder.write_text("in the way")
    assert await remind(settings, TODAY) == 0
    settings.mail_folder.unlink()
    assert await remind(settings, TODAY) == 2


async def test_officers_see_the_list_and_what_ends_soon_on_their_first_page(settings: Settings) -> None:
    async with open_site(settings) as client:
        await fill(bureau_day())
        public = await client.get("/")
        client.headers.update(SAME_ORIGIN)
        await make_people(settings)
        await sign_in(client, Role.TOWNSHIP_OFFICER)
        first, page = await client.get("/"), await client.get("/ladder/titles")
        english, none = await client.get("/en/ladder/titles"), await client.get("/ladder/titles?q=月球")
        wrong = await client.get("/ladder/titles?kind=galactic")
    assert "将到期或复核的称号" not in public.text
    assert "高新技术企业" in first.text
    assert "威海乙有限公司" not in first.text
    assert "国家级优势、示范企业现有 1 家" in page.text
    assert "30 天内" in page.text
    assert "威海乙有限公司" not in page.text
    assert "hold a national title" in english.text
    assert "没有称号符合筛选" in none.text
    assert wrong.status_code == 400
