"""What a killed process left on disk: spools of imports that are over, copies that were never finished."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from registry.settings import Settings

OLD_SECONDS = 86_400
"""Age from which a preview's spool or a half-made copy belongs to no living process."""


def spools(settings: Settings) -> list[Path]:
    """The spool folders there are. To be listed before asking which batches are unfinished: none is younger."""
    return list(_entries(settings.spool_folder, "*"))


def sweep(settings: Settings, found: list[Path], unfinished: set[int]) -> None:
    """Remove spools of batches that are over, and what is a day old of previews and half-made copies."""
    for folder in found:
        over = folder.name.isdigit() and int(folder.name) not in unfinished
        if over or (not folder.name.isdigit() and _old(folder)):
            shutil.rmtree(folder, ignore_errors=True)
    for copy in _entries(settings.files_folder, "*/tmp*"):
        if _old(copy):
            copy.unlink(missing_ok=True)


def _entries(folder: Path, pattern: str) -> Iterator[Path]:
    return folder.glob(pattern) if folder.is_dir() else iter(())


def _old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > OLD_SECONDS
    except FileNotFoundError:
        return False
