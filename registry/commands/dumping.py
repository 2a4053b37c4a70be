"""`registry dump`."""

import click

from registry import settings as configuration
from registry.commands.running import Exit, NothingDone, print_json, with_database
from registry.database.days import today
from registry.opendata.dumping import make
from registry.site.display import size


@click.command("dump")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象。")
@with_database
async def dump(as_json: bool) -> int:
    """生成今天的开放数据，取代今天已有的。Make the open data of today."""
    settings = configuration.load()
    if not settings.open_data_days:
        raise NothingDone("设置 REGISTRY_OPEN_DATA_DAYS 为 0，不提供开放数据。请设为要保留的天数。")
    made = await make(settings, today())
    if as_json:
        print_json(made.model_dump(mode="json"))
    else:
        place = settings.open_data_folder / made.day.isoformat()
        click.echo(f"开放数据 {made.day}：{made.records:,} 条，{size(made.size)}，{place}")
    return Exit.DONE
