"""许可种类 of a licence contract, and the state of an open-licence declaration (开放许可声明)."""

from schemas.vocabulary import Term, VocabularyType


class LicenceKind(Term):
    """许可种类: who besides the licensee may still use the patent."""

    EXCLUSIVE = "exclusive", "独占许可"
    SOLE = "sole", "排他许可"
    ORDINARY = "ordinary", "普通许可"
    OPEN = "open", "开放许可"
    SUBLICENCE = "sublicence", "分许可"
    CROSS = "cross", "交叉许可"
    OTHER = "other", "其他许可"


_K = LicenceKind
_KIND_PATTERNS = (
    (r"开放", _K.OPEN),
    (r"普通|非独占|NON-?EXCLUSIVE", _K.ORDINARY),
    (r"独占|EXCLUSIVE", _K.EXCLUSIVE),
    (r"排他|独家|SOLE", _K.SOLE),
    (r"交叉", _K.CROSS),
    (r"分许可|再许可|从属", _K.SUBLICENCE),
    (r"^其[他它]", _K.OTHER),
)


class LicenceKindValue(VocabularyType[LicenceKind]):
    """许可种类 in the words of the gazette and of exports."""

    def __init__(self) -> None:
        super().__init__("licence_kind", LicenceKind, {}, _KIND_PATTERNS)


class OfferState(Term):
    """State of a declaration: Patent Law art. 50 to 51, Implementing Rules art. 85 to 88."""

    PLANNED = "planned", "拟开放许可"
    SUBMITTED = "submitted", "已提交声明"
    NOT_ANNOUNCED = "not_announced", "不予公告"
    ANNOUNCED = "announced", "已公告"
    WITHDRAWN = "withdrawn", "已撤回"
    ENDED = "ended", "许可期限届满"
    LAPSED = "lapsed", "专利权终止"


_O = OfferState
_STATE_PATTERNS = (
    (r"不予公告|不予受理|驳回", _O.NOT_ANNOUNCED),
    (r"撤回|撤销", _O.WITHDRAWN),
    (r"专利权?.*(?:终止|失效|无效|放弃)|^失效$", _O.LAPSED),
    (r"届满|到期|期满|结束|过期", _O.ENDED),
    (r"拟|计划|筹备|待开放", _O.PLANNED),
    (r"提交|申请|受理|审查|待审|审核", _O.SUBMITTED),
    (r"公告|生效|有效|开放|在库|发布|上架", _O.ANNOUNCED),
)


class OfferStateValue(VocabularyType[OfferState]):
    """声明状态 in the words of open-licence lists."""

    def __init__(self) -> None:
        super().__init__("offer_state", OfferState, {}, _STATE_PATTERNS)
