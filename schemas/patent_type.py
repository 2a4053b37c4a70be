"""专利类型: invention, utility model, design (Patent Law art. 2)."""

from schemas.vocabulary import Term, VocabularyType


class PatentType(Term):
    """The three kinds of patents of Patent Law art. 2 (发明、实用新型、外观设计)."""

    INVENTION = "invention", "发明"
    UTILITY_MODEL = "utility_model", "实用新型"
    DESIGN = "design", "外观设计"


_KIND_DIGITS = {
    "1": PatentType.INVENTION,
    "8": PatentType.INVENTION,
    "2": PatentType.UTILITY_MODEL,
    "9": PatentType.UTILITY_MODEL,
    "3": PatentType.DESIGN,
}

_WORDS = {
    **dict.fromkeys(
        (
            "发明专利", "专利发明", "发明授权", "授权发明", "发明专利授权", "发明公开", "发明申请",
            "发明专利申请", "发明公布",
            "PCT发明", "PCT发明专利", "中国发明", "中国发明专利", "中国发明申请", "中国发明授权",
            "审定授权", "INVENTIONPATENT", "FMZL", "FMSQ", "1", "8",
        ),
        PatentType.INVENTION,
    ),
    **dict.fromkeys(
        (
            "实用新型专利", "新型", "新型专利", "实用", "中国实用新型", "PCT实用新型", "实用新型授权",
            "UTILITYMODEL", "SYXX", "2", "9",
        ),
        PatentType.UTILITY_MODEL,
    ),
    **dict.fromkeys(
        (
            "外观", "外观专利", "外观设计专利", "外观设计授权", "设计", "中国外观设计", "中国外观",
            "DESIGNPATENT", "WGZL", "WGSJ", "3",
        ),
        PatentType.DESIGN,
    ),
}  # fmt: skip

_PATTERNS = (
    (r"^(?=.*发明)(?!.*(实用|新型|外观)).*$", PatentType.INVENTION),
    (r"^(?=.*新型)(?!.*(发明|外观)).*$", PatentType.UTILITY_MODEL),
    (r"^(?=.*外观)(?!.*(发明|新型)).*$", PatentType.DESIGN),
)


def of_kind_digit(kind: str) -> PatentType:
    """The patent type of digit 5 of an application number (ZC 0006). Raises KeyError for other digits."""
    return _KIND_DIGITS[kind]


class PatentTypeValue(VocabularyType[PatentType]):
    """专利类型 in the words of exports (发明授权, 发明专利申请 …); several types in one cell are refused."""

    def __init__(self) -> None:
        super().__init__("patent_type", PatentType, _WORDS, _PATTERNS)
