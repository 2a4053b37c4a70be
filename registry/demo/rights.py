"""What owners do with their invented patents: open-licence offers, licences, pledges, stock reviews."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from registry.demo.chance import day_between, stream, weighted
from registry.demo.enterprises import known
from registry.demo.model import Enterprise, Fee, Licence, Offer, Patent, Pledge, Review, Standing

OFFERS = 1207
ANNOUNCED = 31
REVIEWS = 214
_MODES = {"free": 27, "lump": 38, "instalment": 11, "sales": 9, "profit": 4, "entry": 11}
_LUMPS = (3000, 5000, 6000, 8000, 10000, 12000, 15000, 20000, 30000, 50000, 80000, 100000, 120000, 200000)
_BANKS = (
    "东浦湾银行股份有限公司威海分行",
    "威海环汀农村商业银行股份有限公司",
    "砾港银行股份有限公司威海高新支行",
    "威海临沚科技融资担保有限公司",
)
_UNITS = (
    "船舶与海洋工程学院",
    "材料科学与工程学院",
    "机电工程学院",
    "信息工程学院",
    "海洋生物与食品学院",
    "技术转移中心",
)
_WILLING = (
    ("许可", "转让"),
    ("许可",),
    ("转让",),
    ("作价入股", "许可"),
    ("自行产业化",),
    ("开放许可", "许可"),
)
_SCENARIOS = {
    "碳纤维及复合材料": "渔竿、无人机结构件等碳纤维管件的批量生产",
    "钓具渔具": "矶钓、路亚用竿轮的改进设计",
    "海洋装备": "深远海养殖网箱与养殖工船",
    "智能装备": "中小批量零件的自动上下料与检测",
    "医用高分子与器械": "一次性医用导管与输液器具",
    "打印设备": "便携式标签与票据打印",
    "电子信息": "海水养殖与冷链的在线监测",
    "海洋生物": "海参、牡蛎等海珍品精深加工",
    "节能环保": "海产加工废水处理与余热回收",
    "健康食品": "苹果、花生的精深加工",
}


def build_offers(today: date, patents: tuple[Patent, ...]) -> tuple[Offer, ...]:
    """Return the offers: those of the design pages, then the university's, the institute's and others'."""
    chance = stream("offers")
    entries = {entry["number"]: entry["offer"] for entry in known()["patent"] if "offer" in entry}
    shown = [_known_offer(patent, entries[patent.number]) for patent in patents if patent.number in entries]
    shown_numbers = {entry["number"] for entry in known()["patent"]}
    eligible = [p for p in patents if _may_be_offered(p, today) and p.number not in shown_numbers]
    chance.shuffle(eligible)
    eligible.sort(key=lambda p: p.owners[0].owner_type not in {"高校", "科研院所"})
    more = [_offer(patent, chance, today) for patent in eligible[: OFFERS - len(shown)]]
    return tuple(_announce(shown + more, today))


def _may_be_offered(patent: Patent, today: date) -> bool:
    if patent.granted is None or patent.granted > today - timedelta(days=120):
        return False
    if patent.owners[0].name == "威海拾浪碳纤维渔具有限公司":
        return False
    if patent.standing is Standing.EXPIRED:
        return False
    lapsed_since = patent.standing_on >= date(2023, 1, 1) and not patent.alive
    return lapsed_since or (patent.alive and patent.term_end > today + timedelta(days=400))


def _known_offer(patent: Patent, entry: Mapping[str, Any]) -> Offer:
    fee = Fee(
        entry["mode"],
        Decimal(entry.get("amount", 0)),
        Decimal(entry.get("rate", 0)),
        Decimal(entry.get("entry", 0)),
        entry.get("parts", 0),
    )
    return Offer(patent, fee, entry["declared"], entry["until"], entry.get("state", "已公告"), announced=True)


def _offer(patent: Patent, chance: random.Random, today: date) -> Offer:
    first = max(date(2022, 6, 1), (patent.granted or today) + timedelta(days=60))
    declared = day_between(chance, first, today - timedelta(days=30))
    years = chance.choice([2, 3, 3, 4, 5])
    until = min(date(today.year + years - 1, 12, 31), patent.term_end - timedelta(days=1))
    state = "已公告" if patent.alive else "专利权终止"
    if patent.alive and chance.random() < 0.03:
        state = "已撤回"
    area = "中国境内" if chance.random() < 0.9 else "山东省内"
    return Offer(patent, _fee(chance), declared, max(until, declared), state, announced=False, area=area)


def _fee(chance: random.Random) -> Fee:
    mode = weighted(chance, _MODES)
    amount = Decimal(chance.choice(_LUMPS))
    rate = Decimal(chance.choice(["1", "1.5", "2", "2.5", "3", "4", "5"]))
    match mode:
        case "lump":
            return Fee(mode, amount)
        case "instalment":
            return Fee(mode, amount, parts=chance.choice([2, 3, 4]))
        case "sales":
            return Fee(mode, rate=rate)
        case "profit":
            return Fee(mode, rate=rate * 3)
        case "entry":
            return Fee(mode, rate=rate, entry=Decimal(chance.choice(_LUMPS[:9])))
        case _:
            return Fee(mode)


def _announce(offers: list[Offer], today: date) -> list[Offer]:
    """Mark as many standing offers as announced by the gazette as the dashboard counts (31)."""
    found = [offer for offer in offers if offer.announced and offer.state == "已公告"]
    rest = [o for o in offers if not o.announced and o.state == "已公告" and o.declared >= date(2024, 1, 20)]
    numbers = {offer.patent.number for offer in (found + rest)[:ANNOUNCED] if offer.declared <= today}
    return [
        Offer(o.patent, o.fee, o.declared, o.until, o.state, o.patent.number in numbers, o.area)
        for o in offers
    ]


def build_licences(
    today: date, patents: tuple[Patent, ...], offers: tuple[Offer, ...], enterprises: tuple[Enterprise, ...]
) -> tuple[Licence, ...]:
    """Return the filed licences: ordinary ones under offers, other kinds on patents without an offer."""
    chance = stream("licences")
    names = [enterprise.name for enterprise in enterprises]
    shown = patents[0]
    rows = [
        (shown, "威海澄岬户外用品有限公司", "普通许可", date(2024, 4, 11)),
        (shown, "威海澜钩钓具有限公司", "普通许可", date(2024, 5, 6)),
        (_numbered(patents, "202129910263.9"), "威海澄岬户外用品有限公司", "普通许可", date(2024, 2, 27)),
    ]
    standing = [o for o in offers if o.state == "已公告" and o.patent.owners[0].owner_type != "个人"]
    for offer in chance.sample(standing, 58):
        day = day_between(chance, offer.declared + timedelta(days=20), today - timedelta(days=9))
        rows.append((offer.patent, chance.choice(names), "普通许可", min(day, today)))
    offered = {offer.patent.number for offer in offers}
    free = [p for p in patents if p.alive and p.number not in offered and len(p.owners) == 1]
    for patent in chance.sample(free, 35):
        day = day_between(chance, max(patent.granted or today, date(2021, 1, 4)), today - timedelta(days=20))
        kind = weighted(chance, {"独占许可": 48, "排他许可": 16, "普通许可": 36})
        rows.append((patent, chance.choice(names), kind, day))
    kept = [row for row in rows if row[1] != row[0].owners[0].name]
    return tuple(
        Licence(patent, f"X{day.year}990000{index:04d}", name, kind, day)
        for index, (patent, name, kind, day) in enumerate(kept, 101)
    )


def _numbered(patents: tuple[Patent, ...], number: str) -> Patent:
    return next(patent for patent in patents if patent.number == number)


def build_pledges(patents: tuple[Patent, ...], offers: tuple[Offer, ...]) -> tuple[Pledge, ...]:
    """Return pledge registrations of several patents each, none after 2024-04-30 (the last data received)."""
    chance = stream("pledges")
    offered = {offer.patent.number for offer in offers}
    by_owner: dict[str, list[Patent]] = {}
    for patent in patents:
        owner = patent.owners[0]
        own = patent.alive and owner.owner_type in {"企业", "国有企业"} and len(patent.owners) == 1
        if own and (patent.number not in offered or chance.random() < 0.04):
            by_owner.setdefault(owner.name, []).append(patent)
    firms = [name for name, owned in by_owner.items() if len(owned) >= 3]
    found: list[Pledge] = []
    for index, name in enumerate(chance.sample(sorted(firms), 34), 201):
        found += _registration(index, by_owner[name], chance)
    return tuple(found)


def _registration(index: int, owned: list[Patent], chance: random.Random) -> list[Pledge]:
    day = day_between(chance, date(2021, 3, 1), date(2024, 4, 30))
    chosen = [p for p in owned if p.granted and p.granted < day][: chance.randint(1, 5)]
    amount = chance.choice([200, 300, 500, 500, 800, 1000, 1500, 2000]) * 10_000
    released = day + timedelta(days=365) if day < date(2023, 3, 1) and chance.random() < 0.8 else None
    bank = chance.choice(_BANKS)
    number = f"Y{day.year}990000{index:04d}"
    return [Pledge(patent, number, bank, day, released, amount) for patent in chosen]


def build_reviews(patents: tuple[Patent, ...], offers: tuple[Offer, ...]) -> tuple[Review, ...]:
    """Return the university's stock reviews of patents granted by 2023-12-31 (存量专利盘点)."""
    chance = stream("reviews")
    offered = {offer.patent.number for offer in offers}
    held = [
        p for p in patents
        if p.owners[0].owner_type == "高校" and p.alive and p.granted and p.granted <= date(2023, 12, 31)
    ]  # fmt: skip
    return tuple(_review(patent, patent.number in offered, chance) for patent in held[:REVIEWS])


def _review(patent: Patent, offered: bool, chance: random.Random) -> Review:
    exploitation = weighted(chance, {"未实施": 70, "小试": 12, "中试": 8, "已许可": 6, "已产业化": 4})
    return Review(
        patent=patent,
        unit=chance.choice(_UNITS),
        funded=chance.random() < 0.63,
        exploitation=exploitation,
        willingness=("开放许可", *chance.choice(_WILLING)[:1]) if offered else chance.choice(_WILLING),
        maturity=weighted(chance, {"实验室阶段": 44, "小试": 26, "中试": 20, "可产业化": 10}),
        rating=weighted(chance, {"A": 12, "B": 38, "C": 40, "D": 10}),
        scenario=_SCENARIOS[patent.cluster],
        state=weighted(chance, {"已入库": 72, "单位审核": 14, "二级单位审核": 10, "退回": 4}),
    )
