"""Every field of every record kind has its column, of the right type."""

import polars as pl
import pytest
from piccolo.table import Table

from registry.database.columns import BOOKKEEPING
from registry.database.piccolo_app import RECORD_TABLES
from schemas import catalogue

PARENTS = {
    "recognition": ("enterprise_id", {"enterprise_name", "enterprise_code"}),
    **{
        kind: ("patent_id", {"application_number"})
        for kind in ("event", "pledge", "stock_review", "offer", "licence")
    },
}
TYPES = {
    pl.String(): "TEXT",
    pl.List(pl.String): "TEXT[]",
    pl.Date(): "DATE",
    pl.Decimal(20, 2): "NUMERIC(20, 2)",
    pl.Decimal(20, 4): "NUMERIC(20, 4)",
    pl.Int64(): "BIGINT",
    pl.Boolean(): "BOOLEAN",
}


def field_columns(table: type[Table]) -> dict[str, str]:
    """Types by name of the columns that are fields or references, as PostgreSQL writes them."""
    return {
        column._meta.name: column.column_type
        for column in table._meta.columns
        if column._meta.name not in BOOKKEEPING
    }


def test_every_kind_has_its_table():
    assert list(RECORD_TABLES) == list(catalogue.records())


@pytest.mark.anyio
async def test_every_field_has_its_column(database):
    for kind, table in RECORD_TABLES.items():
        reference, replaced = PARENTS.get(kind, (None, set()))
        fields = catalogue.fields(kind).items()
        expected = {name: TYPES[field.dtype] for name, field in fields if name not in replaced}
        found = field_columns(table)
        references = {name: found.pop(name) for name in list(found) if name.endswith("_id")}
        assert found == expected
        assert set(references) == (
            {reference} if reference else {"agency_id"} if kind == "project" else set()
        )
        assert set(references.values()) <= {"BIGINT"}


@pytest.mark.parametrize("kind", RECORD_TABLES)
def test_required_fields_cannot_be_missing(kind):
    table = RECORD_TABLES[kind]
    for name, field in catalogue.fields(kind).items():
        if field.required and name not in PARENTS.get(kind, (None, set()))[1]:
            assert not table._meta.get_column_by_name(name)._meta.null, name
