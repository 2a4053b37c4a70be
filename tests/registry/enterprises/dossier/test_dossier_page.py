"""The file of one enterprise: what an officer sees of it on one page, and what visitors do not."""

import pytest

from registry.accounts.permissions import Role
from registry.settings import Settings
from tests.registry.accounts.entering import enter
from tests.registry.site.conftest import client_of, opened
from tests.registry.site.records import REEL, SHILANG_CODE, YANLI_CODE

pytestmark = pytest.mark.anyio
OWN, OTHER = f"/enterprises/{SHILANG_CODE}", f"/enterprises/{YANLI_CODE}"
SECTIONS = ("place", "high-value", "offers", "pledges", "projects", "timeline")


async def test_an_officer_sees_the_whole_file_and_visitors_the_public_page(district: Settings) -> None:
    async with opened(district) as app, client_of(app) as anyone, client_of(app) as officer:
        public = (await anyone.get(OWN)).text
        await enter(officer, Role.OFFICER)
        page, english = (await officer.get(OWN)).text, (await officer.get(f"/en{OWN}")).text
        dates = (await officer.get(f"{OWN}/timeline")).text
        pledged = (await officer.get(f"{OWN}/timeline?topic=pledges")).text
        beyond = await officer.get(f"{OWN}/timeline?page=900")
        unknown = await officer.get(f"{OWN}/timeline?topic=weather")
    assert [key for key in SECTIONS if f'id="{key}"' in public] == []
    assert [key for key in SECTIONS if f'id="{key}"' not in page] == []
    assert "战略性新兴产业" in page
    assert "Y2023990017" in page
    assert "High-value" in english
    assert REEL in dates
    for what in ("企业成立", "申请专利", "称号到期", "质押合同登记", "许可合同备案", "开放许可声明公告"):
        assert what in dates
    assert "质押解除" in pledged
    assert "企业成立" not in pledged
    assert "没有第 900 页" in beyond.text
    assert unknown.status_code == 400


async def test_a_township_sees_the_files_of_its_own_enterprises_only(district: Settings) -> None:
    async with opened(district) as app, client_of(app) as township:
        await enter(township, Role.TOWNSHIP_OFFICER)
        pages = [(await township.get(address)).text for address in (OWN, OTHER)]
        dates = [(await township.get(f"{address}/timeline")).status_code for address in (OWN, OTHER)]
    assert ['id="timeline"' in page for page in pages] == [True, False]
    assert dates == [200, 404]
