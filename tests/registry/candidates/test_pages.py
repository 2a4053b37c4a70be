"""The pages of candidates, as officers, reviewers and townships use them."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from registry.accounts.permissions import Role
from tests.registry.candidates.conftest import Desk
from tests.registry.candidates.office import HERE, NAMELESS, THERE

pytestmark = pytest.mark.anyio

SOON = (datetime.now(UTC) + timedelta(days=40)).date().isoformat()
ROUND = {"tier": "district_advantage", "title": "区级知识产权优势企业", "deadline": SOON, "quota": "2"}


async def test_an_officer_sets_up_a_round_tags_enterprises_and_sees_them(desk: Desk) -> None:
    async with desk(Role.OFFICER) as client:
        made = await client.post("/candidate-rounds", data={**ROUND, "name": "2026 年"})
        assert made.status_code == 303, made.text
        number = made.headers["location"].rsplit("/", 1)[1]
        form = await client.post("/candidates/new", data={"enterprise": [HERE, THERE, HERE, "nobody"]})
        assert form.status_code == 200
        assert form.text.count('name="enterprise"') == 3
        assert "登记簿里没有这家企业" in form.text
        asked = {"round": number, "reason": "发明多", "enterprise": [HERE, THERE]}
        done = await client.post("/candidates", data=asked)
        assert done.status_code == 303, done.text
        listed = await client.get(done.headers["location"])
        assert "威海拾浪碳纤维渔具有限公司" in listed.text
        assert "已标为候选的 2 家" in listed.text
        again = await client.post("/candidates", data={**asked, "enterprise": [HERE, NAMELESS, "nobody"]})
        assert again.status_code == 200
        assert [
            word in again.text for word in ("1 家已标为候选", "本轮已是候选", "登记簿里没有这家企业")
        ] == [True] * 3
        (one,) = re.findall(r'href="(/candidates/\d+)">威海衍力', listed.text)
        page = await client.get(one)
        assert "有效专利不少于 3 件" in page.text
        assert "发明多" in page.text
        for address in (
            "/candidates",
            one,
            "/candidate-rounds",
            f"/candidate-rounds/{number}",
            "/candidates/new",
        ):
            assert (await client.get(f"/en{address}")).status_code == 200
