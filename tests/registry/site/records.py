"""The invented records of the district: enterprises, patents, offers, projects, and one sheet."""

from datetime import date
from decimal import Decimal
from typing import Any

from schemas.application_number import check_digit

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'
PHONE, CONTACT, PERSON = "0631-5200199", "许知夏", "林法人"
REEL = "202119903127"
SHILANG, YANLI = "威海拾浪碳纤维渔具有限公司", "威海衍力复合材料股份有限公司"
SHILANG_CODE, YANLI_CODE = "91371002MA99A00017", "91371002MA99A00025"
FORMER = "威海拾浪渔具厂"


def number(digits: str) -> str:
    """The canonical application number of twelve invented digits."""
    return f"{digits}.{check_digit(digits)}"


ENTERPRISES: list[dict[str, Any]] = [
    {
        "name": SHILANG,
        "credit_code": SHILANG_CODE,
        "former_names": [FORMER],
        "status": "存续",
        "township": "张村镇",
        "district": "环翠区",
        "city": "威海市",
        "province": "山东省",
        "cluster": "钓具渔具",
        "industry": "体育用品制造",
        "established_on": date(2009, 4, 16),
        "registered_capital": Decimal("12000000"),
        "legal_representative": PERSON,
        "contact": CONTACT,
        "phone": PHONE,
        "tags": ["重点培育", "2024 申报"],
        "business_scope": "渔具、碳纤维制品的研发、制造和销售；货物进出口。",
        "company_type": "有限责任公司",
    },
    {
        "name": YANLI,
        "credit_code": YANLI_CODE,
        "township": "羊亭镇",
        "district": "环翠区",
        "status": "存续",
        "cluster": "碳纤维及复合材料",
        "established_on": date(2012, 9, 3),
        "tags": [],
        "phone": PHONE,
    },
    {
        "name": "威海澜钩钓具有限公司",
        "township": "竹岛街道",
        "district": "环翠区",
        "cluster": "钓具渔具",
        "registration_number": "371002200099001",
    },
    {
        "name": "威海泊光智能装备有限公司",
        "credit_code": "91371002MA99A00041",
        "township": "嵩山街道",
        "district": "环翠区",
    },
    {"name": f"威海{HOSTILE}有限公司", "credit_code": "91371002MA99A0005X", "township": HOSTILE},
]

PATENTS: list[dict[str, Any]] = [
    {
        "application_number": number(REEL),
        "title": "一种碳纤维渔竿分段缠绕成型装置及其成型方法",
        "patent_type": "invention",
        "owners": [SHILANG],
        "owner_code": SHILANG_CODE,
        "owner_type": "enterprise",
        "inventors": ["周予安", "许知夏"],
        "applicants": [FORMER],
        "district": "环翠区",
        "abstract": "本发明公开一种碳纤维渔竿分段缠绕成型装置及其成型方法。"
        "装置包括机架、可更换芯轴、张力辊组、摆动布带头和分段控制器；"
        "分段控制器按竿体锥度将芯轴划分为若干工作段，并为每段设定缠绕角与铺层数。\n缠绕时相邻两段之间以过渡段连续变角，"
        "使竿体根部与梢部的铺层厚度平滑过渡，减少脱模后的打磨量。",
        "first_claim": "1. 一种碳纤维渔竿分段缠绕成型装置，其特征在于，包括机架（1）、"
        "转动设置于机架上的可更换芯轴（2）、"
        "沿芯轴轴向往复的摆动布带头（3）、位于放卷侧的张力辊组（4）以及分段控制器（5）。",
        "filing_date": date(2021, 3, 15),
        "publication_number": "CN199031270A",
        "publication_date": date(2021, 7, 16),
        "grant_number": "CN199031270B",
        "grant_date": date(2022, 8, 12),
        "ipc_main": "A01K 87/00",
        "ipc": ["A01K 87/00", "B29C 70/32"],
        "legal_status": "in_force",
        "legal_status_text": "专利权维持",
        "agency": "威海知渡知识产权代理事务所",
        "agents": ["孙代理"],
        "claim_count": 9,
        "cited_by_count": 3,
    },
    {
        "application_number": number("202019901846"),
        "title": "碳纤维预浸料卷制钓竿的张力闭环控制方法",
        "patent_type": "invention",
        "owners": [YANLI],
        "filing_date": date(2020, 2, 11),
        "grant_date": date(2023, 3, 21),
        "ipc_main": "B29C 70/32",
        "ipc": ["B29C 70/32"],
        "legal_status": "in_force",
        "abstract": "根据卷径与预浸料面密度实时修正放卷张力，所述张力的设定值随钓竿锥度按分段线性函数递减，"
        "当实测张力偏差连续三个采样周期超过 4% 时暂停卷制并报警。",
        "district": "环翠区",
    },
    {
        "application_number": number("202229907715"),
        "title": "可快拆的碳纤维路亚竿导环组件",
        "patent_type": "utility_model",
        "owners": ["东浦湾海洋工程学院"],
        "filing_date": date(2022, 6, 9),
        "grant_date": date(2022, 11, 29),
        "ipc_main": "A01K 87/04",
        "legal_status": "in_force",
        "abstract": "导环座与碳纤维竿体之间设开口弹性衬套，旋转四分之一圈即可拆下更换。",
    },
    {
        "application_number": number("202119905580"),
        "title": "碳纤维管材内壁分层缺陷的涡流检测方法",
        "patent_type": "invention",
        "owners": ["威海泊光智能装备有限公司"],
        "filing_date": date(2021, 5, 20),
        "grant_date": date(2023, 9, 5),
        "ipc_main": "G01N 27/90",
        "legal_status": "in_force",
    },
    {
        "application_number": number("202129910263"),
        "title": "海钓用碳纤维抄网杆的伸缩锁紧结构",
        "patent_type": "utility_model",
        "owners": ["威海澜钩钓具有限公司"],
        "filing_date": date(2021, 4, 8),
        "grant_date": date(2021, 12, 17),
        "ipc_main": "A01K 77/00",
        "legal_status": "fee_grace",
        "abstract": "在相邻两节碳纤维杆的重叠段设楔形锁块与回位簧，单手旋拧即可锁紧。",
    },
    {
        "application_number": number("201919904492"),
        "title": "渔竿表面用水性耐盐雾涂料及其制备方法",
        "patent_type": "invention",
        "owners": [YANLI, SHILANG],
        "filing_date": date(2019, 1, 30),
        "grant_date": date(2020, 10, 13),
        "ipc_main": "C09D 175/04",
        "legal_status": "lapsed_fee",
    },
    {
        "application_number": number("202339900417"),
        "title": "钓竿握把",
        "patent_type": "design",
        "owners": [FORMER],
        "filing_date": date(2023, 7, 3),
        "locarno": ["22-05"],
        "legal_status": "in_force",
        "grant_date": date(2023, 12, 1),
    },
    {
        "application_number": number("202419900888"),
        "title": f"一种{HOSTILE}处理方法",
        "patent_type": "invention",
        "owners": [HOSTILE],
        "abstract": HOSTILE,
        "filing_date": date(2024, 1, 8),
        "legal_status": "examination",
    },
]

OFFERS: list[tuple[str, dict[str, Any]]] = [
    (
        REEL,
        {
            "declaration": "2024-0117",
            "state": "announced",
            "declared_on": date(2024, 3, 15),
            "fee_mode": "lump_sum",
            "fee_amount": Decimal("30000"),
            "fee_currency": "CNY",
            "fee_text": "3万元/一次性",
            "licence_from": date(2024, 3, 15),
            "licence_to": date(2099, 3, 14),
            "area": "中国境内",
            "conditions": "提供工艺参数表，不含设备图纸",
            "contact": PHONE,
        },
    ),
    (
        "202019901846",
        {
            "state": "announced",
            "declared_on": date(2024, 2, 2),
            "fee_mode": "entry_plus_royalty",
            "fee_entry_amount": Decimal("10000"),
            "fee_rate": Decimal("2"),
            "fee_base": "net_sales",
            "licence_to": date(2099, 6, 30),
        },
    ),
    (
        "202229907715",
        {"state": "announced", "declared_on": date(2024, 1, 9), "fee_mode": "free", "fee_amount": Decimal(0)},
    ),
    (
        "202129910263",
        {
            "state": "planned",
            "fee_mode": "instalment",
            "fee_amount": Decimal("24000"),
            "licence_years": Decimal("3"),
        },
    ),
    ("201919904492", {"state": "withdrawn", "declared_on": date(2022, 4, 2)}),
]

PROJECTS: list[dict[str, Any]] = [
    {
        "number": "WHHC-2024-003",
        "title": "碳纤维渔具产业专利导航",
        "project_type": "industry",
        "level": "municipal",
        "agency": "知渡知识产权服务",
        "client": "环翠区市场监督管理局",
        "field": "碳纤维成型",
        "ipc": ["A01K 87", "B29C 70"],
        "cluster": "钓具渔具",
        "state": "accepted",
        "approved_on": date(2024, 1, 20),
        "accepted_on": date(2024, 6, 18),
        "summary": "梳理碳纤维渔竿成型、涂装和检测三个方向的全球专利布局，给出可许可专利清单和避让建议。",
    },
    {
        "title": "医用导管涂层研发专利导航",
        "project_type": "research",
        "agency": "知渡知识产权服务",
        "state": "running",
    },
]

SHEETS = [
    {
        "index": 0,
        "sheet": "专利清单",
        "header_row": 1,
        "profile": "platform_list",
        "kinds": ["patent", "offer"],
        "columns": [
            {
                "header": "申请号",
                "field": "patent.application_number",
                "confidence": 1.0,
                "basis": "profile",
                "sample": "202119903127.1",
            },
            {
                "header": "专利名称",
                "field": "patent.title",
                "confidence": 1.0,
                "basis": "profile",
                "sample": "一种海参分级输送带",
            },
            {
                "header": "许可费",
                "field": "offer.fee_text",
                "confidence": 0.7,
                "basis": "shape",
                "sample": "5万/年",
            },
            {
                "header": "联系方式",
                "field": "offer.contact",
                "confidence": 0.9,
                "basis": "alias",
                "sample": PHONE,
            },
            {"header": "备注", "field": None, "confidence": 0.0, "basis": "none", "sample": PHONE},
        ],
        "rows": {"read": 14, "blank": 1, "refused": 0, "repeated": 1},
    }
]
