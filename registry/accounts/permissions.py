"""What may be done here, by name, and the roles that grant it. Nothing is allowed that no role grants."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from registry.site.texts import marked
from schemas.vocabulary import Term


class Permission(Term):
    """A named permission. Every route declares one; `PUBLIC` and `SIGNED_IN` need no role."""

    PUBLIC = "public", marked("公开内容")
    SIGNED_IN = "signed_in", marked("自己的账户")
    READ_IMPORTS = "imports.read", marked("查看导入")
    WRITE_IMPORTS = "imports.write", marked("导入与撤销导入")
    EDIT_REGISTER = "register.edit", marked("修改登记内容")
    DECIDE = "register.decide", marked("审核与决定")
    PROPOSE = "register.propose", marked("提出更正")
    READ_CANDIDATES = "candidates.read", marked("查看候选")
    PROPOSE_CANDIDATES = "candidates.propose", marked("提出和跟进候选")
    READ_LADDER = "ladder.read", marked("查看梯度培育")
    EDIT_CRITERIA = "ladder.criteria", marked("修改梯度培育标准")
    READ_GAPS = "ladder.one", marked("查看企业的培育差距")
    KEEP_FILES = "enterprises.keep", marked("维护企业档案")
    MERGE = "enterprises.merge", marked("合并重复的企业")
    SEE_PERSONAL = "personal.all", marked("查看全部个人信息")
    SEE_TOWNSHIP = "personal.township", marked("查看本镇街企业的个人信息")
    SEE_OWN = "personal.own", marked("查看本单位的个人信息")
    APPROVE_REQUESTS = "accounts.approve", marked("审批账户申请")
    MANAGE_ACCOUNTS = "accounts.manage", marked("管理账户")
    READ_LOG = "log.read", marked("查阅操作记录")


class Organisation(Term):
    """What a person belongs to."""

    BUREAU = "bureau", marked("区局")
    TOWNSHIP = "township", marked("镇街")
    ENTERPRISE = "enterprise", marked("企业")
    AGENCY = "agency", marked("服务机构")


class Role(Term):
    """A set of permissions under a name. One person may have several."""

    OFFICER = "officer", marked("区局经办")
    REVIEWER = "reviewer", marked("区局审核")
    TOWNSHIP_OFFICER = "township_officer", marked("镇街经办")
    ENTERPRISE = "enterprise", marked("企业")
    AGENCY = "agency", marked("服务机构")
    AUDITOR = "auditor", marked("审计")
    ADMINISTRATOR = "administrator", marked("管理员")


P = Permission
GRANTS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.OFFICER: frozenset(
            (
                P.READ_IMPORTS,
                P.WRITE_IMPORTS,
                P.EDIT_REGISTER,
                P.KEEP_FILES,
                P.MERGE,
                P.READ_CANDIDATES,
                P.PROPOSE_CANDIDATES,
                P.SEE_PERSONAL,
                P.APPROVE_REQUESTS,
                P.READ_LADDER,
                P.READ_GAPS,
            )
        ),
        Role.REVIEWER: frozenset(
            (P.READ_IMPORTS, P.READ_CANDIDATES, P.DECIDE, P.SEE_PERSONAL, P.READ_LADDER, P.READ_GAPS)
        ),
        Role.TOWNSHIP_OFFICER: frozenset(
            (
                P.READ_IMPORTS,
                P.WRITE_IMPORTS,
                P.PROPOSE,
                P.KEEP_FILES,
                P.MERGE,
                P.READ_CANDIDATES,
                P.PROPOSE_CANDIDATES,
                P.SEE_TOWNSHIP,
                P.READ_LADDER,
                P.READ_GAPS,
            )
        ),
        Role.ENTERPRISE: frozenset((P.PROPOSE, P.SEE_OWN, P.READ_GAPS)),
        Role.AGENCY: frozenset((P.PROPOSE, P.SEE_OWN)),
        Role.AUDITOR: frozenset((P.READ_LOG, P.SEE_PERSONAL)),
        Role.ADMINISTRATOR: frozenset((P.MANAGE_ACCOUNTS, P.READ_LADDER, P.READ_GAPS, P.EDIT_CRITERIA)),
    }
)
"""Who runs accounts edits no record; who reads the log does neither."""

SECOND_FACTOR = frozenset((Role.ADMINISTRATOR, Role.REVIEWER))
"""Roles that have to show a second factor."""

FITTING: Mapping[Organisation, frozenset[Role]] = MappingProxyType(
    {
        Organisation.BUREAU: frozenset((Role.OFFICER, Role.REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR)),
        Organisation.TOWNSHIP: frozenset((Role.TOWNSHIP_OFFICER,)),
        Organisation.ENTERPRISE: frozenset((Role.ENTERPRISE,)),
        Organisation.AGENCY: frozenset((Role.AGENCY,)),
    }
)
"""Roles that the people of an organisation may have."""

ALONE = frozenset((Role.ADMINISTRATOR, Role.AUDITOR))
"""Roles that nobody has beside another: who runs accounts, or reads the log, has no part in what it shows."""


def granted(roles: Iterable[Role]) -> frozenset[Permission]:
    """Everything that one of the roles grants, and what every signed-in person may."""
    return frozenset((P.PUBLIC, P.SIGNED_IN)).union(*(GRANTS[role] for role in roles))


def conflict(organisation: Organisation, roles: Iterable[Role]) -> str | None:
    """Why somebody of this organisation cannot have these roles together, as a marked text; None if they can."""
    wanted = frozenset(roles)
    if not wanted:
        return marked("至少要有一个角色")
    if not wanted <= FITTING[organisation]:
        return marked("角色与所属单位不符")
    if wanted & ALONE and len(wanted) > 1:
        return marked("管理员、审计不能兼任其他角色")
    return None
