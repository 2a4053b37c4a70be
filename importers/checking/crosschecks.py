"""Fields of one row against each other: type and number, dates in their order, a licence within its term."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from importers.checking.plan import SheetPlan
from importers.checking.problems import Problems
from schemas.findings import Finding, Severity

_NUMBER = "patent.application_number"
_TERM_YEARS = {1: 20, 8: 20, 2: 10, 9: 10, 3: 15}
_TYPES = {"invention": 1, "utility_model": 2, "design": 3}


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """A rule on fields of a row: what is wrong where `fault` is true, and the field it is shown on."""

    needs: tuple[str, ...]
    fault: pl.Expr
    finding: Finding
    shown_on: str


_ORDER = (
    ("patent.publication_date", "patent.filing_date", "patent.published_before_filing"),
    ("patent.grant_date", "patent.filing_date", "patent.granted_before_filing"),
    ("patent.grant_date", "patent.publication_date", "patent.granted_before_publication"),
    ("patent.expiry_date", "patent.filing_date", "patent.expires_before_filing"),
    ("patent.lapse_date", "patent.filing_date", "patent.lapsed_before_filing"),
    ("offer.licence_to", "offer.licence_from", "offer.ends_before_start"),
    ("offer.licence_to", "patent.grant_date", "offer.ends_before_grant"),
    ("licence.ended_on", "licence.effective_on", "licence.ends_before_start"),
    ("pledge.released_on", "pledge.registered_on", "pledge.ends_before_start"),
    ("recognition.valid_to", "recognition.valid_from", "recognition.ends_before_start"),
    ("project.accepted_on", "project.approved_on", "project.accepted_before_start"),
)
"""Later day, earlier day, and what is said where they stand the other way round."""


def _warn(code: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(severity, code)


def _checks() -> Iterator[CrossCheck]:
    kind, number_year = pl.col("kind"), pl.col("year")
    filed = pl.col("patent.filing_date")
    yield CrossCheck(
        (_NUMBER, "patent.patent_type"),
        _leading_of_type(pl.col("patent.patent_type")) != pl.col("leading"),
        _warn("patent.type_conflicts"),
        "patent.patent_type",
    )
    for document in ("patent.publication_number", "patent.grant_number"):
        yield CrossCheck(
            (_NUMBER, document),
            _leading(pl.col(document)) != pl.col("leading"),
            _warn("patent.document_conflicts"),
            document,
        )
    filing_year = filed.dt.year().cast(pl.Int32)
    late = filing_year - number_year
    yield CrossCheck(
        (_NUMBER, "patent.filing_date"), late > 1, _warn("patent.filed_after_number"), "patent.filing_date"
    )
    yield CrossCheck(
        (_NUMBER, "patent.filing_date"),
        late == 1,
        _warn("patent.filed_year_after", Severity.NOTE),
        "patent.filing_date",
    )
    yield CrossCheck(
        (_NUMBER, "patent.filing_date"),
        (late < 0) & (kind < 8),
        _warn("patent.filed_before_number", Severity.NOTE),
        "patent.filing_date",
    )
    for later, earlier, code in _ORDER:
        fault = pl.col(later) < pl.col(earlier)
        yield CrossCheck((later, earlier), fault, _warn(code), later)
    last_year = number_year + kind.replace_strict(_TERM_YEARS, default=None, return_dtype=pl.Int32)
    yield CrossCheck(
        (_NUMBER, "offer.licence_to"),
        pl.col("offer.licence_to").dt.year() > last_year,
        _warn("offer.ends_after_term"),
        "offer.licence_to",
    )


def cross_check(frame: pl.DataFrame, chunk: pl.DataFrame, plan: SheetPlan, problems: Problems) -> None:
    """Report every row whose fields contradict each other; the values stay."""
    checks = [check for check in CHECKS if all(name in frame.columns for name in check.needs)]
    if not checks:
        return
    faults = frame.with_columns(_helpers(frame)).select(
        check.fault.alias(str(place)) for place, check in enumerate(checks)
    )
    for place, check in enumerate(checks):
        mask = faults[str(place)]
        if mask.any():
            columns = plan.of(check.shown_on)
            header = columns[0].match.header if columns else None
            text = chunk[columns[0].cells] if columns else frame[check.shown_on].cast(pl.String)
            problems.add_where(mask, check.finding, header, text)


def _helpers(frame: pl.DataFrame) -> list[pl.Expr]:
    """What several rules ask of a number: its year and kind, and the leading digit of the type's documents."""
    if _NUMBER not in frame.columns:
        return []
    new = pl.col(_NUMBER).str.len_bytes() == 14
    start = pl.col(_NUMBER).str.head(5).cast(pl.Int32, strict=False)
    kind = pl.when(new).then(start % 10).otherwise(start // 100 % 10)
    old_year = start // 1000
    year = (
        pl.when(new)
        .then(start // 10)
        .otherwise(old_year + pl.when(old_year >= 85).then(1900).otherwise(2000))
    )
    return [
        kind.alias("kind"),
        year.alias("year"),
        pl.when(kind < 8).then(kind).otherwise(kind - 7).alias("leading"),
    ]


def _leading(document: pl.Expr) -> pl.Expr:
    """The first digit of a publication number, which tells the type; none for the numbers of 1985 to 1988."""
    return _first_of({digit: document.str.starts_with(f"CN{digit}") for digit in (1, 2, 3)})


def _leading_of_type(patent_type: pl.Expr) -> pl.Expr:
    """The same digit for a patent type."""
    return _first_of({digit: patent_type == name for name, digit in _TYPES.items()})


def _first_of(cases: Mapping[int, pl.Expr]) -> pl.Expr:
    (first, condition), *rest = cases.items()
    chain = pl.when(condition).then(first)
    for digit, other in rest:
        chain = chain.when(other).then(digit)  # type: ignore[assignment]  # a chain of its own type
    return chain


CHECKS = tuple(_checks())
"""Every rule; those whose fields a sheet does not have are left out."""
