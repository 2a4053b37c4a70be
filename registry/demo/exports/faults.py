"""The deliberate faults of the demo files, so that their import reports have something to show.

Rows are numbered as a spreadsheet shows them. A fault of a key refuses its row; it stands in a row of its
own or in a row whose patent other files hold too, so nothing of the district is missing in the end.
"""

from collections.abc import Callable

from registry.demo.exports.table import Cell, Fault
from registry.demo.numbers import spoilt_check


def _scientific(_: str) -> Cell:
    return "2.02E+11"


def _other_ending(text: str) -> str:
    return text[:-1] + ("7" if text[-1] != "7" else "9")


def _floating(text: str) -> Cell:
    return f"{text[:-1]}{int(text[-1], 36) % 9}9999"


def _other_form(name: str) -> Cell:
    plain = name.replace("股份有限公司", "有限公司")
    return plain if plain != name else name.replace("有限公司", "股份有限公司")


def _twin(row: int, header: str, becomes: Cell | Callable[[str], Cell]) -> Fault:
    """Return a copy of the row above with another number; the right row stays."""
    return Fault(row, "", changes=((header, becomes),), key=True)


PLATFORM = (
    Fault(57, "申请号", "202119907741.8", key=True),
    Fault(112, "授权日", "2023年2月30日"),
    Fault(141, "申请号", "2.02E+11", key=True),
    Fault(208, "专利权人", ""),
    Fault(350, "", changes=(("许可费", "8万元/一次性"),)),
    Fault(611, "许可费", "-20000"),
    Fault(874, "许可费", "3%"),
    Fault(1102, "类型", "外观"),
    *(Fault(row, "申请号", spoilt_check, key=True) for row in (75, 225, 400, 575, 750, 925, 1100)),
    *(
        Fault(row, "授权日", day)
        for row, day in (
            (300, "2022-13-05"),
            (425, "2021/00/17"),
            (650, "待定"),
            (800, "20230431"),
            (1000, "1899-12-31"),
        )
    ),
    *(Fault(row, "专利权人", "") for row in (475, 825, 1200)),
    Fault(525, ""),
    Fault(1025, ""),
    Fault(975, "许可费", "面议价(见附件)"),
)
"""As on the design page: numbers, dates, owners, repeated rows, fees, a kind against its number."""

MISPRINTS: tuple[Callable[[str], str], ...] = (
    _other_ending,
    _other_ending,
    lambda code: f"{code[:10]}O{code[11:]}",
)
"""Wrong credit codes of three enterprises without a title; register and ledger copy the same mistake."""

REGISTER = (
    Fault(160, "成立日期", "2019-02-29"),
    Fault(204, "注册资本", "伍佰万元整"),
    Fault(251, "注册资本", "-800万元人民币"),
    Fault(302, ""),
    Fault(377, "成立日期", 40909),
)
CNIPA = (
    Fault(40, "申请日", "2023.02.30"),
    Fault(133, "法律状态", "权利状态待核"),
    Fault(310, "IPC分类号", "A01K8X/00"),
    Fault(388, "申请（专利权）人", ""),
    Fault(512, ""),
    Fault(777, "公开（公告）号", "CN99A"),
    Fault(901, "法律状态时间", "2022.11.31"),
    _twin(1100, "申请号", spoilt_check),
    _twin(1180, "申请号", spoilt_check),
    _twin(1250, "申请号", _scientific),
    _twin(1300, "申请号", "威海湄岬渔具科技有限公司"),
)
YEARLY = (
    Fault(66, "公开公告日", "2019-09-31"),
    Fault(420, "被引证次数", "十余次"),
    Fault(733, "统一社会信用代码", _other_ending),
    Fault(1011, "IPC主分类号", "C0 8J/24"),
    Fault(1500, ""),
    Fault(1888, "专利类型", "实用新形"),
    _twin(1600, "申请号", "2.0202E+12"),
    _twin(1700, "申请号", "2.0193E+12"),
    _twin(2000, "申请号", spoilt_check),
    _twin(2100, "申请号", spoilt_check),
)
INCOPAT = (
    Fault(90, "预估到期日", "2035-02-30"),
    Fault(222, "当前法律状态", "权属争议（内部标注）"),
    Fault(350, "权利要求数量", "8项左右"),
    _twin(500, "申请号", _floating),
)
PATSNAP = (
    Fault(120, "授权日", "2020-06-31"),
    Fault(333, "法律状态/事件", "状态未确认码997"),
    Fault(640, "LOC分类号", "33-12"),
    _twin(700, "申请号", "US17990123"),
    _twin(800, "申请号", spoilt_check),
)
LEDGER = (
    Fault(31, "授权时间", "2021/2/29"),
    Fault(95, "当前法律状态", "已缴费待查"),
    Fault(180, "公司名称", ""),
    Fault(266, ""),
    Fault(402, "申请时间", "43E+3"),
    _twin(500, "专利号", spoilt_check),
)
PROVINCIAL = (
    Fault(52, "许可期限届满日", "2027年6月31日"),
    Fault(149, "许可使用费标准", "-20000"),
    Fault(233, "许可使用费支付方式", "按实物折抵"),
    Fault(371, "专利类型", "外观"),
    Fault(480, ""),
    Fault(655, "声明公告日", "24年春"),
    _twin(700, "专利号", "威海舷栈医疗器械有限公司"),
    _twin(800, "专利号", "ZL202329990A3.1"),
)
WEB_LIST = (
    Fault(18, "license_deadline", "2025-09-31"),
    Fault(77, "license_fee_type", "3%"),
    Fault(205, "patent_owner", ""),
    _twin(300, "patent_id", "US9990123B2"),
    Fault(350, "patent_id", lambda text: f"{text[:6]} {text[6]} {text[7:]}"),
)
LOCAL_TITLES = (
    Fault(14, "统一社会信用代码", ""),
    Fault(45, "有效期止", "2025-06-31"),
    Fault(101, ""),
)
SPECIALISED = (Fault(20, "", changes=(("企业名称", _other_form),)),)
"""An enterprise twice, once under another legal form: the list has no codes, so the register holds it as two."""
LICENCES = (Fault(22, "许可种类", "独家代理"), Fault(60, "备案日期", "20240230"))
PLEDGES = (Fault(19, "质押金额", "-300万元"), Fault(48, "登记生效日", "2023-06-31"))
REVIEWS = (
    Fault(30, "是否属于财政资助科研项目形成专利", "部分"),
    Fault(77, "授权公告日", "2022-02-29"),
    Fault(140, "专利权人", ""),
)
