"""What is exported can be imported again: nothing changes, here or in an empty register."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.accounts.scope import Scope
from registry.database.engine import open_database
from registry.imports import exporting
from registry.imports.kinds import KINDS
from registry.settings import Settings
from tests.conftest import Server
from tests.registry.imports.desk import Desk, contents, counts, number
from tests.registry.imports.test_enterprises import code

pytestmark = pytest.mark.anyio
FORMATS = ("csv", "xlsx", "jsonl", "parquet")

ENTERPRISES = {
    "企业名称": "enterprise.name",
    "代码": "enterprise.credit_code",
    "曾用名": "enterprise.former_names",
    "资本": "enterprise.registered_capital",
    "标签": "enterprise.tags",
    "成立": "enterprise.established_on",
    "电话": "enterprise.phone",
    "称号": "recognition.title",
    "批次": "recognition.round",
    "文号": "recognition.document_number",
}
PATENTS = {
    "号": "patent.application_number",
    "名称": "patent.title",
    "权利人": "patent.owners",
    "摘要": "patent.abstract",
    "申请日": "patent.filing_date",
    "状态": "patent.legal_status",
    "主分类": "patent.ipc_main",
    "声明": "offer.declaration",
    "费用": "offer.fee_amount",
    "方式": "offer.fee_mode",
    "条件": "offer.conditions",
    "届满": "offer.licence_to",
    "事件日": "event.event_date",
    "事件": "event.event_name",
    "质押号": "pledge.registration_number",
    "质权人": "pledge.pledgees",
    "质押金额": "pledge.amount",
    "备案号": "licence.record_number",
    "被许可人": "licence.licensees",
    "盘点": "stock_review.state",
    "意愿": "stock_review.willingness",
}
PROJECTS = {
    "编号": "project.number",
    "项目": "project.title",
    "类型": "project.project_type",
    "机构": "project.agency",
    "摘要": "project.summary",
}
AGENCIES = {"机构名称": "agency.name", "机构类型": "agency.agency_type", "地址": "agency.address"}


@pytest.fixture
def elsewhere(server: Server, tmp_path: Path) -> Iterator[Settings]:
    """Another, empty register."""
    made = server.make(tmp_path / "elsewhere")
    yield made
    server.drop(made)


async def fill(desk: Desk) -> None:
    """Records of every kind, with texts that spreadsheets and databases trip over."""
    enterprises = [
        {
            "企业名称": "=甲|乙有限公司",
            "代码": code(1),
            "曾用名": "旧甲;老甲",
            "资本": "12345678901.25",
            "标签": "链主;上市",
            "成立": "2001-02-03",
            "电话": "+86 631-1",
            "称号": "高新技术企业",
            "批次": "2023年",
            "文号": "=1+1",
        },
        {"企业名称": "@乙有限公司", "资本": "0.5", "电话": "-", "称号": "“专精特新”中小企业"},
        {"企业名称": "丙；有限公司", "代码": code(3)},
    ]
    patents = [
        {
            "号": number(1),
            "名称": '=HYPERLINK("x")',
            "权利人": "张三;李;四",
            "摘要": '第一行。"引号", 逗号\\N ' + "长" * 500,
            "申请日": "2020-01-02",
            "状态": "授权",
            "主分类": "G06F17/30",
            "声明": "SD-1",
            "费用": "5000",
            "方式": "一次总付",
            "条件": "-1 折",
            "届满": "2030-05-31",
            "事件日": "2021-06-07",
            "事件": "授权",
            "质押号": "Y2021",
            "质权人": "银行甲;银行乙",
            "质押金额": "1000000.10",
            "备案号": "X2020",
            "被许可人": "丁公司;戊公司",
            "盘点": "有效",
            "意愿": "转让;许可",
        },
        {
            "号": number(2),
            "名称": "'单引号",
            "权利人": "+甲",
            "声明": "",
            "费用": "0",
            "事件日": "2021-06-08",
            "事件": "质押登记",
            "质押号": "Y2022",
            "备案号": "",
            "被许可人": "己公司",
        },
        {"号": number(2), "声明": "SD-2", "方式": "免费"},
        {"号": number(3), "名称": "007", "权利人": "0012345", "申请日": "1985-04-01", "状态": "失效"},
    ]
    projects = [
        {"编号": "DH-1", "项目": "=导航", "类型": "产业", "机构": "示例机构", "摘要": "摘要"},
        {"项目": "无号项目"},
    ]
    agencies = [
        {"机构名称": "示例机构", "机构类型": "代理", "地址": "1-2号"},
        {"机构名称": "0123", "地址": "2020年1月"},
    ]
    for name, mapping, rows in (
        ("企业.csv", ENTERPRISES, enterprises),
        ("专利.csv", PATENTS, patents),
        ("项目.csv", PROJECTS, projects),
        ("机构.csv", AGENCIES, agencies),
    ):
        cells = [[row.get(header) for header in mapping] for row in rows]
        await desk.take(desk.write(name, list(mapping), cells), mapping=mapping)


async def export(desk: Desk, form: str) -> list[Path]:
    paths = []
    for kind in KINDS.values():
        path = desk.folder / f"{kind.name}.{form}"
        await exporting.export(kind, Scope.system(), form, path)
        paths.append(path)
    return paths


@pytest.mark.parametrize("form", FORMATS)
async def test_every_kind_comes_back_without_change(desk: Desk, form: str) -> None:
    await fill(desk)
    before = await contents()
    assert all(before.values()), "every kind is there"
    for path in await export(desk, form):
        outcome = await desk.take(path)
        assert outcome.nothing_new, (path.name, outcome.changes)
        assert set(counts(outcome)) == {"unchanged"}, (path.name, counts(outcome))
        assert outcome.report.profile == f"own_{path.stem}"
    assert await contents() == before


@pytest.mark.parametrize("form", FORMATS)
async def test_every_kind_makes_the_same_register_elsewhere(
    settings: Settings, elsewhere: Settings, tmp_path: Path, form: str
) -> None:
    async with open_database(settings):
        desk = Desk(settings, tmp_path / "here")
        await fill(desk)
        before, paths = await contents(), await export(desk, form)
    async with open_database(elsewhere):
        there = Desk(elsewhere, tmp_path / "there")
        for path in paths:
            assert (await there.take(path)).total("refused") == 0
        assert await contents() == before
