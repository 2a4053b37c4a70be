"""A desk with the database open."""

from pathlib import Path

import pytest

from registry.database.engine import RegistryEngine
from registry.settings import Settings
from tests.registry.imports.desk import Desk


@pytest.fixture
def desk(settings: Settings, database: RegistryEngine, tmp_path: Path) -> Desk:
    """Where a test hands in exports."""
    return Desk(settings, tmp_path / "exports")
