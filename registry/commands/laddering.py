"""`registry ladder`."""

from dataclasses import asdict, replace
from datetime import date

import click

from registry.accounts.scope import Scope
from registry.commands.running import Exit, NothingDone, print_json, with_database
from registry.database.days import today
from registry.database.engine import transaction
from registry.enterprises.ladder.evaluating import Answer
from registry.enterprises.ladder.queries import Rung, RungQuery, rungs
from registry.enterprises.ladder.standing import Gap
from registry.enterprises.ladder.versions import current_ladder

MARKS = {Answer.MET: "✓", Answer.MISSING: "✗", Answer.UNKNOWN: "?"}


@click.command()
@click.argument("enterprise", required=False)
@click.option("--tier", help="与这个梯队比对，如 national_advantage；不写则各与上一级比对。")
@click.option("--missing", type=click.IntRange(0), help="只列差几项以内的企业。")
@click.option("--limit", type=click.IntRange(1), default=50, help="最多列几家，默认 50。")
@click.option("--json", "as_json", is_flag=True, help="每家企业输出一个 JSON 对象。")
@with_database
async def ladder(
    enterprise: str | None, tier: str | None, missing: int | None, limit: int, as_json: bool
) -> int:
    """梯度培育：各企业离上一级还差什么。What each enterprise lacks for its next tier.

    ENTERPRISE 是统一社会信用代码或企业名称的一部分。
    """
    day = today()
    keys = (await current_ladder(day)).keys
    if tier is not None and tier not in keys:
        raise click.UsageError(f"没有梯队“{tier}”，可用的有：{'、'.join(keys)}。")
    async with transaction():
        found = await _named(enterprise, RungQuery(tier, most_missing=missing, limit=limit), day)
    if not found:
        raise NothingDone("没有符合条件的企业；已在最高一级的不列出。")
    for one in found:
        print_json(asdict(one)) if as_json else _tell(one)
    return Exit.DONE


async def _named(enterprise: str | None, query: RungQuery, today: date) -> list[Rung]:
    """By code, else by a part of the name."""
    scope = Scope.system()
    if enterprise is None:
        return await rungs(scope, query, today)
    by_code = await rungs(scope, replace(query, key=enterprise), today)
    return by_code or await rungs(scope, replace(query, text=enterprise), today)


def _tell(one: Rung) -> None:
    lacking = f"还差 {one.missing} 项" if one.missing else "没有差项"
    unknown = f"，{one.unknown} 项缺数据" if one.unknown else ""
    click.echo(f"{one.name}（现 {one.held or '未入库'}）距{one.target}{lacking}{unknown}")
    for gap in one.gaps:
        click.echo(f"  {MARKS[gap.answer]} {gap.text}{_figure(gap)}{'（示例条件）' if gap.example else ''}")


def _figure(gap: Gap) -> str:
    return "" if gap.value is None else f"：现 {gap.value:g}"
