"""Exports about licences: open-licence lists, declarations, gazette EE01 and PE01, stock reviews."""

from registry.demo.chance import stream
from registry.demo.exports import wording
from registry.demo.exports.table import Cell, Table, chinese, compact, dashed
from registry.demo.model import District, Offer, Patent, Standing

_SMALL_ONLY = 118
_SMALL = 430
_ENDINGS = {
    Standing.LAPSED: ("未缴年费专利权终止", "CF01"),
    Standing.EXPIRED: ("专利权有效期届满", "CX01"),
    Standing.INVALID: ("专利权全部无效", "IW01"),
    Standing.ABANDONED: ("专利权的主动放弃", "AV01"),
}


def _split(district: District) -> tuple[list[Offer], list[Offer]]:
    """Return the offers of the provincial list and those of the smaller web list; they overlap."""
    chance = stream("offer lists")
    offers = [offer for offer in district.offers if not offer.announced]
    chance.shuffle(offers)
    announced = [offer for offer in district.offers if offer.announced]
    return announced + offers[_SMALL_ONLY:], offers[:_SMALL]


def provincial_list(district: District) -> Table:
    """Return the open-licence list of the province in Chinese headers."""
    headers = [
        "序号", "专利号", "专利名称", "专利类型", "专利权人", "专利权人类型", "许可使用费支付方式",
        "许可使用费标准", "许可期限届满日", "许可地域范围", "声明公告日", "声明状态",
        "专利权人联系方式",
    ]  # fmt: skip
    rows = [_provincial_row(index, offer) for index, offer in enumerate(_split(district)[0], 1)]
    title = f"山东省专利开放许可信息（截至{chinese(district.today)}，演示数据）"
    return Table(headers, rows, [title])


def _provincial_row(index: int, offer: Offer) -> list[Cell]:
    patent = offer.patent
    return [
        index,
        f"ZL{patent.number}",
        patent.title,
        wording.KINDS[patent.kind],
        "；".join(wording.owner_names(patent)),
        patent.owners[0].owner_type,
        wording.MODES[offer.fee.mode],
        wording.fee_standard(offer.fee),
        dashed(offer.until),
        offer.area,
        dashed(offer.declared),
        offer.state,
        f"0631-990{1000 + index % 9000}",
    ]


def web_list(district: District) -> Table:
    """Return the web list with `patent_id` keys; one in nine fees is an older one and disagrees."""
    headers = [
        "patent_id",
        "patent_name",
        "patent_type",
        "patent_owner",
        "license_fee_type",
        "license_deadline",
    ]
    chance = stream("web list")
    rows: list[list[Cell]] = []
    for offer in _split(district)[1]:
        fee = offer.fee if chance.random() > 0.11 else chance.choice(district.offers).fee
        patent = offer.patent
        rows.append(
            [
                f"ZL{patent.number}",
                patent.title,
                wording.KINDS[patent.kind],
                "、".join(wording.owner_names(patent)),
                f"{wording.fee_standard(fee)}。",
                dashed(offer.until) if chance.random() < 0.8 else chinese(offer.until),
            ]
        )
    return Table(headers, rows)


def declarations(district: District) -> Table:
    """Return the declarations that the gazette announced (开放许可声明公告)."""
    headers = [
        "专利号", "专利名称", "专利权人", "声明公告日", "许可使用费支付方式", "许可使用费标准",
        "许可期限起始日", "许可期限届满日", "许可地域范围", "声明状态", "其他许可条件",
    ]  # fmt: skip
    condition = "普通许可，不得独占或者排他；提供工艺参数表，不含设备图纸"
    rows: list[list[Cell]] = [
        [
            f"ZL{o.patent.number}",
            o.patent.title,
            "；".join(wording.owner_names(o.patent)),
            dashed(o.declared),
            wording.MODES[o.fee.mode],
            wording.fee_standard(o.fee),
            dashed(o.declared),
            dashed(o.until),
            o.area,
            o.state,
            condition if o.patent.number == "202119903127.1" else "",
        ]
        for o in district.offers
        if o.announced
    ]
    return Table(headers, rows)


def licence_filings(district: District) -> Table:
    """Return the gazette's list of effective licence filings (EE01)."""
    headers = ["专利号", "合同备案号", "让与人", "受让人", "使用外观设计的产品名称", "许可种类", "备案日期"]
    rows: list[list[Cell]] = [
        [
            f"ZL{item.patent.number}",
            item.number,
            ";".join(wording.owner_names(item.patent)),
            item.licensee,
            item.patent.title if item.patent.kind == "3" else "",
            item.licence_kind,
            compact(item.filed_on),
        ]
        for item in district.licences
    ]
    return Table(headers, rows)


def pledge_filings(district: District) -> Table:
    """Return the gazette's list of effective pledge registrations (PE01), with the bank's amount."""
    headers = [
        "专利号",
        "登记号",
        "登记生效日",
        "出质人",
        "质权人",
        "使用外观设计的产品名称",
        "质押金额",
        "质押解除日",
    ]
    rows: list[list[Cell]] = [
        [
            f"ZL{item.patent.number}",
            item.number,
            dashed(item.registered),
            ";".join(wording.owner_names(item.patent)),
            item.pledgee,
            item.patent.title if item.patent.kind == "3" else "",
            f"{item.amount // 10_000}万元",
            dashed(item.released),
        ]
        for item in district.pledges
    ]
    return Table(headers, rows)


def stock_reviews(district: District) -> Table:
    """Return the university's register of idle patents for the revival programme (存量专利盘活)."""
    headers = [
        "序号", "专利号", "专利名称", "专利权人", "发明人", "授权公告日", "所属单位",
        "是否属于财政资助科研项目形成专利", "专利实施状态（含产业化）", "转化意愿（可接受的转化方式）",
        "技术成熟度", "专利价值分级自评", "应用场景（产业化前景）", "盘点状态",
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            index,
            _as_spreadsheet(item.patent.number),
            item.patent.title,
            "；".join(wording.owner_names(item.patent)),
            "；".join(item.patent.inventors),
            dashed(item.patent.granted),
            item.unit,
            "是" if item.funded else "否",
            item.exploitation,
            "、".join(item.willingness),
            item.maturity,
            item.rating,
            item.scenario,
            item.state,
        ]
        for index, item in enumerate(district.reviews, 1)
    ]
    return Table(headers, rows, ["东浦湾海洋工程学院存量专利盘点登记表（演示数据）"])


def _as_spreadsheet(number: str) -> Cell:
    """Return the number as a spreadsheet keeps it: what ends in `.0` has become a number without it."""
    return int(number[:12]) if number.endswith(".0") else number


def events(district: District) -> Table:
    """Return gazette events: what happened to the first patents of the design pages and to lapsed ones."""
    rows: list[list[Cell]] = []
    first = district.patents[0]
    rows += [
        [first.number, "2021-07-16", "公布", "", ""],
        [first.number, "2021-10-05", "实质审查的生效", "", ""],
        [first.number, "2022-08-12", "授权", "", ""],
        [
            first.number,
            "2023-11-20",
            "专利权人的姓名或者名称的变更",
            "CP01",
            "由威海拾浪渔具厂变更为威海拾浪碳纤维渔具有限公司",
        ],
        [first.number, "2024-03-15", "开放许可声明", "", "一次总付30000元"],
    ]
    for patent in district.patents:
        if district.sources[patent.number]:
            rows += _ends(patent)
    return Table(["申请号", "事件日期", "法律事件", "事件代码", "事务数据"], rows)


def _ends(patent: Patent) -> list[list[Cell]]:
    if patent.standing not in _ENDINGS:
        return []
    name, code = _ENDINGS[patent.standing]
    return [[patent.number, dashed(patent.standing_on), name, code, ""]]
