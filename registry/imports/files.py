"""The files people hand in, kept under the digest of their content in `<data>/files`."""

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept file: its digest (hexadecimal), size in bytes and name below the files folder."""

    sha256: str
    size: int
    stored_as: str


def keep_file(path: Path, folder: Path) -> Kept:
    """Copy a file into `folder` under its digest, once; a crash leaves either nothing or all of it."""
    digest = _digest(path)
    stored_as = f"{digest[:2]}/{digest}{path.suffix.lower()}"
    target = folder / stored_as
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as source, NamedTemporaryFile(dir=target.parent, delete=False) as copy:
            shutil.copyfileobj(source, copy, BLOCK)
            copy.flush()
            os.fsync(copy.fileno())
        Path(copy.name).replace(target)
    return Kept(digest, target.stat().st_size, stored_as)


def _digest(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
