"""权利人类型: what kind of owner holds a patent."""

from schemas.vocabulary import Term, VocabularyType


class OwnerType(Term):
    """Kinds of owners as the open-licence lists and patent databases tell them apart."""

    UNIVERSITY = "university", "高校"
    RESEARCH = "research", "科研院所"
    STATE_ENTERPRISE = "state_enterprise", "国有企业"
    ENTERPRISE = "enterprise", "企业"
    HOSPITAL = "hospital", "医院"
    PERSON = "person", "个人"
    ORGANISATION = "organisation", "机关团体"
    OTHER = "other", "其他"


_T = OwnerType
_WORDS = {
    "民营企业": _T.ENTERPRISE, "私营企业": _T.ENTERPRISE, "公司": _T.ENTERPRISE, "中小微企业": _T.ENTERPRISE,
    "大专院校": _T.UNIVERSITY, "院校": _T.UNIVERSITY, "工矿企业": _T.ENTERPRISE, "科研单位": _T.RESEARCH,
    "科研机构": _T.RESEARCH, "研究院": _T.RESEARCH, "研究机构": _T.RESEARCH, "院校/研究所": _T.UNIVERSITY,
    "自然人": _T.PERSON, "事业单位": _T.ORGANISATION, "政府机构": _T.ORGANISATION,
    "机关团体": _T.ORGANISATION,
    "其它": _T.OTHER, "银行": _T.ENTERPRISE,
}  # fmt: skip
_PATTERNS = (
    (r"国企|国有|央企", _T.STATE_ENTERPRISE),
    (r"高校|高等|大学|学院|院校|学校", _T.UNIVERSITY),
    (r"医院|医疗机构", _T.HOSPITAL),
    (r"科研|研究|院所", _T.RESEARCH),
    (r"企业|公司|工厂", _T.ENTERPRISE),
    (r"个人|自然人", _T.PERSON),
    (r"机关|团体|事业|政府|协会|社会组织|部队", _T.ORGANISATION),
    (r"^其[他它]", _T.OTHER),
)


class OwnerTypeValue(VocabularyType[OwnerType]):
    """权利人类型; an unknown word counts as 其他, with a warning."""

    def __init__(self) -> None:
        super().__init__("owner_type", OwnerType, _WORDS, _PATTERNS, OwnerType.OTHER)
