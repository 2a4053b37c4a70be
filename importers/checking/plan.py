"""What is to be done with each column of a recognised sheet, worked out once before its rows are read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from importers.recognition.headers import normalise_header
from importers.recognition.kinds import KEYS
from importers.recognition.matching import ColumnMatch
from importers.recognition.recognise import Recognition
from schemas import catalogue
from schemas.classification import ClassificationValue
from schemas.column import clean_column
from schemas.credit_code import EnterpriseCodeValue
from schemas.fees import FeeTextValue
from schemas.money import MoneyValue
from schemas.value_type import ValueType

FEE_FIELDS = ("offer.fee_amount", "offer.fee_mode", "offer.fee_text")
"""The columns of a fee (许可使用费, 支付方式, 说明), in order of trust; each may hold any of its terms."""

SMALL_AMOUNT = 500
"""Bare amounts that hardly exceed this are taken for 万元."""

_ROUTED: Mapping[str, ValueType] = {
    "enterprise.credit_code": EnterpriseCodeValue(),
    "patent.ipc": ClassificationValue(),
}
"""Fields whose columns mix neighbours: the value type puts each cell where it belongs."""

_ALSO_FILLED: Mapping[str, tuple[str, ...]] = {
    "patent.application_number": ("patent.publication_number", "patent.grant_number", "patent.patent_type"),
    "patent.publication_number": ("patent.grant_number", "patent.application_number"),
    "patent.publication_date": ("patent.grant_date",),
    "patent.grant_number": ("patent.publication_number",),
    "patent.grant_date": ("patent.publication_date",),
    "patent.ipc_main": ("patent.locarno",),
    "offer.licence_years": ("offer.licence_from", "offer.licence_to"),
    "offer.licence_to": ("offer.licence_from", "offer.licence_years"),
    "recognition.title": ("recognition.title_kind", "recognition.level"),
}
"""Fields that a column of a field may fill beside it (by kind code, by shape, by derivation)."""


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """How one column is read. `outputs` names the field of each output of the value type."""

    match: ColumnMatch
    value_type: ValueType
    outputs: Mapping[str, str]
    assumed_unit: bool = False

    @property
    def field(self) -> str:
        """The field the column fills in the first place."""
        return self.match.field or ""

    @property
    def cells(self) -> str:
        """The name of the column in a chunk."""
        return f"c{self.match.index}"


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """All columns to read, the key, and every canonical column of the result with its type."""

    sheet: int
    recognition: Recognition
    columns: tuple[ColumnPlan, ...]
    fields: Mapping[str, pl.DataType]
    key: str
    headers: Mapping[str, str] = field(default_factory=dict)
    guarded: bool = True

    @property
    def own(self) -> bool:
        """Whether the sheet is an export of ours, whose values stand as they are."""
        profile = self.recognition.profile
        return profile is not None and profile.outputs == "own"

    @property
    def by_kind(self) -> bool:
        """Whether document numbers go where their kind codes say."""
        profile = self.recognition.profile
        return profile is None or profile.documents == "by_kind"

    def of(self, name: str) -> tuple[ColumnPlan, ...]:
        """The columns that fill a field, in order of trust."""
        return tuple(column for column in self.columns if column.field == name)

    def header_of(self, name: str) -> str | None:
        """The header of the first column that fills a field."""
        return next((column.match.header for column in self.of(name)), None)


def plan_sheet(
    sheet: int, recognition: Recognition, head: pl.DataFrame, *, guarded: bool = True
) -> SheetPlan:
    """The plan for a sheet that is importable; `head` are its first rows.

    `guarded` says that exports of ours in this format have an apostrophe before texts like formulas.
    """
    matches = [match for match in recognition.columns if match.field]
    order = _order_of_fields(recognition)
    columns = [
        _column(match, recognition, head) for match in sorted(matches, key=lambda match: _trust(match, order))
    ]
    root = next(kind for kind in recognition.kinds if kind in KEYS)
    return SheetPlan(
        sheet=sheet,
        recognition=recognition,
        columns=tuple(columns),
        fields={name: dtype_of(name) for name in _all_fields(columns, recognition)},
        key=KEYS[root][0],
        guarded=guarded,
        headers={
            normalise_header(match.header): f"c{match.index}" for match in reversed(recognition.columns)
        },
    )


def _order_of_fields(recognition: Recognition) -> dict[str, int]:
    """The rank of each header in its profile: of two columns for one field the first is trusted more."""
    profile = recognition.profile
    return {header: rank for rank, header in enumerate(profile.columns)} if profile else {}


def _trust(match: ColumnMatch, order: Mapping[str, int]) -> tuple[int, int, float, int]:
    basis = {"user": 0, "shape": 1, "profile": 2, "alias": 3}.get(match.basis, 4)
    basis = 4 if match.basis == "shape" and match.was is None else basis
    return basis, order.get(normalise_header(match.header), 9999), -match.confidence, match.index


def _column(match: ColumnMatch, recognition: Recognition, head: pl.DataFrame) -> ColumnPlan:
    kind, name = (match.field or "").split(".", 1)
    spec = catalogue.field(kind, name)
    own = recognition.profile is not None and recognition.profile.outputs == "own"
    if own:
        return ColumnPlan(match, spec.value_type, {"": spec.qualified})
    value_type = _ROUTED.get(spec.qualified, spec.value_type)
    unit, assumed = _unit(match, head)
    if spec.qualified in FEE_FIELDS:
        return ColumnPlan(match, FeeTextValue(unit), _outputs(kind, "fee_text", FeeTextValue()), assumed)
    if isinstance(value_type, MoneyValue):
        value_type = MoneyValue(unit)
    return ColumnPlan(match, value_type, _outputs(kind, name, value_type))


def _outputs(kind: str, name: str, value_type: ValueType) -> dict[str, str]:
    """Output → field: "" is the field, `_currency` is appended to its name, others are fields' names."""
    names = {"": name}
    names |= {
        output: name + output if output.startswith("_") else output for output in value_type.outputs if output
    }
    known = catalogue.fields(kind)
    return {output: f"{kind}.{target}" for output, target in names.items() if target in known}


def _unit(match: ColumnMatch, head: pl.DataFrame) -> tuple[str, bool]:
    """元 or 万元 for bare numbers of a column, and whether that is only assumed from how small they are."""
    if match.rule.unit and "万" in match.rule.unit:
        return "万元", False
    if match.rule.unit or match.field != "offer.fee_amount":
        return "元", False
    cells = clean_column(head[f"c{match.index}"]).drop_nulls()
    amounts = cells.filter(cells.str.contains(r"^\d+(?:\.\d+)?$")).cast(pl.Float64, strict=False).drop_nulls()
    amounts = amounts.filter(amounts > 0)
    small = amounts.len() >= 5 and float(amounts.quantile(0.95) or 0) <= SMALL_AMOUNT
    return ("万元", True) if small else ("元", False)


def _all_fields(columns: list[ColumnPlan], recognition: Recognition) -> list[str]:
    names = [target for column in columns for target in (*column.outputs.values(), *column.match.rule.also)]
    names += recognition.constants
    names += recognition.profile.compose if recognition.profile else ()
    own = recognition.profile is not None and recognition.profile.outputs == "own"
    if not own:
        names += [extra for name in list(names) for extra in _ALSO_FILLED.get(name, ())]
    kinds = recognition.kinds
    return [name for name in _catalogue_order() if name in set(names) and name.split(".", 1)[0] in kinds]


def _catalogue_order() -> list[str]:
    return [spec.qualified for kind in catalogue.records() for spec in catalogue.fields(kind).values()]


def dtype_of(name: str) -> pl.DataType:
    """The type of the canonical column "kind.field"."""
    kind, field_name = name.split(".", 1)
    return catalogue.field(kind, field_name).dtype


PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
"""A column's header in a text to compose."""
