"""Values as the cells of an export: Chinese words for vocabularies, lists joined, formulas disarmed."""

import re
from collections.abc import Mapping, Sequence

import polars as pl

from schemas.catalogue import FieldSpec
from schemas.fees import FeeBase, FeeBaseValue, FeeMode, FeeModeValue
from schemas.vocabulary import VocabularyType

FORMULA = re.compile(r"^[=+\-@\t\r']")
"""A text that a spreadsheet might run as a formula, or that begins with the apostrophe that prevents it."""

_VOCABULARIES = {FeeModeValue: FeeMode, FeeBaseValue: FeeBase}


def guarded(text: pl.Expr) -> pl.Expr:
    """Texts that look like formulas with an apostrophe in front; the own-export profiles take it off."""
    return pl.when(text.str.contains(FORMULA.pattern)).then(pl.concat_str(pl.lit("'"), text)).otherwise(text)


def titles_of(specs: Sequence[FieldSpec]) -> list[str]:
    """The titles of the columns, formulas disarmed: not all of them are ours."""
    return [f"'{spec.title}" if FORMULA.match(spec.title) else spec.title for spec in specs]


def escaped(items: pl.Expr) -> pl.Expr:
    r"""List items in which `;` and `\\` are marked by a backslash, so that a joined list comes apart."""
    return items.list.eval(pl.element().str.replace_all(r"([\\;])", r"\$1"))


def as_texts(frame: pl.DataFrame, specs: Sequence[FieldSpec]) -> pl.DataFrame:
    """The columns of `specs` (named by field) as text for people and spreadsheets, formulas disarmed."""
    return frame.select(_text(frame.schema[spec.name], spec).alias(spec.name) for spec in specs)


def _text(dtype: pl.DataType, spec: FieldSpec) -> pl.Expr:
    column = pl.col(spec.name)
    if isinstance(dtype, pl.List):
        joined = escaped(column).list.join("; ")
        return guarded(pl.when(joined != "").then(joined))
    if isinstance(dtype, pl.Boolean):
        return pl.when(column).then(pl.lit("是")).when(~column).then(pl.lit("否"))
    if isinstance(dtype, pl.Decimal):
        return column.cast(pl.String).str.replace(r"(\.\d*?)0+$", "$1").str.strip_suffix(".")
    if not isinstance(dtype, pl.String):
        return column.cast(pl.String)
    labels = labels_of(spec)
    return guarded(column.replace(labels) if labels else column)


def labels_of(spec: FieldSpec) -> Mapping[str, str]:
    """Token → Chinese label of a closed vocabulary; empty for other fields."""
    value_type = spec.value_type
    if isinstance(value_type, VocabularyType):
        return {term.value: term.label for term in value_type.terms}
    terms = _VOCABULARIES.get(type(value_type))
    return {term.value: term.label for term in terms} if terms else {}
