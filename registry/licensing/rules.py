"""What stands in the way of an open licence (专利开放许可), article by article: pure functions.

Patent Law 专利法 (2020) arts. 50 to 51, Implementing Rules 专利法实施细则 (2023) arts. 85 to 86. A check has three answers
beside "does not apply": met, missing, and unknown where the register does not hold what would decide it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from registry.site.texts import Text, marked
from schemas.fees import FeeMode
from schemas.legal_status import LegalStatus
from schemas.licence_kind import LicenceKind
from schemas.patent_type import PatentType
from schemas.terms import anniversary

Record = Mapping[str, Any]


class Outcome(StrEnum):
    """The answer of a check."""

    MET = "met"
    MISSING = "missing"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "na"


@dataclass(frozen=True, slots=True)
class Check:
    """One condition, the answer, the article it comes from, and what the answer rests on."""

    statement: str
    outcome: Outcome
    article: str
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What the register holds on a patent. `ends_on`: end of its term (期限届满日). `known_to`: by kind of record
    (licence, pledge) the day of the latest one imported, which is how far the register knows of them."""

    patent: Record
    today: date
    ends_on: date | None = None
    offer: Record | None = None
    licences: Sequence[Record] = ()
    pledges: Sequence[Record] = ()
    events: Sequence[Record] = ()
    known_to: Mapping[str, date | None] = field(default_factory=dict)

    @property
    def status(self) -> LegalStatus | None:
        """The legal status; None where it is not known."""
        status = LegalStatus.named(self.patent["legal_status"])
        return None if status is LegalStatus.UNKNOWN else status

    @property
    def kind(self) -> PatentType | None:
        """发明, 实用新型 or 外观设计; None where it is not known."""
        return PatentType.named(self.patent["patent_type"])


def checks(situation: Situation) -> list[Check]:
    """Every condition in the order of the law; those of a declaration only where there is one."""
    rules = [*_OF_PATENT, *(_OF_OFFER if situation.offer else ())]
    return [rule(situation) for rule in rules]


_ENDED_NOTES = {
    LegalStatus.LAPSED_FEE: marked("未缴年费，专利权已终止。"),
    LegalStatus.EXPIRED: marked("专利权期限已届满。"),
    LegalStatus.INVALIDATED: marked("专利权已被宣告全部无效。"),
    LegalStatus.ABANDONED: marked("专利权已放弃。"),
    LegalStatus.RESTORABLE: marked("专利权已终止，尚可请求恢复。"),
}


def in_force(situation: Situation) -> Check:
    """Only after the grant has been announced (细则 85), and while the right lasts (专利法 42, 44)."""
    outcome, note = _in_force(situation)
    return Check(marked("专利权已授权公告，且在有效期内"), outcome, marked("实施细则第八十五条"), note)


def _in_force(situation: Situation) -> tuple[Outcome, Text | None]:
    over = _over_by_date(situation)
    if over:
        return Outcome.MISSING, over
    status = situation.status
    if status is None:
        return Outcome.UNKNOWN, Text(marked("导入的数据里没有法律状态，请核对专利登记簿副本。"))
    if status is LegalStatus.PARTLY_INVALID:
        return Outcome.UNKNOWN, Text(marked("部分无效，请核对维持有效的权利要求。"))
    if status.granted_and_alive:
        return Outcome.MET, _as_of(situation)
    ended = _ENDED_NOTES.get(status, marked("专利权或申请已失效。"))
    return Outcome.MISSING, Text(ended if status.ended else marked("尚未授权公告。"))


def _over_by_date(situation: Situation) -> Text | None:
    lapsed, ends, today = situation.patent["lapse_date"], situation.ends_on, situation.today
    if lapsed and lapsed <= today:
        return Text(marked("专利权于 %(day)s 失效。"), {"day": lapsed})
    if ends and ends < today:
        return Text(marked("保护期于 %(day)s 届满。"), {"day": ends})
    return None


def _as_of(situation: Situation) -> Text | None:
    day = situation.patent["legal_status_date"]
    return Text(marked("法律状态日期 %(day)s。"), {"day": day}) if day else None


def annual_fees(situation: Situation) -> Check:
    """年费 paid as prescribed (细则 86 三); not in the months of grace either."""
    status = situation.status
    note = None
    if status is LegalStatus.FEE_GRACE:
        outcome, note = Outcome.MISSING, Text(marked("处于年费滞纳期，补缴之后才能声明。"))
    elif status is LegalStatus.LAPSED_FEE or status is LegalStatus.RESTORABLE:
        outcome, note = Outcome.MISSING, Text(marked("未按规定缴纳年费。"))
    elif status is LegalStatus.IN_FORCE:
        outcome, note = Outcome.MET, _next_fee(situation)
    else:
        outcome, note = Outcome.UNKNOWN, Text(marked("导入的数据没有说明年费缴纳情况。"))
    return Check(marked("已按规定缴纳年费"), outcome, marked("实施细则第八十六条第三项"), note)


def _next_fee(situation: Situation) -> Text | None:
    """The fee of the next patent year is due before this one ends (细则 115)."""
    filed, today = situation.patent["filing_date"], situation.today
    if not filed or filed > today:
        return None
    due = anniversary(filed, today.year - filed.year)
    return Text(marked("下次应缴 %(day)s 前。"), {"day": due if due > today else anniversary(due, 1)})


def no_exclusive_licence(situation: Situation) -> Check:
    """No exclusive (独占) or sole (排他) licence in force (细则 86 一)."""
    outcome, note = _no_exclusive_licence(situation)
    return Check(marked("不在独占或者排他许可有效期限内"), outcome, marked("实施细则第八十六条第一项"), note)


def _no_exclusive_licence(situation: Situation) -> tuple[Outcome, Text | None]:
    running = [one for one in situation.licences if not _over(one["ended_on"], situation.today)]
    if any(one["licence_kind"] in (LicenceKind.EXCLUSIVE, LicenceKind.SOLE) for one in running):
        return Outcome.MISSING, Text(marked("有独占或者排他许可备案，未见解除。"))
    if any(not one["licence_kind"] for one in running):
        return Outcome.UNKNOWN, Text(marked("有许可备案没有写明许可种类。"))
    if situation.status is LegalStatus.LICENSED and not running:
        return Outcome.UNKNOWN, Text(marked("法律状态为许可备案，许可种类未知。"))
    return _nothing_known(
        situation, "licence", marked("许可备案数据到 %(day)s。"), marked("没有许可备案数据。")
    )


def _over(ended: date | None, today: date) -> bool:
    return ended is not None and ended <= today


def _nothing_known(situation: Situation, kind: str, told: str, untold: str) -> tuple[Outcome, Text]:
    """Nothing on record: met as far as such records reach, unknown where there are none at all."""
    day = situation.known_to.get(kind)
    return (Outcome.MET, Text(told, {"day": day})) if day else (Outcome.UNKNOWN, Text(untold))


def not_suspended(situation: Situation) -> Check:
    """No suspension for a dispute over ownership, no preservation by a court (细则 86 二, 103, 104)."""
    outcome, note = _not_suspended(situation)
    return Check(marked("专利权未处于中止程序"), outcome, marked("实施细则第八十六条第二项"), note)


def _not_suspended(situation: Situation) -> tuple[Outcome, Text | None]:
    if situation.status is LegalStatus.PRESERVED or _preserved_since(situation.events):
        return Outcome.MISSING, Text(marked("专利权处于保全或者中止，未见解除。"))
    if situation.status is None or not situation.status.granted_and_alive:
        return Outcome.UNKNOWN, Text(marked("导入的数据没有说明是否中止。"))
    return Outcome.MET, _as_of(situation)


_PRESERVED, _RELEASED = "PP01", "PD01"
"""Gazette events 专利权的保全 and 专利权保全的解除."""


def _preserved_since(events: Sequence[Record]) -> bool:
    told = [one for one in events if one["event_code"] in (_PRESERVED, _RELEASED)]
    latest = max(told, key=lambda one: one["event_date"], default=None)
    return latest is not None and latest["event_code"] == _PRESERVED


def pledgee_agrees(situation: Situation) -> Check:
    """Not pledged (质押), or with the pledgee's agreement (细则 86 四)."""
    outcome, note = _pledgee_agrees(situation)
    return Check(marked("未出质，或者已取得质权人同意"), outcome, marked("实施细则第八十六条第四项"), note)


def _pledgee_agrees(situation: Situation) -> tuple[Outcome, Text | None]:
    standing = any(not _over(one["released_on"], situation.today) for one in situation.pledges)
    if standing or situation.status is LegalStatus.PLEDGED:
        return Outcome.MISSING, Text(marked("有质押登记，须附质权人同意的书面声明；登记簿里没有。"))
    return _nothing_known(
        situation, "pledge", marked("质押登记数据到 %(day)s。"), marked("没有质押登记数据。")
    )


def evaluated(situation: Situation) -> Check:
    """An evaluation report (专利权评价报告) for utility models and designs (专利法 50 第一款)."""
    if situation.kind is PatentType.INVENTION:
        outcome, note = Outcome.NOT_APPLICABLE, Text(marked("只适用于实用新型和外观设计。"))
    else:
        outcome, note = Outcome.UNKNOWN, Text(marked("登记簿不收录评价报告，请向专利权人索取。"))
    return Check(marked("附专利权评价报告"), outcome, marked("专利法第五十条第一款"), note)


_NEEDED: Mapping[FeeMode, tuple[str, ...]] = {
    FeeMode.FREE: (),
    FeeMode.LUMP_SUM: ("fee_amount",),
    FeeMode.INSTALMENT: ("fee_amount",),
    FeeMode.ROYALTY_NET_SALES: ("fee_rate",),
    FeeMode.ROYALTY_PROFIT: ("fee_rate",),
    FeeMode.ENTRY_PLUS_ROYALTY: ("fee_entry_amount", "fee_rate"),
}
"""What a way of payment has to state; 其他方式 is judged by a person."""


def fee_stated(situation: Situation) -> Check:
    """The way and the standard of payment are stated (专利法 50 第一款, 细则 85 三)."""
    outcome, note = _fee_stated(situation.offer or {})
    return Check(marked("许可费支付方式和标准明确"), outcome, marked("专利法第五十条第一款"), note)


def _fee_stated(offer: Record) -> tuple[Outcome, Text | None]:
    mode = FeeMode.named(offer["fee_mode"])
    if mode is None or mode not in _NEEDED:
        return Outcome.UNKNOWN, Text(marked("登记的公告没有写明支付方式，请看公告原文。"))
    if any(offer[name] is None for name in _NEEDED[mode]):
        return Outcome.MISSING, Text(marked("写明了支付方式，没有写明金额或者比例。"))
    return Outcome.MET, None


ADVERTISING = re.compile(
    "最(?:佳|优|先进|强|热销)|(?:全国|全球|世界|国内|国际|行业|业内|销量|排名)第一|第一品牌|首选|(?<!非)独家(?!许可|实施)"
    "|(?:国际|国内|行业|业内|世界|全球|全国)领先|顶级|绝无仅有|稳赚|包赚|暴利|火爆|抢购|机不可失"
)
"""商业性宣传用语: words that sell rather than say. 第一年 says, and so does 非独家许可."""


def no_advertising(situation: Situation) -> Check:
    """No commercial advertising in the declaration (细则 85)."""
    offer = situation.offer or {}
    said = "".join(offer[name] or "" for name in ("conditions", "fee_text"))
    outcome, note = _no_advertising(said)
    return Check(marked("声明没有商业性宣传用语"), outcome, marked("实施细则第八十五条"), note)


def _no_advertising(said: str) -> tuple[Outcome, Text | None]:
    found = list(dict.fromkeys(ADVERTISING.findall(said)))
    if found:
        return Outcome.MISSING, Text(marked("出现“%(words)s”。"), {"words": "、".join(found)})
    return (Outcome.MET, None) if said else (Outcome.UNKNOWN, Text(marked("没有声明文本可核对。")))


Rule = Callable[[Situation], Check]
_OF_PATENT: tuple[Rule, ...] = (
    in_force,
    annual_fees,
    no_exclusive_licence,
    not_suspended,
    pledgee_agrees,
    evaluated,
)
_OF_OFFER: tuple[Rule, ...] = (fee_stated, no_advertising)
