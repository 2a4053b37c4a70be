"""Invented input for the measurements: the yearly 中国专利数据库 layout, as csv and as xlsx.

Titles and sentences are those of the demonstration, put together anew: words are about as frequent as in real texts.
"""

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polars as pl
import xlsxwriter

from registry.demo.grammar import clusters, compose

CHUNK = 50_000
DRAFTS, SEED = 3000, 5
TYPES = ("发明授权", "实用新型")
SYMBOLS = ("A01K87/00; B29C70/32", "G01N27/90", "H04L9/32; G06F21/32", "A23L17/00; A23B4/03", "B63B21/50")
DISTRICTS = ("环翠区", "文登区", "荣成市", "乳山市")


def frames(rows: int, chunk: int = CHUNK) -> Iterator[pl.DataFrame]:
    """The invented rows in the 31 columns of the layout; every application number once and valid."""
    for start in range(0, rows, chunk):
        yield _frame(pl.int_range(start, min(rows, start + chunk), eager=True).alias("i"))


def write_csv(path: Path, rows: int) -> None:
    """A csv file with a byte order mark, as the layout is passed around."""
    with path.open("wb") as file:
        for number, frame in enumerate(frames(rows)):
            frame.write_csv(file, include_bom=number == 0, include_header=number == 0)


def write_xlsx(path: Path, rows: int) -> None:
    """The same rows as one sheet of texts."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        line = 0
        for frame in frames(rows):
            if line == 0:
                sheet.write_row(0, 0, frame.columns)
            for values in frame.iter_rows():
                line += 1
                sheet.write_row(line, 0, values)


def _frame(index: pl.Series) -> pl.DataFrame:
    i = pl.col("i")
    kind = i % 2 + 1
    digits = pl.format(
        "{}{}{}", 2016 + i // 2_000_000, kind, (i // 2 % 1_000_000 + 9_000_000).cast(pl.String)
    )
    filed = pl.date(2016, 1, 1) + pl.duration(days=i % 360)
    text = pl.concat_str(_choice(_clauses(), i * 7919 + n * 104_729) for n in range(12))
    claim = pl.concat_str(_choice(_clauses(), i * 6151 + n * 7) for n in range(4))
    serial = (100_000_000 + i).cast(pl.String)
    owner = pl.format("威海测试{}科技有限公司", i * 7919 % 50_000)
    return index.to_frame().select(
        pl.format("{}（{}号）", _choice(_titles(), i * 31), i).alias("专利名称"),
        _choice(TYPES, i).alias("专利类型"),
        owner.alias("申请人"),
        pl.format("CN{}.{}", digits, _check(digits)).alias("申请号"),
        filed.cast(pl.String).alias("申请日"),
        pl.format("CN{}{}", kind, serial.str.slice(1)).alias("公开公告号") + _choice(("B", "U"), i),
        (filed + pl.duration(days=400)).cast(pl.String).alias("公开公告日"),
        (pl.format("CN{}{}", kind, serial.str.slice(1)) + _choice(("B", "U"), i)).alias("授权公告号"),
        (filed + pl.duration(days=400)).cast(pl.String).alias("授权公告日"),
        pl.lit("企业").alias("申请人类型"),
        pl.format("山东省威海市环翠区测试路{}号", i % 997).alias("申请人地址"),
        pl.lit("山东").alias("申请人地区"),
        pl.lit("威海市").alias("申请人城市"),
        _choice(DISTRICTS, i).alias("申请人区县"),
        owner.alias("当前权利人"),
        pl.format("山东省威海市环翠区测试路{}号", i % 997).alias("当前专利权人地址"),
        pl.lit("企业").alias("专利权人类型"),
        pl.lit(None, dtype=pl.String).alias("统一社会信用代码"),
        pl.format("测试甲{}; 测试乙{}", i % 9001, i % 7001).alias("发明人"),
        _choice(SYMBOLS, i).alias("IPC分类号"),
        _choice(tuple(symbol.split(";")[0] for symbol in SYMBOLS), i).alias("IPC主分类号"),
        text.alias("摘要文本"),
        claim.alias("主权项内容"),
        *((i % (n + 3)).cast(pl.String).alias(name) for n, name in enumerate(COUNTS)),
    )


COUNTS = (
    "引证次数",
    "被引证次数",
    "自引次数",
    "他引次数",
    "被自引次数",
    "被他引次数",
    "家族引证次数",
    "家族被引证次数",
)


@cache
def _titles() -> tuple[str, ...]:
    return tuple(dict.fromkeys(title for title, _ in _drafts()))


@cache
def _clauses() -> tuple[str, ...]:
    """Pieces of abstracts, frequent ones as often as they were written."""
    return tuple(piece for _, text in _drafts() for piece in _CLAUSE.findall(text))


@cache
def _drafts() -> list[tuple[str, str]]:
    chance = random.Random(SEED)
    composed = (compose(chance.choice(list(clusters())), chance.choice("12"), chance) for _ in range(DRAFTS))
    return [(draft.title, draft.abstract) for draft in composed]


_CLAUSE = re.compile("[^，；。]+[，；。]")


def _choice(values: tuple[str, ...], number: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(values)).gather(number % len(values))


def _check(digits: pl.Expr) -> pl.Expr:
    """The check digit of ZC 0006, written for this bench alone so that the project is not its own judge."""
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    total = pl.sum_horizontal(
        digits.str.slice(n, 1).cast(pl.Int32) * weight for n, weight in enumerate(weights)
    )
    return pl.when(total % 11 == 10).then(pl.lit("X")).otherwise((total % 11).cast(pl.String))
