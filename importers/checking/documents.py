"""公开(公告)号 and -日: whether it is of the application or of the grant, the kind code tells."""

import polars as pl

from importers.checking.cells import Cells
from importers.checking.derive import kind_digit
from importers.checking.plan import SheetPlan

_PUBLISHED = ("patent.publication_number", "patent.publication_date")
_GRANTED = ("patent.grant_number", "patent.grant_date")


def sort_documents(cells: Cells, plan: SheetPlan) -> None:
    """Move numbers and dates of grants out of the publication's fields, and the other way round.

    A utility model or design is never published before its grant, so its 公开(公告) is the grant. A number
    without kind code of an invention stays where its header puts it.
    """
    if not plan.by_kind or not any(name in cells.given for name in (*_PUBLISHED, *_GRANTED)):
        return
    frame = pl.DataFrame(
        [cells.first(name) for name in (_PUBLISHED[0], _GRANTED[0], "patent.application_number")]
    )
    moved = frame.select(
        _is_grant(pl.col(_PUBLISHED[0]), pl.col("patent.application_number")).alias("granted"),
        pl.col(_GRANTED[0]).str.contains(r"A[0-9]?$").fill_null(value=False).alias("published"),
    )
    moved = moved.with_columns(pl.col("published") & ~pl.col("granted"))
    if moved["granted"].any():
        for source, target in zip(_PUBLISHED, _GRANTED, strict=True):
            _move(cells, source, target, moved["granted"])
    if moved["published"].any():
        for source, target in zip(_GRANTED, _PUBLISHED, strict=True):
            _move(cells, source, target, moved["published"])


def _is_grant(number: pl.Expr, application: pl.Expr) -> pl.Expr:
    """Whether a publication number is that of a grant, by its kind code, else by the patent type it tells."""
    by_code = number.str.contains(r"[BCUYSD][0-9]?$").fill_null(value=False)
    published = number.str.contains(r"A[0-9]?$").fill_null(value=False)
    leading = pl.when(number.is_not_null()).then(number.str.slice(2, 1)).otherwise(kind_digit(application))
    return by_code | (~published & leading.is_in(["2", "3", "9"]).fill_null(value=False))


def _move(cells: Cells, source: str, target: str, where: pl.Series) -> None:
    """Where the mask is true, the value goes to the target unless that has one."""
    frame = pl.DataFrame([cells.first(source), cells.first(target), where.alias("where")])
    moved = frame.select(
        pl.when("where").then(pl.coalesce(target, source)).otherwise(target).alias(target),
        pl.when("where").then(None).otherwise(source).alias(source),
    )
    cells.set(source, moved[source])
    cells.set(target, moved[target])
