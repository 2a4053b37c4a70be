"""法律状态: one closed vocabulary for the words of CNIPA, the gazette, Patsnap, incoPat, Wind and others."""

from typing import ClassVar

import polars as pl

from schemas.findings import Reading
from schemas.text_forms import single_spaced
from schemas.value_type import Outputs
from schemas.vocabulary import Term, VocabularyType


class LegalStatus(Term):
    """What a patent or application is worth in law at the date of the export."""

    PENDING = "pending", "审中"
    PUBLISHED = "published", "公开"
    EXAMINATION = "examination", "实质审查"
    REEXAMINATION = "reexamination", "复审中"
    GRANT_PENDING = "grant_pending", "待授权"
    IN_FORCE = "in_force", "专利权维持"
    FEE_GRACE = "fee_grace", "等年费滞纳金"
    PLEDGED = "pledged", "质押"
    PRESERVED = "preserved", "保全或中止"
    LICENSED = "licensed", "许可备案"
    OPEN_LICENCE = "open_licence", "开放许可"
    PARTLY_INVALID = "partly_invalid", "部分无效"
    RESTORABLE = "restorable", "等恢复"
    REJECTED = "rejected", "驳回"
    WITHDRAWN = "withdrawn", "撤回"
    ABANDONED = "abandoned", "放弃"
    LAPSED_FEE = "lapsed_fee", "未缴年费终止"
    EXPIRED = "expired", "期限届满"
    INVALIDATED = "invalidated", "全部无效"
    LAPSED = "lapsed", "失效"
    UNKNOWN = "unknown", "未识别"

    @property
    def granted_and_alive(self) -> bool:
        """Whether the patent right exists: in force, in grace, or burdened, but not ended."""
        return self in _ALIVE

    @property
    def ended(self) -> bool:
        """Whether right or application has ended, for good or until restored (等恢复)."""
        return self in _ENDED


_ALIVE = frozenset({
    LegalStatus.IN_FORCE, LegalStatus.FEE_GRACE, LegalStatus.PLEDGED, LegalStatus.PRESERVED,
    LegalStatus.LICENSED, LegalStatus.OPEN_LICENCE, LegalStatus.PARTLY_INVALID,
})  # fmt: skip
_ENDED = frozenset({
    LegalStatus.RESTORABLE, LegalStatus.REJECTED, LegalStatus.WITHDRAWN, LegalStatus.ABANDONED,
    LegalStatus.LAPSED_FEE, LegalStatus.EXPIRED, LegalStatus.INVALIDATED, LegalStatus.LAPSED,
})  # fmt: skip

_S = LegalStatus
_WORDS = {
    "有效": _S.IN_FORCE, "有权": _S.IN_FORCE, "授权": _S.IN_FORCE, "已授权": _S.IN_FORCE,
    "专利权有效": _S.IN_FORCE,
    "有效专利": _S.IN_FORCE, "维持": _S.IN_FORCE, "已下证": _S.IN_FORCE, "无效": _S.LAPSED, "无权": _S.LAPSED,
    "未下证": _S.GRANT_PENDING, "在审": _S.PENDING, "申请": _S.PENDING, "审定": _S.EXAMINATION,
    "未确认": _S.UNKNOWN, "未知": _S.UNKNOWN, "CF01": _S.LAPSED_FEE, "CX01": _S.EXPIRED, "AV01": _S.ABANDONED,
    "IW01": _S.INVALIDATED, "IP01": _S.PARTLY_INVALID, "PE01": _S.PLEDGED, "PM01": _S.PLEDGED,
    "PC01": _S.IN_FORCE,
    "PP01": _S.PRESERVED, "PD01": _S.IN_FORCE, "EE01": _S.LICENSED, "EM01": _S.LICENSED, "EC01": _S.IN_FORCE,
    "RR01": _S.IN_FORCE, "TR01": _S.IN_FORCE, "GR01": _S.IN_FORCE, "CB03": _S.IN_FORCE, "CP01": _S.IN_FORCE,
    "CP02": _S.IN_FORCE, "CP03": _S.IN_FORCE,
}  # fmt: skip

_PATTERNS = (
    (r"等恢复|待恢复", _S.RESTORABLE),
    (r"滞纳", _S.FEE_GRACE),
    (r"部分(?:专利权)?无效", _S.PARTLY_INVALID),
    (r"开放许可.*(?:撤回|撤销|届满|终止)|(?:撤回|撤销).*开放许可|许可.*(?:注销|解除)", _S.IN_FORCE),
    (r"放弃|避免重复授", _S.ABANDONED),
    (r"无效(?:宣告)?(?:请求|审查|口审|程序)", _S.IN_FORCE),
    (r"全部无效|无效宣告|宣告.*无效|全部撤销|专利权.*撤销", _S.INVALIDATED),
    (r"未[缴交]年费|欠费终止|年费.*终止", _S.LAPSED_FEE),
    (r"PCT.*期内", _S.PENDING),
    (r"届满|期满|到期", _S.EXPIRED),
    (r"视撤|撤回|撤销", _S.WITHDRAWN),
    (r"等复审|复审请求|复审中|等待复审", _S.REEXAMINATION),
    (r"驳回", _S.REJECTED),
    (r"失效|终止|无权|分案结案|无效", _S.LAPSED),
    (r"保全.*解除|解除.*保全|质押.*(?:注销|解除)|中止.*(?:结束|解除)|恢复", _S.IN_FORCE),
    (r"保全|中止|查封|冻结", _S.PRESERVED),
    (r"质押", _S.PLEDGED),
    (r"开放许可", _S.OPEN_LICENCE),
    (r"许可", _S.LICENSED),
    (r"登印费|待发授权|颁证|办登|公告封卷|待授权|未下证", _S.GRANT_PENDING),
    (r"等待公布|准备公布|准备等待公布|未授权|等待实审请求|等待提实审|等待实审", _S.PENDING),
    (r"实审|实质审查|一通|中通|出案待答复|回案|审定", _S.EXAMINATION),
    (r"公开|公布", _S.PUBLISHED),
    (r"维持|授权|有效|有权|下证|转移|转让|变更|解密|更正|送达|生效", _S.IN_FORCE),
    (r"审|受理|等待|准备|待|申请|补正|退件|提案|质检", _S.PENDING),
)


class LegalStatusValue(VocabularyType[LegalStatus]):
    """法律状态. Terms of loss are looked for first; the words as written are kept as `_text`."""

    outputs: ClassVar[Outputs] = {"": pl.String(), "_text": pl.String()}

    def __init__(self) -> None:
        super().__init__("legal_status", LegalStatus, _WORDS, _PATTERNS, LegalStatus.UNKNOWN)

    def read(self, text: str) -> Reading:
        """Read one status; a word that is not known counts as 未识别 with a warning."""
        reading = super().read(text)
        return Reading({**reading.values, "_text": single_spaced(text)}, reading.findings)
