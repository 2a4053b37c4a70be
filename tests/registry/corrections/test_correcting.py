"""An enterprise says what is wrong with its record; an officer accepts or declines with a word; nobody else may."""

from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar

from registry.accounts.permissions import Role
from registry.app import create_app
from registry.corrections.rules import State, refusal_of_answer, refusal_of_proposal
from registry.database.engine import transaction
from registry.imports import actions
from registry.imports.batches import Request
from registry.settings import Settings
from tests.registry.accounts.entering import PEOPLE
from tests.registry.imports.desk import Desk, fetch, silent, value
from tests.registry.imports.test_handing_in import browser

pytestmark = pytest.mark.anyio

OWN, OTHER = PEOPLE[Role.ENTERPRISE][2], "91371002MA3XH92T1B"
HEAD = ("企业名称", "统一社会信用代码", "所属镇街", "注册地址", "联系电话")
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
async def app(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Litestar]:
    made = create_app(settings)
    async with made.lifespan():
        desk = Desk(settings, tmp_path_factory.mktemp("exports"))
        rows = [
            ("威海甲渔具有限公司", OWN, "张村镇", "环翠区旧路 1 号", "0631-5550101"),
            ("威海乙渔具有限公司", OTHER, "孙家疃街道", "环翠区海滨路 2 号", "0631-5550102"),
        ]
        path = desk.write("企业.csv", HEAD, rows)
        await actions.import_file(settings, Request(path, path.name, "tester"), silent)
        yield made


PROPOSAL = {"field": "address", "proposed": "环翠区新路 9 号", "reason": "营业执照 2026-03-01 变更"}


async def test_what_an_enterprise_proposes_is_written_once_an_officer_accepts_it(app: Litestar) -> None:
    own = f"/enterprises/{OWN}/corrections"
    async with browser(app, Role.ENTERPRISE) as enterprise, browser(app, Role.OFFICER) as officer:
        assert (await enterprise.post(own, data=PROPOSAL)).status_code == 303
        assert await value("SELECT address FROM enterprise WHERE credit_code = $1", OWN) == "环翠区旧路 1 号"
        assert "环翠区新路 9 号" in (await officer.get("/corrections")).text
        decided = await officer.post(
            "/corrections/1/decide", data={"verdict": "accepted", "answer": "已核对"}
        )
        assert decided.status_code == 303
        assert await value("SELECT address FROM enterprise WHERE credit_code = $1", OWN) == "环翠区新路 9 号"
        assert "已核对" in (await enterprise.get(own)).text
        twice = await officer.post("/corrections/1/decide", data={"verdict": "declined", "answer": "晚了"})
        assert twice.status_code == 422
    rows = await fetch(
        "SELECT kind, actor, reason FROM operation WHERE kind IN ('propose', 'decide', 'edit') ORDER BY id"
    )
    assert [tuple(row) for row in rows] == [
        ("propose", "enterprise", PROPOSAL["reason"]),
        ("decide", "officer", "已核对"),
        ("edit", "officer", PROPOSAL["reason"]),
    ]


async def test_declining_needs_a_word_and_changes_nothing(app: Litestar) -> None:
    async with browser(app, Role.ENTERPRISE) as enterprise, browser(app, Role.OFFICER) as officer:
        await enterprise.post(f"/enterprises/{OWN}/corrections", data=PROPOSAL)
        silent_answer = await officer.post(
            "/corrections/1/decide", data={"verdict": "declined", "answer": " "}
        )
        assert silent_answer.status_code == 422
        assert "不采纳要写明理由" in silent_answer.text
        answer = {"verdict": "declined", "answer": "执照未变更"}
        assert (await officer.post("/corrections/1/decide", data=answer)).status_code == 303
        assert "执照未变更" in (await officer.get("/corrections?state=declined")).text
    assert await value("SELECT address FROM enterprise WHERE credit_code = $1", OWN) == "环翠区旧路 1 号"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({**PROPOSAL, "reason": " "}, "请写明依据"),
        ({**PROPOSAL, "field": "credit_code"}, "不能更正"),
        ({**PROPOSAL, "field": "origins"}, "不能更正"),
        ({**PROPOSAL, "field": "established_on", "proposed": "二月三十日"}, "日期"),
    ],
)
async def test_what_cannot_be_proposed_is_said_and_the_form_keeps_its_words(
    app: Litestar, form: dict[str, str], said: str
) -> None:
    async with browser(app, Role.ENTERPRISE) as enterprise:
        answer = await enterprise.post(f"/enterprises/{OWN}/corrections", data=form)
        assert answer.status_code == 422
        assert said in answer.text
        assert form["proposed"] in answer.text
    assert await value("SELECT count(*) FROM record_correction") == 0


async def test_one_proposal_a_field_waits_and_can_be_taken_back(app: Litestar) -> None:
    own = f"/enterprises/{OWN}/corrections"
    async with browser(app, Role.ENTERPRISE) as enterprise:
        await enterprise.post(own, data=PROPOSAL)
        again = await enterprise.post(own, data=PROPOSAL)
        assert again.status_code == 422
        assert "自己提的先撤回" in again.text
        assert (await enterprise.post("/corrections/1/withdraw")).status_code == 303
        assert (await enterprise.post(own, data=PROPOSAL)).status_code == 303


async def test_nobody_proposes_for_others_or_sees_what_they_proposed(app: Litestar) -> None:
    async with browser(app, Role.ENTERPRISE) as enterprise, browser(app, Role.TOWNSHIP_OFFICER) as township:
        other = f"/enterprises/{OTHER}/corrections"
        for client in (enterprise, township):
            assert (await client.get(other)).status_code == 404
            assert (await client.post(other, data=PROPOSAL)).status_code == 404
        await enterprise.post(f"/enterprises/{OWN}/corrections", data=PROPOSAL)
        seen = (await township.get(f"/enterprises/{OWN}/corrections")).text
        assert "营业执照" in seen
        assert "/corrections/1/withdraw" not in seen
        refused = await township.post("/corrections/1/withdraw")
        assert (refused.status_code, "只有提出人可以撤回" in refused.text) == (422, True)
        async with transaction() as connection:
            await connection.execute("UPDATE enterprise SET township = '崮山镇' WHERE credit_code = $1", OWN)
        assert (await township.post("/corrections/1/withdraw")).status_code == 404
    async with browser(app, Role.AGENCY) as agency:
        assert (await agency.get(f"/enterprises/{OWN}/corrections")).status_code == 404


async def test_what_is_typed_is_shown_as_text(app: Litestar) -> None:
    form = {"field": "address", "proposed": HOSTILE, "reason": HOSTILE}
    async with browser(app, Role.ENTERPRISE) as enterprise, browser(app, Role.OFFICER) as officer:
        await enterprise.post(f"/enterprises/{OWN}/corrections", data=form)
        pages: list[httpx.Response] = [
            await enterprise.get(f"/enterprises/{OWN}/corrections"),
            await officer.get("/corrections"),
        ]
        assert all("<img" not in page.text and "&lt;img" in page.text for page in pages)


def test_an_answer_is_a_decision_and_declining_needs_a_word() -> None:
    assert refusal_of_answer(State.ACCEPTED, "") is None
    assert refusal_of_answer(State.DECLINED, "不符") is None
    assert all(refusal_of_answer(target, "话") for target in ("", "proposed", "withdrawn", "x"))
    assert refusal_of_answer(State.DECLINED, " ")


def test_a_proposal_has_a_reason_and_an_end() -> None:
    assert refusal_of_proposal("", "依据") is None
    assert refusal_of_proposal("值", " ")
    assert refusal_of_proposal("长" * 2000, "据") is None
    assert refusal_of_proposal("长" * 2001, "据")
