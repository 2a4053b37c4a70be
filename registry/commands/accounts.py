"""`registry user`: accounts from the command line, for whoever runs the machine."""

from collections.abc import Iterable
from datetime import UTC, datetime

import click

from registry import settings as configuration
from registry.accounts import actions, links, people
from registry.accounts.actions import AccountRefused, NewAccount
from registry.accounts.people import Person
from registry.accounts.permissions import Organisation, Role
from registry.commands.running import Exit, NothingDone, actor, print_json, with_database
from registry.site.languages import Language

STATES = {"invited": "待设置密码", "active": "使用中", "disabled": "已停用"}
ROLE = click.Choice([role.value for role in Role])


@click.group()
def user() -> None:
    """账户：新建、列出、停用、启用、重置、角色。Accounts of people."""


@user.command()
@click.argument("login")
@click.argument("name")
@click.option("--role", "roles", type=ROLE, multiple=True, required=True, help="角色，可以重复。")
@click.option("--email", default="", help="邮箱，忘记密码时用。")
@click.option(
    "--organisation",
    type=click.Choice([kind.value for kind in Organisation]),
    default="bureau",
    show_default=True,
    help="所属单位的种类。",
)
@click.option("--unit", default="", help="镇街名称、企业的统一社会信用代码或机构名称。")
@with_database
async def add(login: str, name: str, roles: tuple[str, ...], email: str, organisation: str, unit: str) -> int:
    """新建账户，输出设置密码的一次性链接。"""
    kind = Organisation.of(organisation)
    new = NewAccount(login, name, email, kind, unit, frozenset(map(Role.of, roles)))
    try:
        token = await actions.invite(new, actor(), datetime.now(UTC))
    except AccountRefused as refused:
        raise NothingDone(refused.text.in_language(Language.CHINESE)) from refused
    click.echo(links.address(configuration.load(), token))
    return Exit.DONE


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="每个账户输出一个 JSON 对象。")
@with_database
async def list_people(as_json: bool) -> int:
    """列出账户。"""
    for person in await people.people():
        if as_json:
            print_json(_facts(person))
        else:
            click.echo(f"{person.login}\t{person.name}\t{_titles(person.roles)}\t{STATES[person.state]}")
    return Exit.DONE


def _facts(person: Person) -> dict[str, object]:
    return {
        "login": person.login,
        "name": person.name,
        "organisation": person.organisation.value,
        "unit": person.unit,
        "roles": [role.value for role in person.roles],
        "state": person.state.value,
        "second_step": person.second_step,
        "last_at": person.last_at,
    }


def _titles(roles: Iterable[Role]) -> str:
    return "、".join(role.label for role in roles)


@user.command()
@click.argument("login")
@click.option("--reason", default="", help="理由，记入操作记录。")
@with_database
async def disable(login: str, reason: str) -> int:
    """停用账户，立即结束它的登录。"""
    person = await _person(login)
    try:
        await actions.disable(person.account, actor(), reason)
    except AccountRefused as refused:
        raise NothingDone(refused.text.in_language(Language.CHINESE)) from refused
    click.echo(f"已停用 {person.login}。")
    return Exit.DONE


@user.command()
@click.argument("login")
@with_database
async def enable(login: str) -> int:
    """重新启用账户。"""
    person = await _person(login)
    try:
        await actions.enable(person.account, actor())
    except LookupError as missing:
        raise NothingDone(f"{person.login} 没有停用。") from missing
    click.echo(f"已启用 {person.login}。")
    return Exit.DONE


@user.command()
@click.argument("login")
@click.option("--second-step", is_flag=True, help="连同第二步验证一起重置。")
@with_database
async def reset(login: str, second_step: bool) -> int:
    """输出重新设置密码的一次性链接。"""
    person = await _person(login)
    try:
        token = await actions.reset(person.account, actor(), datetime.now(UTC), second_step=second_step)
    except LookupError as missing:
        raise NothingDone(f"{person.login} 已停用，请先启用。") from missing
    click.echo(links.address(configuration.load(), token))
    return Exit.DONE


@user.command()
@click.argument("login")
@click.argument("chosen", nargs=-1, type=ROLE, metavar="[角色]...")
@with_database
async def roles(login: str, chosen: tuple[str, ...]) -> int:
    """列出一个账户的角色；写明角色则改为这些。"""
    person = await _person(login)
    if chosen:
        try:
            await actions.set_roles(person.account, frozenset(map(Role.of, chosen)), actor())
        except AccountRefused as refused:
            raise NothingDone(refused.text.in_language(Language.CHINESE)) from refused
        person = await _person(login)
    click.echo(f"{person.login}：{_titles(person.roles)}")
    return Exit.DONE


async def _person(login: str) -> Person:
    found = await people.by_login(login)
    if found is None:
        raise NothingDone(f"没有登录名为“{login}”的账户。用 registry user list 可以看到有哪些。")
    return found
