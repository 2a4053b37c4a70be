"""Exports of the patent search platforms: CNIPA search, yearly database csv, incoPat, Patsnap."""

from datetime import date

from registry.demo.chance import stream
from registry.demo.exports import wording
from registry.demo.exports.table import Cell, Table, dashed, dotted, slashed
from registry.demo.model import District, Enterprise, Holder, Patent, Standing

CNIPA_HEADERS = [
    "专利名称", "申请号", "申请日", "公开（公告）号", "公开（公告）日", "IPC分类号",
    "外观设计洛迦诺分类号", "申请（专利权）人", "发明人", "优先权号", "优先权日", "申请人地址",
    "申请人邮编", "CPC分类号", "摘要", "代理机构", "代理人", "法律状态", "法律状态时间",
]  # fmt: skip
YEARLY_HEADERS = [
    "专利名称", "专利类型", "申请人", "申请号", "申请日", "公开公告号", "公开公告日", "授权公告号",
    "授权公告日", "申请人类型", "申请人地址", "申请人地区", "申请人城市", "申请人区县", "当前权利人",
    "当前专利权人地址", "专利权人类型", "统一社会信用代码", "发明人", "IPC分类号", "IPC主分类号",
    "摘要文本", "主权项内容", "引证次数", "被引证次数", "自引次数", "他引次数", "被自引次数",
    "被他引次数", "家族引证次数", "家族被引证次数",
]  # fmt: skip
INCOPAT_HEADERS = [
    "序号", "公开（公告）号", "公开（公告）日", "标题 (中文)", "摘要 (中文)", "申请号", "申请日",
    "授权公告日", "预估到期日", "首次公开日", "IPC主分类-小组", "IPC", "合享价值度", "引证次数",
    "被引证次数", "权利要求数量", "文献页数", "专利类型", "公开国别", "新兴产业分类", "申请人",
    "当前权利人", "发明人", "专利有效性", "当前法律状态", "专利寿命（月）", "工商统一社会信用代码",
    "中国申请人区县", "inpadoc同族个数",
]  # fmt: skip
PATSNAP_HEADERS = [
    "公开(公告)号", "申请号", "标题", "摘要", "申请日", "公开(公告)日", "授权日", "失效日", "专利类型",
    "受理局", "法律状态/事件", "简单法律状态", "当前申请(专利权)人", "原始申请(专利权)人",
    "当前申请(专利权)人类型", "当前申请(专利权)人区县", "当前申请(专利权)人地址", "发明人",
    "IPC主分类号", "IPC分类号", "LOC分类号", "战略新兴产业分类", "代理机构", "代理人", "权利要求数",
    "引用专利数量", "被引用专利数量", "简单同族国家/地区", "工商统一社会信用代码", "专利价值",
]  # fmt: skip
_HOLDERS = {"企业": "企业", "国有企业": "企业", "高校": "大专院校", "科研院所": "科研单位", "个人": "个人"}
_PATSNAP_HOLDERS = {
    "企业": "公司",
    "国有企业": "公司",
    "高校": "院校/研究所",
    "科研院所": "院校/研究所",
    "个人": "个人",
}
_DEAD = {Standing.LAPSED, Standing.EXPIRED, Standing.INVALID, Standing.ABANDONED}


def held_by(district: District, source: str) -> list[Patent]:
    """Return the patents that the export of one platform lists, in an order of its own."""
    found = [p for p in district.patents if source in district.sources[p.number]]
    stream(f"order of {source}").shuffle(found)
    return found


def district_of(holder: Holder) -> str:
    """Return 环翠区 for holders of the district, nothing for others."""
    return "环翠区" if holder.township else ""


def cnipa(district: District) -> Table:
    """Return the CNIPA search list; in a few dozen rows its status is older than elsewhere."""
    chance = stream("cnipa status")
    rows = []
    for patent in held_by(district, "cnipa"):
        stale = patent.standing is Standing.LAPSED and chance.random() < 0.12
        rows.append(_cnipa_row(patent, Standing.IN_FORCE if stale else patent.standing))
    return Table(list(CNIPA_HEADERS), rows)


def _cnipa_row(patent: Patent, standing: Standing) -> list[Cell]:
    number, day = wording.document(patent)
    since = patent.granted if standing is Standing.IN_FORCE else patent.standing_on
    return [
        patent.title,
        f"CN{patent.number}",
        dotted(patent.filed),
        number,
        day.replace("-", "."),
        wording.with_versions(patent),
        patent.locarno,
        ";".join(wording.applicant_names(patent)),
        ";".join(patent.inventors),
        "",
        "",
        f"264200 {patent.owners[0].address}",
        "264200",
        "",
        patent.abstract,
        patent.agency,
        ";".join(patent.agents),
        wording.CNIPA[standing],
        dotted(since),
    ]


def yearly(district: District) -> Table:
    """Return the yearly database csv: no legal status, the claim instead; it ends with the year before."""
    return Table(list(YEARLY_HEADERS), [_yearly_row(patent) for patent in held_by(district, "yearly")])


def _yearly_row(patent: Patent) -> list[Cell]:
    first = patent.owners[0]
    kind = "发明申请" if patent.kind in "18" and not patent.granted else wording.GRANT_KINDS[patent.kind]
    classes = list(patent.ipc) or [patent.locarno]
    cited = max(0, patent.cited - patent.cited // 3)
    return [
        patent.title,
        kind,
        ";".join(wording.applicant_names(patent)),
        f"CN{patent.number}",
        dashed(patent.filed),
        patent.publication or patent.grant,
        dashed(patent.published or patent.granted),
        patent.grant,
        dashed(patent.granted),
        _HOLDERS[first.owner_type],
        first.address,
        "山东省",
        "威海市",
        district_of(first),
        ";".join(wording.owner_names(patent)),
        first.address,
        _HOLDERS[first.owner_type],
        first.code,
        ";".join(patent.inventors),
        "; ".join(classes),
        classes[0],
        patent.abstract,
        patent.claim,
        patent.cites,
        cited,
        0,
        patent.cites,
        0,
        cited,
        patent.cites,
        cited,
    ]


def incopat(district: District) -> Table:
    """Return the incoPat list in its newer full-width layout, with a claim count that sometimes disagrees."""
    chance = stream("incopat")
    rows = [_incopat_row(n, p, chance.random()) for n, p in enumerate(held_by(district, "incopat"), 1)]
    return Table(list(INCOPAT_HEADERS), rows)


def _incopat_row(index: int, patent: Patent, lot: float) -> list[Cell]:
    number, day = wording.document(patent)
    simple, status = wording.PATSNAP[patent.standing]
    return [
        index,
        number,
        day,
        patent.title,
        patent.abstract,
        f"CN{patent.number}",
        dashed(patent.filed),
        dashed(patent.granted),
        dashed(patent.term_end) if patent.granted else "",
        dashed(patent.published or patent.granted),
        patent.ipc[0] if patent.ipc else "",
        "; ".join(patent.ipc),
        4 + int(lot * 6),
        patent.cites,
        patent.cited + (1 if lot < 0.2 else 0),
        patent.claims,
        6 + int(lot * 14),
        wording.GRANT_KINDS[patent.kind] if patent.granted else "发明申请",
        "中国",
        patent.strategic,
        "; ".join(wording.applicant_names(patent)),
        "; ".join(wording.owner_names(patent)),
        "; ".join(patent.inventors),
        simple,
        status,
        int(lot * 120),
        patent.owners[0].code,
        district_of(patent.owners[0]),
        1 + int(lot > 0.94),
    ]


def patsnap(district: District) -> Table:
    """Return the Patsnap list: values joined by `|`, and its header again where files were joined."""
    chance = stream("patsnap")
    rows = [_patsnap_row(patent, chance.random()) for patent in held_by(district, "patsnap")]
    rows.insert(500, list(PATSNAP_HEADERS))
    return Table(list(PATSNAP_HEADERS), rows)


def _patsnap_row(patent: Patent, lot: float) -> list[Cell]:
    number, day = wording.document(patent)
    simple, status = wording.PATSNAP[patent.standing]
    first = patent.owners[0]
    family = (
        "CN" if patent.kind not in "18" or lot > 0.06 else ("CN | US" if lot > 0.03 else "CN | US | JP | WO")
    )
    events = (
        f"{status} | 权利转移" if isinstance(first, Enterprise) and lot > 0.97 and patent.alive else status
    )
    return [
        number,
        f"CN{patent.number}",
        patent.title,
        patent.abstract,
        dashed(patent.filed),
        day,
        dashed(patent.granted),
        dashed(patent.standing_on) if patent.standing in _DEAD else "",
        wording.PATSNAP_KINDS[patent.kind] if patent.granted else "发明申请",
        "中国",
        events,
        simple,
        " | ".join(wording.owner_names(patent)),
        " | ".join(wording.applicant_names(patent)),
        _PATSNAP_HOLDERS[first.owner_type],
        district_of(first),
        first.address,
        " | ".join(patent.inventors),
        patent.ipc[0] if patent.ipc else "",
        " | ".join(patent.ipc),
        patent.locarno,
        patent.strategic,
        patent.agency,
        " | ".join(patent.agents),
        patent.claims,
        patent.cites,
        patent.cited,
        family,
        first.code,
        int(lot * 400_000),
    ]


def fee_ledger(district: District) -> Table:
    """Return the annual-fee ledger of agencies (企业年费台账); a spreadsheet took the `.0` off."""
    headers = [
        "公司名称",
        "专利名称",
        "专利类型",
        "专利号",
        "申请时间",
        "授权时间",
        "发明人",
        "当前法律状态",
        "最临近的一次缴纳年费截止日期",
    ]
    chance = stream("fee ledger")
    held = [
        p
        for p in district.patents
        if p.alive and p.owners[0].owner_type != "个人" and district.sources[p.number]
    ]
    rows: list[list[Cell]] = [
        [
            "、".join(wording.owner_names(p)),
            p.title,
            wording.KINDS[p.kind],
            p.number.removesuffix(".0"),
            slashed(p.filed),
            slashed(p.granted),
            "、".join(p.inventors),
            wording.CASE_FILE[p.standing],
            slashed(_next_due(p, district.today)),
        ]
        for p in chance.sample(held, 620)
    ]
    return Table(headers, rows)


def _next_due(patent: Patent, today: date) -> date:
    month_day = (patent.filed.month, min(patent.filed.day, 28))
    year = today.year if (today.month, today.day) <= month_day else today.year + 1
    return date(year, *month_day)


def case_files(district: District) -> Table:
    """Return case data in the keys of the CNIPA case system (cponline); the newest word on legal status."""
    headers = [
        "shenqingh", "zhuanlimc", "shenqingrxm", "zhuanlilx", "shenqingr", "anjianywzt", "gongkaiggh",
        "gongkaiggr", "shouquanggh", "shouquanggr", "zhufenlh",
    ]  # fmt: skip
    chance = stream("case files")
    held = [p for p in district.patents if district.sources[p.number]]
    rows: list[list[Cell]] = [
        [
            p.number.replace(".", ""),
            p.title,
            ",".join(wording.owner_names(p)),
            wording.KINDS[p.kind],
            dashed(p.filed),
            wording.CASE_FILE[p.standing],
            p.publication,
            dashed(p.published),
            p.grant,
            dashed(p.granted),
            p.ipc[0] if p.ipc else "",
        ]
        for p in chance.sample(held, 780)
    ]
    return Table(headers, rows)
