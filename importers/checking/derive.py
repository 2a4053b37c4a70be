"""Fields that follow from others: constants of the file, composed texts, a patent's type, a title's kind."""

import polars as pl

from importers.checking.cells import Cells
from importers.checking.plan import PLACEHOLDER, SheetPlan, dtype_of
from importers.recognition.headers import normalise_header
from schemas import catalogue
from schemas.column import clean_column, read_column
from schemas.titles import TitleKindValue, TitleLevelValue

_TYPES = {"1": "invention", "8": "invention", "2": "utility_model", "9": "utility_model", "3": "design"}


def kind_digit(number: pl.Expr) -> pl.Expr:
    """The kind digit of a canonical application number (ZC 0006), old form or new."""
    return (
        pl.when(number.str.len_bytes() == 14).then(number.str.slice(4, 1)).otherwise(number.str.slice(2, 1))
    )


def patent_type_of(number: pl.Expr) -> pl.Expr:
    """专利类型 by the kind digit of a canonical application number."""
    return kind_digit(number).replace_strict(_TYPES, default=None, return_dtype=pl.String)


def derive(chunk: pl.DataFrame, plan: SheetPlan, cells: Cells) -> None:
    """Fill what the columns leave open."""
    if plan.own:
        return
    for name, text in plan.recognition.constants.items():
        if name in plan.fields:
            cells.put(name, _constant(name, text, chunk.height))
    profile = plan.recognition.profile
    for name, template in (profile.compose if profile else {}).items():
        cells.put(name, _composed(template, chunk, plan).alias(name))
    if "patent.patent_type" in plan.fields:
        _derive_type(cells)
    if "recognition.title" in plan.fields:
        _derive_title(cells)


def _derive_type(cells: Cells) -> None:
    given = cells.first("patent.patent_type")
    if given.null_count():
        number = cells.first("patent.application_number").to_frame("number")
        cells.put("patent.patent_type", number.select(patent_type_of(pl.col("number"))).to_series())


def _constant(name: str, text: str, height: int) -> pl.Series:
    values = read_column(pl.Series([text]), catalogue.field(*name.split(".", 1)).value_type).values[""]
    return values.new_from_index(0, height) if height else values.head(0)


def _composed(template: str, chunk: pl.DataFrame, plan: SheetPlan) -> pl.Series:
    """The template with its {headers} filled; a part between commas goes where a column is empty."""
    wanted = {header: plan.headers.get(normalise_header(header)) for header in PLACEHOLDER.findall(template)}
    columns = {header: clean_column(chunk[cell]).alias(header) for header, cell in wanted.items() if cell}
    frame = pl.DataFrame([*columns.values(), pl.Series("_height", [0]).new_from_index(0, chunk.height)])
    parts = [_part(part, set(columns)) for part in template.split("，")]
    joined = pl.concat_str(parts, separator="，", ignore_nulls=True)
    return frame.select(pl.when(joined != "").then(joined)).to_series()


def _part(part: str, columns: set[str]) -> pl.Expr:
    pieces = PLACEHOLDER.split(part)
    if any(header not in columns for header in pieces[1::2]):
        return pl.lit(None, dtype=pl.String)
    return pl.concat_str(pl.col(piece) if place % 2 else pl.lit(piece) for place, piece in enumerate(pieces))


def _derive_title(cells: Cells) -> None:
    titles = cells.first("recognition.title")
    distinct = titles.drop_nulls().unique().to_list()
    kinds = {title: str(TitleKindValue().find(title) or "other") for title in distinct}
    levels = {title: str(level) for title in distinct if (level := TitleLevelValue().find(title))}
    for name, words in (("recognition.title_kind", kinds), ("recognition.level", levels)):
        if words:
            cells.put(name, titles.replace_strict(words, default=None, return_dtype=dtype_of(name)))
