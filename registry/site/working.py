"""Where a signed-in person works: the entries of the rail (工作台), by what the person may do."""

from dataclasses import dataclass, replace

from registry.accounts.caller import Caller
from registry.accounts.permissions import Organisation, Permission
from registry.site.texts import marked

P = Permission


@dataclass(frozen=True, slots=True)
class Work:
    """One entry: what it needs, the room of the pages it leads to, their address, its sign and its name."""

    permission: Permission
    room: str
    address: str
    sign: str
    title: str


OF_AN_ENTERPRISE = (
    Work(P.READ_GAPS, "ladder", "/enterprises/{unit}/ladder", "stairs", marked("培育差距")),
    Work(P.PROPOSE, "corrections", "/enterprises/{unit}/corrections", "rule", marked("更正本企业信息")),
)
WORKS = (
    Work(P.READ_CANDIDATES, "candidates", "/candidates", "tag", marked("候选")),
    Work(P.READ_LADDER, "ladder", "/ladder", "stairs", marked("梯度培育")),
    Work(P.READ_LADDER, "titles", "/ladder/titles", "clock", marked("称号与到期")),
    Work(P.EDIT_REGISTER, "roster", "/register/enterprises", "org", marked("企业台账")),
    Work(P.READ_IMPORTS, "imports", "/imports", "sheet", marked("表格导入")),
    Work(P.EDIT_REGISTER, "corrections", "/corrections", "rule", marked("更正申请")),
    Work(P.MERGE, "duplicates", "/duplicates", "org", marked("重复企业")),
    Work(P.READ_IMPORTS, "views", "/views", "filter", marked("视图")),
    Work(P.APPROVE_REQUESTS, "requests", "/account-requests", "ask", marked("账户申请")),
    Work(P.MANAGE_ACCOUNTS, "accounts", "/accounts", "org", marked("账户管理")),
    Work(P.READ_LOG, "log", "/log", "clock", marked("操作记录")),
)
ACCOUNT = Work(P.SIGNED_IN, "account", "/account", "user", marked("我的账户"))


def works_of(caller: Caller) -> list[Work]:
    """What a person works on, in the order of the rail; the own account is not among it."""
    own = OF_AN_ENTERPRISE if caller.organisation is Organisation.ENTERPRISE else ()
    mine = [replace(work, address=work.address.format(unit=caller.unit)) for work in own]
    return [work for work in (*mine, *WORKS) if caller.may(work.permission)]


def first_page(caller: Caller) -> str:
    """Where signing in leads who did not want to go anywhere: to the work of the bureau and the townships; enterprises
    and agencies, who come to search, to the first page.
    """
    works = works_of(caller)
    official = caller.organisation in (Organisation.BUREAU, Organisation.TOWNSHIP)
    return works[0].address if official and works else "/"
