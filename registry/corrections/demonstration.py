"""Corrections of the demonstration: what an enterprise and a township found wrong, one answered, two waiting."""

from registry.accounts.demonstration import person
from registry.accounts.permissions import Role
from registry.accounts.scope import Scope
from registry.corrections import actions, queries
from registry.corrections.rules import State


async def make() -> None:
    """Make them where there is none yet."""
    enterprise, officer = await person(Role.ENTERPRISE), await person(Role.OFFICER)
    township = await person(Role.TOWNSHIP_OFFICER)
    own = await queries.subject(Scope.of(enterprise), enterprise.unit)
    if own is None or await queries.of_enterprise(Scope.system(), own.id):
        return
    await actions.propose(own, "phone", "0631-5550188", "总机号码已更换", enterprise.login)
    (answered,) = await queries.of_enterprise(Scope.system(), own.id)
    await actions.decide(answered, State.ACCEPTED, "已与企业电话核对", officer.login)
    await actions.propose(
        own, "address", own.values["address"] + "2 号楼", "办公楼搬迁，营业执照已变更", enterprise.login
    )
    await actions.propose(own, "industry", "体育器材及配件制造", "走访时企业说明主营已变", township.login)
