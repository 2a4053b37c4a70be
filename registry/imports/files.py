"""The files people hand in, kept under the digest of their content in `<data>/files`."""

import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import IO

BLOCK = 1 << 20
LONGEST_NAME = 80
"""Characters of a file's name that are kept: a system takes 255 bytes, three a Chinese character."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept file: its digest (hexadecimal), size in bytes and name below the files folder."""

    sha256: str
    size: int
    stored_as: str


def keep_file(path: Path, folder: Path) -> Kept:
    """Copy a file into `folder` under its digest, once; a crash leaves either nothing or all of it."""
    digest = digest_of(path)
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


def keep_upload(source: IO[bytes], name: str, folder: Path) -> Kept:
    """Keep what a browser sends, as `keep_file` does."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix="tmp") as handed_in:
        path = Path(handed_in) / safe_name(name)
        with path.open("wb") as target:
            shutil.copyfileobj(source, target, BLOCK)
        return keep_file(path, folder)


def safe_name(name: str) -> str:
    """The name of a file as somebody gave it, without folders or anything that is no sign; shortened before its ending."""
    plain = "".join(sign for sign in re.split(r"[/\\\\]", name)[-1] if sign.isprintable()).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if not dot or not re.fullmatch(r"[A-Za-z0-9]{1,8}", ending):
        return plain[:LONGEST_NAME] or "file"
    return f"{stem[:LONGEST_NAME] or 'file'}.{ending}"


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's content, hexadecimal. Raises OSError."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
