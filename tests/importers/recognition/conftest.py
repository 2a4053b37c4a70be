from collections.abc import Callable, Mapping

import polars as pl
import pytest

from importers.reading.model import Sheet
from importers.recognition import Recognition, load_profiles, recognise


@pytest.fixture
def recognised() -> Callable[..., Recognition]:
    """Recognise a sheet given as {header: cells}."""

    def make(
        columns: Mapping[str, list[str]],
        *,
        name: str = "Sheet1",
        saved: tuple[str, ...] = (),
        **options: object,
    ) -> Recognition:
        sheet = Sheet(
            0, name, list(columns), lambda problems: iter(()), preamble=options.pop("preamble", None)
        )
        head = pl.DataFrame(
            {f"c{place}": cells for place, cells in enumerate(columns.values())},
            schema_overrides={},
            strict=False,
        ).cast(pl.String)
        return recognise(sheet, head, load_profiles(saved), **options)

    return make
