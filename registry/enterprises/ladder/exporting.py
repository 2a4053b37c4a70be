"""The lists of the ladder as sheets, as they are narrowed and sorted, for the forms of the city (申报汇总表)."""

from collections.abc import Sequence

import polars as pl

from registry.enterprises.ladder.boards import Board
from registry.enterprises.ladder.criteria import Tier
from registry.enterprises.ladder.holdings import Holding
from registry.enterprises.ladder.matrix import MatrixQuery, MatrixRow, fitting, rows_of
from registry.enterprises.ladder.wording import answer_in_words, distance_in_words
from registry.site.vocabulary import labels
from registry.site.workbooks import Sheet

NONE_HELD = "未入梯队"


def matrix_sheet(board: Board, enterprises: pl.DataFrame, tier: Tier, query: MatrixQuery) -> Sheet:
    """A line for each enterprise that fits, a column for each criterion of the tier with its answer and figures."""
    titles = [
        "序号", "企业名称", "统一社会信用代码", "所属镇街", "产业集群", "现梯队", "目标梯队", "差距", "差项", "缺数据",
        *(one.title for one in tier.criteria), "企业标签", "核对日期",
    ]  # fmt: skip
    rows = rows_of(board, tier, fitting(board, enterprises, tier, query))
    day = board.today.isoformat()
    return Sheet(titles, [_line(place, row, tier, day) for place, row in enumerate(rows, start=1)])


def _line(place: int, row: MatrixRow, tier: Tier, day: str) -> list[str]:
    return [
        str(place),
        row.name,
        "" if row.key.startswith("id-") else row.key,
        row.township or "",
        row.cluster or "",
        row.held.title if row.held else NONE_HELD,
        tier.title,
        distance_in_words(row.missing, row.unknown),
        str(row.missing),
        str(row.unknown),
        *(answer_in_words(gap.answer, gap.value, gap.needed, gap.unit) for gap in row.gaps),
        "；".join(row.tags),
        day,
    ]


def titles_sheet(held: Sequence[Holding]) -> Sheet:
    """A line for each title with its deadlines."""
    titles = [
        "序号", "企业名称", "统一社会信用代码", "所属镇街", "称号", "级别", "批次", "文号", "到期", "复核年份",
    ]  # fmt: skip
    levels = labels("recognition", "level")
    return Sheet(titles, [_title_line(place, one, levels) for place, one in enumerate(held, start=1)])


def _title_line(place: int, one: Holding, levels: dict[str, str]) -> list[str]:
    return [
        str(place),
        one.name,
        "" if one.key.startswith("id-") else one.key,
        one.township or "",
        one.title.title,
        levels.get(one.title.level or "", ""),
        one.round,
        one.document_number or "",
        one.expiry.on.isoformat() if one.expiry else "",
        str(one.review.on.year) if one.review else "",
    ]
