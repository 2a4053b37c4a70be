"""Rounds (申报轮次): made, changed, closed and opened again by the bureau."""

from dataclasses import dataclass
from datetime import date

from registry.accounts.caller import Caller
from registry.candidates.locking import overtaken_by
from registry.candidates.refusing import CHECK, Overtaken, Refused
from registry.candidates.rules import Faults
from registry.database.days import today
from registry.database.engine import connection, transaction
from registry.database.operations import operation
from registry.enterprises.ladder.criteria import Ladder
from registry.enterprises.ladder.versions import current_ladder
from registry.site.texts import Text, marked

LONGEST_NAME = 60
LARGEST_QUOTA = 10_000
TAKEN = Text(marked("这一梯队已有同名的轮次"))


@dataclass(frozen=True, slots=True)
class RoundForm:
    """What a round is made from. `quota` None: without one. `title`: what whoever is recognised is called."""

    tier: str
    name: str
    title: str
    quota: int | None
    deadline: date | None
    note: str = ""


def form_faults(form: RoundForm, ladder: Ladder) -> Faults:
    """What is wrong with it, by field."""
    wrong: dict[str, Text] = {}
    if form.tier not in ladder.keys:
        wrong["tier"] = Text(marked("请选择梯队"))
    for name, text in (("name", form.name), ("title", form.title)):
        if not text.strip() or len(text) > LONGEST_NAME:
            wrong[name] = Text(marked("请填写，至多 %(count)s 个字"), {"count": LONGEST_NAME})
    if form.deadline is None:
        wrong["deadline"] = Text(marked("请写明截止日期"))
    if form.quota is not None and not 1 <= form.quota <= LARGEST_QUOTA:
        wrong["quota"] = Text(
            marked("名额应为 1 至 %(most)s 的整数，没有名额限制就空着"), {"most": LARGEST_QUOTA}
        )
    return wrong


async def make(caller: Caller, form: RoundForm) -> int:
    """Make a round; returns its number. Raises Refused."""
    _refuse(form_faults(form, await current_ladder(today())))
    async with transaction() as current, operation("candidate round", caller.login):
        made = await current.fetchval(
            "INSERT INTO candidate_round (tier, name, title, quota, deadline, note, created_by)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tier, name) DO NOTHING RETURNING id",
            form.tier,
            form.name.strip(),
            form.title.strip(),
            form.quota,
            form.deadline,
            form.note.strip(),
            caller.login,
        )
        if made is None:
            raise Refused(TAKEN, {"name": TAKEN})
    return int(made)


async def change(caller: Caller, number: int, version: int, form: RoundForm) -> None:
    """Another name, title, quota, deadline or note; the tier stays. Raises LookupError, Overtaken, Refused."""
    _refuse(form_faults(form, await current_ladder(today())))
    async with transaction(), operation("candidate round", caller.login):
        await _take(number, version)
        if await connection().fetchval(
            "SELECT EXISTS (SELECT FROM candidate_round r JOIN candidate_round own ON own.tier = r.tier"
            " WHERE own.id = $1 AND r.id <> $1 AND r.name = $2)",
            number,
            form.name.strip(),
        ):
            raise Refused(TAKEN, {"name": TAKEN})
        await connection().execute(
            "UPDATE candidate_round SET name = $2, title = $3, quota = $4, deadline = $5, note = $6,"
            " version = version + 1 WHERE id = $1",
            number,
            form.name.strip(),
            form.title.strip(),
            form.quota,
            form.deadline,
            form.note.strip(),
        )


async def close(caller: Caller, number: int, version: int, day: date | None) -> None:
    """Close a round on a day, or open it again with None. Raises LookupError, Overtaken."""
    async with transaction(), operation("candidate round", caller.login, "关闭" if day else "重新开放"):
        await _take(number, version)
        await connection().execute(
            "UPDATE candidate_round SET closed_on = $2, version = version + 1 WHERE id = $1", number, day
        )


async def _take(number: int, version: int) -> None:
    found = await connection().fetchval(
        "SELECT version FROM candidate_round WHERE id = $1 FOR UPDATE", number
    )
    if found is None:
        raise LookupError
    if found != version:
        raise Overtaken(await overtaken_by("candidate_round", number))


def _refuse(found: Faults) -> None:
    if found:
        raise Refused(CHECK, found)
