"""称号: kinds and levels of the titles an enterprise holds (优势/示范企业, 高新技术企业, 专精特新 …)."""

from schemas.vocabulary import Term, VocabularyType


class TitleKind(Term):
    """称号类别."""

    IP_ADVANTAGE = "ip_advantage", "知识产权优势企业"
    IP_DEMONSTRATION = "ip_demonstration", "知识产权示范企业"
    IP_DEMONSTRATION_CANDIDATE = "ip_demonstration_candidate", "知识产权示范企业创建对象"
    IP_STANDARD = "ip_standard", "知识产权贯标企业"
    HIGH_TECH = "high_tech", "高新技术企业"
    TECH_SME = "tech_sme", "科技型中小企业"
    SPECIALISED = "specialised", "专精特新中小企业"
    LITTLE_GIANT = "little_giant", "专精特新小巨人企业"
    INNOVATIVE_SME = "innovative_sme", "创新型中小企业"
    GAZELLE = "gazelle", "瞪羚企业"
    UNICORN = "unicorn", "独角兽企业"
    CHAMPION = "champion", "制造业单项冠军"
    TECHNOLOGY_CENTRE = "technology_centre", "企业技术中心"
    OTHER = "other", "其他称号"


_K = TitleKind
_KIND_PATTERNS = (
    (r"示范.*(?:创建|培育)对象|创建对象", _K.IP_DEMONSTRATION_CANDIDATE),
    (r"知识产权.*示范|示范企业", _K.IP_DEMONSTRATION),
    (r"知识产权.*优势|优势企业", _K.IP_ADVANTAGE),
    (r"贯标|29490|合规管理体系|知识产权管理体系", _K.IP_STANDARD),
    (r"小巨人", _K.LITTLE_GIANT),
    (r"专精特新", _K.SPECIALISED),
    (r"科技型中小", _K.TECH_SME),
    (r"创新型中小", _K.INNOVATIVE_SME),
    (r"高新|高企", _K.HIGH_TECH),
    (r"瞪羚", _K.GAZELLE),
    (r"独角兽", _K.UNICORN),
    (r"单项冠军", _K.CHAMPION),
    (r"技术中心|工程.*中心", _K.TECHNOLOGY_CENTRE),
)


class TitleKindValue(VocabularyType[TitleKind]):
    """称号类别; an unknown title counts as 其他称号 with a warning."""

    def __init__(self) -> None:
        super().__init__("title_kind", TitleKind, {}, _KIND_PATTERNS, TitleKind.OTHER)


class TitleLevel(Term):
    """级别: who awards."""

    NATIONAL = "national", "国家级"
    PROVINCIAL = "provincial", "省级"
    MUNICIPAL = "municipal", "市级"
    DISTRICT = "district", "区级"


_L = TitleLevel
_LEVEL_WORDS = {
    "国家": _L.NATIONAL,
    "国": _L.NATIONAL,
    "省": _L.PROVINCIAL,
    "市": _L.MUNICIPAL,
    "区": _L.DISTRICT,
}
_LEVEL_PATTERNS = (
    (r"国家|中国|全国|部级", _L.NATIONAL),
    (r"省|自治区|山东", _L.PROVINCIAL),
    (r"区县|县|区级|环翠|区$", _L.DISTRICT),
    (r"市|威海", _L.MUNICIPAL),
)


class TitleLevelValue(VocabularyType[TitleLevel]):
    """级别 in the words of lists of titles."""

    def __init__(self) -> None:
        super().__init__("title_level", TitleLevel, _LEVEL_WORDS, _LEVEL_PATTERNS)
