"""Exports about enterprises: business register, bureau's ledger, titles, navigation projects."""

from registry.demo.chance import stream
from registry.demo.exports import faults
from registry.demo.exports.table import Cell, Table, chinese, dashed, slashed
from registry.demo.model import District, Enterprise, Recognition

_LEVELS = {"国家": "国家级", "省": "省级", "市": "市级", "区": "区级"}


def business_register(district: District) -> Table:
    """Return the business register extract of the district, with two title rows (企业登记信息)."""
    headers = [
        "企业名称", "统一社会信用代码", "经营状态", "公司类型", "成立日期", "法定代表人", "注册资本",
        "实缴资本", "营业期限", "登记机关", "所属省份", "所属城市", "所属区县", "所属行业", "曾用名",
        "企业地址", "经营范围",
    ]  # fmt: skip
    chance = stream("register order")
    enterprises = list(district.enterprises)
    chance.shuffle(enterprises)
    titles = [
        "威海市环翠区企业登记信息（演示数据，均为虚构）",
        f"导出日期：{chinese(district.today)}　共{len(enterprises)}家",
    ]
    codes = printed_codes(district)
    return Table(headers, [_register_row(e, codes[e.name]) for e in enterprises], titles)


def printed_codes(district: District) -> dict[str, str]:
    """Return the credit code of each enterprise as register and ledger print it, three of them wrong."""
    titled = {item.enterprise.name for item in district.recognitions}
    plain = [e for e in district.enterprises if e.name not in titled]
    codes = {e.name: e.code for e in district.enterprises}
    for enterprise, misprint in zip(plain[20:], faults.MISPRINTS, strict=False):
        codes[enterprise.name] = misprint(enterprise.code)
    return codes


def _register_row(enterprise: Enterprise, code: str) -> list[Cell]:
    return [
        enterprise.name,
        code,
        enterprise.status,
        enterprise.company_type,
        dashed(enterprise.established),
        enterprise.representative,
        f"{enterprise.capital}万元人民币",
        f"{enterprise.paid_in}万元人民币",
        f"{enterprise.established}至无固定期限",
        "威海市环翠区市场监督管理局",
        "山东省",
        "威海市",
        "环翠区",
        enterprise.industry,
        "；".join(enterprise.former_names) or "-",
        enterprise.address,
        enterprise.scope,
    ]


def bureau_ledger(district: District) -> Table:
    """Return the bureau's own ledger: township, cluster, size, tags, ISO 56005 level, contact."""
    headers = [
        "企业名称",
        "统一社会信用代码",
        "镇街",
        "产业集群",
        "企业规模",
        "标签",
        "ISO 56005 等级",
        "联系人",
        "联系电话",
    ]
    codes = printed_codes(district)
    rows: list[list[Cell]] = [
        [
            e.name,
            codes[e.name],
            e.township,
            e.cluster,
            e.size,
            "、".join(e.tags),
            e.iso_level,
            e.contact,
            e.phone,
        ]
        for e in district.enterprises
    ]
    return Table(headers, rows, ["环翠区知识产权企业培育台账（演示数据）"])


def _with(district: District, *titles: str) -> list[Recognition]:
    return [item for item in district.recognitions if item.title in titles]


def national_titles(district: District) -> Table:
    """Return the list of national advantage and demonstration enterprises, with two title rows."""
    headers = ["序号", "企业名称", "地市", "称号", "批次", "认定文号", "有效期起", "有效期止"]
    found = _with(district, "国家知识产权优势企业", "国家知识产权示范企业")
    rows: list[list[Cell]] = [
        [index, r.enterprise.name, "威海市", r.title, r.batch, r.document, dashed(r.start), dashed(r.end)]
        for index, r in enumerate(found, 1)
    ]
    return Table(headers, rows, ["附件", "国家知识产权优势企业和示范企业名单（演示数据）"])


def local_titles(district: District) -> Table:
    """Return the titles of province, city and district as one csv."""
    headers = [
        "企业名称",
        "统一社会信用代码",
        "称号",
        "级别",
        "批次",
        "认定文号",
        "有效期起",
        "有效期止",
        "复核年度",
    ]
    found = [r for r in district.recognitions if "知识产权" in r.title and r.level != "国家"]
    rows: list[list[Cell]] = [
        [
            r.enterprise.name,
            r.enterprise.code,
            r.title,
            _LEVELS[r.level],
            r.batch,
            r.document,
            dashed(r.start),
            dashed(r.end),
            r.start.year + 3,
        ]
        for r in found
    ]
    return Table(headers, rows)


def specialised(district: District, title: str, heading: str) -> Table:
    """Return one list of 专精特新 enterprises; the title stands in the heading and in a column."""
    headers = ["序号", "企业名称", "区市", "称号", "批次", "认定文号", "有效期起", "有效期至"]
    rows: list[list[Cell]] = [
        [index, r.enterprise.name, "环翠区", r.title, r.batch, r.document, slashed(r.start), slashed(r.end)]
        for index, r in enumerate(_with(district, title), 1)
    ]
    return Table(headers, rows, [heading])


def high_technology(district: District) -> Table:
    """Return the high-technology enterprises as a web service gives them."""
    headers = ["企业名称", "统一社会信用代码", "证书编号", "批次", "认定文号", "发证日期", "有效期至"]
    rows: list[list[Cell]] = [
        [
            r.enterprise.name,
            r.enterprise.code,
            r.certificate,
            r.batch,
            r.document,
            dashed(r.start),
            dashed(r.end),
        ]
        for r in _with(district, "高新技术企业")
    ]
    return Table(headers, rows)


def navigation(district: District) -> Table:
    """Return the navigation projects with agency and client."""
    headers = [
        "项目编号", "项目名称", "导航类型", "项目级别", "承担机构", "委托单位", "技术领域", "IPC范围",
        "产业集群", "项目状态", "立项日期", "验收日期", "平台备案号", "项目简介",
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            p.number,
            p.title,
            p.project_type,
            _LEVELS[p.level],
            p.agency,
            p.client,
            p.field,
            "；".join(p.ipc),
            p.cluster,
            p.state,
            dashed(p.approved),
            dashed(p.accepted),
            p.filing,
            p.summary,
        ]
        for p in district.projects
    ]
    return Table(headers, rows)
