"""Quick readings of whole columns: equal cells once, common spellings by vector, the rest one by one.

Nothing is defined here: every value equals what `schemas.column.read_column` gives for the same text, which
a property test holds.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import lru_cache

import polars as pl
import pyarrow as pa

from schemas.application_number import FIRST_LONG_YEAR, ApplicationNumberValue
from schemas.classification import ClassificationValue, IpcListValue
from schemas.column import FINDINGS_SCHEMA, ColumnReading, read_column
from schemas.names import NamesValue, NameValue
from schemas.placeholders import cleaned
from schemas.publication_number import PublicationNumberValue
from schemas.texts import LongTextValue, TextValue
from schemas.value_type import ValueType

SHORT = 2_048
"""Columns of fewer cells are read without any of this."""

FEW, SMALL, KEPT = 1_024, 65_536, 128
"""Columns of so few distinct cells, of so many bytes, are read once for all chunks; so many readings are remembered."""

_PLAIN = (LongTextValue, TextValue)
_Quick = Callable[[pl.Series], pl.Series]


def read_quickly(text: pl.Series, value_type: ValueType) -> ColumnReading:
    """The same as `schemas.column.read_column(text, value_type)`, faster on long columns."""
    if len(text) < SHORT:
        return read_column(text, value_type)
    if text.head(SHORT).n_unique() <= SHORT * 0.9:
        encoded = text.to_arrow(compat_level=pl.CompatLevel.newest()).dictionary_encode()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks()
        if len(encoded.dictionary) <= len(text) * _worth_the_trouble(value_type):
            return _each_once(encoded, value_type)
    return _read_all(text, value_type)


def _worth_the_trouble(value_type: ValueType) -> float:
    """The share of distinct cells up to which reading each of them once is worth it."""
    return 0.25 if isinstance(value_type, _PLAIN) else 0.6


def _read_all(text: pl.Series, value_type: ValueType) -> ColumnReading:
    quick = _QUICK.get(type(value_type))
    if quick is None:
        return read_column(text, value_type)
    return _completed(text, quick(text), value_type)


def _each_once(encoded: pa.DictionaryArray, value_type: ValueType) -> ColumnReading:
    """Read every distinct cell once and spread the values."""
    distinct = pl.Series("text", encoded.dictionary).cast(pl.String)
    entries = pl.Series("entry", encoded.indices).cast(pl.UInt32)
    if len(distinct) <= FEW and distinct.estimated_size() <= SMALL:
        texts = distinct.to_list()
        order = sorted(range(len(texts)), key=lambda place: (texts[place] is not None, texts[place]))
        reading = _read_few(tuple(texts[place] for place in order), value_type)
        entries = pl.Series(order, dtype=pl.UInt32).arg_sort().gather(entries).alias("entry")
    else:
        reading = _read_all(distinct, value_type)
    values = reading.values[entries]
    if reading.findings.is_empty():
        return ColumnReading(values, reading.findings)
    rows = pl.DataFrame([entries]).with_row_index("index")
    told = rows.join(
        reading.findings.rename({"index": "entry"}), on="entry", how="inner", maintain_order="left_right"
    )
    return ColumnReading(
        values, told.select(pl.col(name).cast(dtype) for name, dtype in FINDINGS_SCHEMA.items())
    )


@lru_cache(maxsize=KEPT)
def _read_few(texts: tuple[str | None, ...], value_type: ValueType) -> ColumnReading:
    """The few texts of a column that repeats itself; chunk after chunk they tend to be the same."""
    return _read_all(pl.Series(texts, dtype=pl.String), value_type)


def _completed(text: pl.Series, values: pl.Series, value_type: ValueType) -> ColumnReading:
    """The values found by vector; cells without one are read one by one."""
    open_ = (text.is_not_null() & values.is_null()).arg_true()
    nothing = {
        name: pl.Series([None], dtype=dtype).new_from_index(0, len(text))
        for name, dtype in value_type.outputs.items()
        if name
    }
    found = pl.DataFrame({"": values, **nothing}).select(list(value_type.outputs))
    if open_.is_empty():
        return ColumnReading(found, pl.DataFrame(schema=FINDINGS_SCHEMA))
    rest = read_column(text.gather(open_), value_type)
    places = pl.int_range(len(text), dtype=pl.UInt32, eager=True)
    places = places.scatter(
        open_, pl.int_range(len(text), len(text) + len(open_), dtype=pl.UInt32, eager=True)
    )
    told = rest.findings.with_columns(open_.cast(pl.UInt32).gather(rest.findings["index"]).alias("index"))
    return ColumnReading(pl.concat([found, rest.values])[places], told)


_HAN = r"[\x{4E00}-\x{9FA5}A-Za-z0-9·]"
_NAME = rf"[\x{{4E00}}-\x{{9FA5}}A-Za-z0-9]{_HAN}*(?:\({_HAN}+\){_HAN}*)*"
_NAMES = rf"^{_NAME}(?:;{_NAME})*$"
_SPELLINGS = {"（": "(", "）": ")", "；": ";", "、": ";", "|": ";", " | ": ";", "; ": ";"}


def _names(text: pl.Series) -> pl.Series:
    """Names of Chinese characters, letters and digits without blanks, in brackets or not, in any list."""
    return _lists(text, _NAMES, _SPELLINGS)


def _lists(text: pl.Series, pattern: str, spellings: Mapping[str, str]) -> pl.Series:
    """Cells that match the pattern, as they are or with other separators and brackets, as lists."""
    plain = pl.col("text").str.replace_all("; ", ";", literal=True)
    usual = (
        cleaned(text).with_columns(plain).with_columns(clean=pl.col("text").str.contains(pattern)).collect()
    )
    if not usual["clean"].all():
        usual = usual.select(_respelled(pattern, spellings))
    lists = usual["text"].str.split(";")
    longest = lists.list.len().max()
    if not isinstance(longest, int) or longest < 2:
        return lists
    repeated = (lists.list.n_unique() < lists.list.len()).fill_null(value=False)
    return lists.list.unique(maintain_order=True) if repeated.any() else lists


def _respelled(pattern: str, spellings: Mapping[str, str]) -> pl.Expr:
    """The texts that match the pattern in other spellings; null for those that do not."""
    plain = pl.col("text").str.replace_many(list(spellings), list(spellings.values()), leftmost=True)
    return pl.when(pl.col("clean")).then("text").when(plain.str.contains(pattern)).then(plain).alias("text")


def _name(text: pl.Series) -> pl.Series:
    """One such name."""
    plain = pl.col("text").str.replace_many(["（", "）"], ["(", ")"])
    named = cleaned(text).with_columns(plain)
    return named.select(pl.when(pl.col("text").str.contains(f"^{_NAME}$")).then("text")).collect().to_series()


_SYMBOL = r"[A-H][0-9]{2}[A-Z](?:[0-9]{1,4}/[0-9]{2,6})?"
_SYMBOLS = rf"^{_SYMBOL}(?:;{_SYMBOL})*$"
_SEPARATORS = {"; ": ";", " | ": ";", "|": ";", "；": ";", ",": ";", "，": ";", "、": ";"}


def _ipc_list(text: pl.Series) -> pl.Series:
    """Canonical symbols with any separator."""
    return _lists(text, _SYMBOLS, _SEPARATORS)


_DIGITS, _TENS, _HIGH, _SIX = 0x000F000F000F000F, 0x3030303030303030, 0xF0F0F0F0F0F0F0F0, 0x0606060606060606


def _application_number(text: pl.Series) -> pl.Series:
    """Twelve digits with a check digit that verifies; dot, `CN` and `ZL` or not (ZC 0006).

    Eight digits at once are one 64-bit number: its bytes are weighted and added up by multiplication.
    """
    bare = text.str.strip_prefix("ZL").str.strip_prefix("CN")
    frame = pl.DataFrame([bare.alias("bare")]).select(
        "bare",
        pl.col("bare").str.len_bytes().alias("size"),
        _word("bare", 0, 8).alias("first"),
        (_word("bare", 8, 4) | pl.lit(0x30303030 << 32, dtype=pl.UInt64)).alias("second"),
        _word("bare", -1, 1).alias("last"),
    )
    given = (
        pl.when(pl.col("last") == ord("X")).then(pl.lit(10, dtype=pl.UInt64)).otherwise(pl.col("last") - 48)
    )
    total = _weighted("first", (2, 3, 4, 5, 6, 7, 8, 9)) + _weighted("second", (2, 3, 4, 5, 0, 0, 0, 0))
    year = pl.col("bare").str.head(4)
    this_year = str(dt.datetime.now(dt.UTC).year)
    sound = (
        ((pl.col("size") == 13) | ((pl.col("size") == 14) & (pl.col("bare").str.slice(12, 1) == ".")))
        & _are_digits("first")
        & _are_digits("second")
        & (year >= str(FIRST_LONG_YEAR))
        & (year <= this_year)
        & pl.col("bare").str.slice(4, 1).is_in(["1", "2", "3", "8", "9"])
        & (total % 11 == given)
    )
    dotted = pl.when(pl.col("size") == 14).then("bare")
    return frame.select(
        pl.when(sound).then(
            dotted.otherwise(
                pl.concat_str(pl.col("bare").str.head(12), pl.lit("."), pl.col("bare").str.tail(1))
            )
        )
    ).to_series()


def _word(column: str, start: int, length: int) -> pl.Expr:
    """So many bytes of a column of ASCII as one unsigned number, first byte lowest; null where too few."""
    kind: Mapping[int, type[pl.DataType]] = {1: pl.UInt8, 4: pl.UInt32, 8: pl.UInt64}
    piece = pl.col(column).cast(pl.Binary).bin.slice(start, length)
    return piece.bin.reinterpret(dtype=kind[length], endianness="little").cast(pl.UInt64)


def _are_digits(column: str) -> pl.Expr:
    word = pl.col(column)
    high = pl.lit(_HIGH, dtype=pl.UInt64)
    tens = pl.lit(_TENS, dtype=pl.UInt64)
    return ((word & high) == tens) & (((word + pl.lit(_SIX, dtype=pl.UInt64)) & high) == tens)


def _weighted(column: str, weights: tuple[int, ...]) -> pl.Expr:
    """The sum of eight digits, each times its weight: bytes 0, 2, 4, 6 and 1, 3, 5, 7 in lanes of 16 bits."""
    mask = pl.lit(_DIGITS, dtype=pl.UInt64)
    even, odd = pl.col(column) & mask, (pl.col(column) // 256) & mask
    return (even * _lanes(weights[0::2])) // 2**48 + (odd * _lanes(weights[1::2])) // 2**48


def _lanes(weights: tuple[int, ...]) -> pl.Expr:
    """A factor by which the top lane of the product is the sum of lane n times weight n."""
    return pl.lit(sum(weight << (16 * (3 - place)) for place, weight in enumerate(weights)), dtype=pl.UInt64)


def _publication_number(text: pl.Series) -> pl.Series:
    """The canonical form, with or without `CN`; needs no cleaning."""
    bare = pl.col("text").str.contains(r"^[123](?:[0-9]{6}|[0-9]{8})(?:[A-Z][0-9]?)?$")
    whole = pl.when(bare).then(pl.concat_str(pl.lit("CN"), pl.col("text"))).otherwise("text")
    form = PublicationNumberValue().fast(pl.col("text"))[""]
    return text.to_frame("text").select(whole.alias("text")).select(form.alias("text")).to_series()


_QUICK: Mapping[type[ValueType], _Quick] = {
    ApplicationNumberValue: _application_number,
    ClassificationValue: _ipc_list,
    IpcListValue: _ipc_list,
    NamesValue: _names,
    NameValue: _name,
    PublicationNumberValue: _publication_number,
}
