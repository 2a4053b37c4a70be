"""专利导航: types (GB/T 39551.2 to .6-2020) and states of navigation projects."""

from schemas.vocabulary import Term, VocabularyType


class ProjectType(Term):
    """导航类型: parts 2 to 6 of GB/T 39551-2020."""

    REGION = "region", "区域规划"
    INDUSTRY = "industry", "产业规划"
    ENTERPRISE = "enterprise", "企业经营"
    RESEARCH = "research", "研发活动"
    TALENT = "talent", "人才管理"


_T = ProjectType
_TYPE_PATTERNS = (
    (r"区域|39551[.]2", _T.REGION),
    (r"产业|39551[.]3", _T.INDUSTRY),
    (r"企业|经营|微导航|39551[.]4", _T.ENTERPRISE),
    (r"研发|技术|39551[.]5", _T.RESEARCH),
    (r"人才|39551[.]6", _T.TALENT),
)


class ProjectTypeValue(VocabularyType[ProjectType]):
    """导航类型 in the words of project lists (产业规划类 …)."""

    def __init__(self) -> None:
        super().__init__("project_type", ProjectType, {}, _TYPE_PATTERNS)


class ProjectState(Term):
    """项目状态, from application to use of the results."""

    APPLIED = "applied", "申报"
    APPROVED = "approved", "立项"
    RUNNING = "running", "实施中"
    REPORTED = "reported", "报告提交"
    RECTIFY = "rectify", "整改"
    ACCEPTED = "accepted", "验收通过"
    FAILED = "failed", "验收不通过"
    FILED = "filed", "平台备案"
    APPLIED_IN_PRACTICE = "in_use", "成果应用"
    CANCELLED = "cancelled", "终止"


_S = ProjectState
_STATE_PATTERNS = (
    (r"不通过|未通过", _S.FAILED),
    (r"终止|撤项|取消|撤销", _S.CANCELLED),
    (r"整改", _S.RECTIFY),
    (r"应用", _S.APPLIED_IN_PRACTICE),
    (r"备案", _S.FILED),
    (r"待验收|报告.*提交|提交.*报告|申请验收|验收中", _S.REPORTED),
    (r"验收|结题|完成|结项|已结", _S.ACCEPTED),
    (r"实施|在研|进行|执行|推进", _S.RUNNING),
    (r"立项|登记", _S.APPROVED),
    (r"申报|申请|拟", _S.APPLIED),
)


class ProjectStateValue(VocabularyType[ProjectState]):
    """项目状态 in the words of project lists."""

    def __init__(self) -> None:
        super().__init__("project_state", ProjectState, {}, _STATE_PATTERNS)
