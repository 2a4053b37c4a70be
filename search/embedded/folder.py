"""Where an index lies: one folder for each time it was built, and a file that names the one in use.

<folder>/<index>/current        {"built": "<name>", "fingerprint": "<of the declaration>"}
<folder>/<index>/<name>/        what tantivy keeps
"""

import json
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Current:
    """Which of the builds is in use, and for which declaration it was made."""

    built: Path
    fingerprint: str


@dataclass(frozen=True, slots=True)
class IndexFolder:
    """The folder of one index."""

    path: Path

    @property
    def pointer(self) -> Path:
        """The file that names the build in use."""
        return self.path / "current"

    def current(self) -> Current | None:
        """The build in use; None where there is none, ValueError where the file is damaged."""
        try:
            told = json.loads(self.pointer.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return Current(self.path / Path(str(told["built"])).name, str(told["fingerprint"]))

    def stamp(self) -> tuple[int, ...]:
        """Changes whenever another build is put in use."""
        try:
            state = self.pointer.stat()
        except FileNotFoundError:
            return ()
        return (state.st_mtime_ns, state.st_ino)

    def begin(self) -> Path:
        """A fresh folder for a build."""
        built = self.path / secrets.token_hex(8)
        built.mkdir(parents=True)
        return built

    def use(self, built: Path, fingerprint: str) -> None:
        """Put a build in use, at once, and clear away all others."""
        fresh = self.path / f"{built.name}.current"
        fresh.write_text(json.dumps({"built": built.name, "fingerprint": fingerprint}), encoding="utf-8")
        fresh.replace(self.pointer)
        self.clear(built)

    def clear(self, keep: Path | None) -> None:
        """Remove all builds but one: those before it, and those that were not finished."""
        for entry in self.path.iterdir() if self.path.is_dir() else ():
            if entry.is_dir() and entry != keep:
                shutil.rmtree(entry, ignore_errors=True)

    def discard(self, built: Path) -> None:
        """Remove a build that came to nothing."""
        shutil.rmtree(built, ignore_errors=True)

    def size(self) -> int:
        """Bytes of the build in use."""
        current = self.current()
        return sum(entry.stat().st_size for entry in current.built.iterdir()) if current else 0
