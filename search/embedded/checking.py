"""Whether the files of an index are as tantivy wrote them: each ends with its checksum."""

import json
import zlib
from pathlib import Path
from typing import BinaryIO

META = "meta.json"
MAGIC = 1337
TRAILER = 8
"""Bytes behind the footer: its length, and a magic number."""
BLOCK = 1 << 20


def damaged(built: Path) -> list[str]:
    """The names of the files of the last commit that are not as they were written. Files that vanish meanwhile were
    merged away; files of a commit that a killed writer did not finish are no part of the index.
    """
    try:
        meta = json.loads((built / META).read_text(encoding="utf-8"))
        entries = sorted(built.glob("*.*"))
    except FileNotFoundError:
        return [META]
    committed = {segment["segment_id"].replace("-", "") for segment in meta["segments"]}
    found = []
    for entry in entries:
        if entry.name.partition(".")[0] not in committed:
            continue
        try:
            intact = _intact(entry)
        except FileNotFoundError:
            continue
        if not intact:
            found.append(entry.name)
    return found


def _intact(path: Path) -> bool:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - TRAILER))
        trailer = file.read(TRAILER)
        length = int.from_bytes(trailer[:4], "little")
        if int.from_bytes(trailer[4:], "little") != MAGIC or length > size - TRAILER:
            return False
        body = size - TRAILER - length
        file.seek(body)
        try:
            expected = json.loads(file.read(length))["crc"]
        except (ValueError, KeyError):
            return False
        file.seek(0)
        return bool(_checksum(file, body) == expected)


def _checksum(file: BinaryIO, body: int) -> int:
    """CRC-32 of the first `body` bytes."""
    checksum = 0
    while body > 0:
        block = file.read(min(BLOCK, body))
        if not block:
            return -1
        checksum = zlib.crc32(block, checksum)
        body -= len(block)
    return checksum
