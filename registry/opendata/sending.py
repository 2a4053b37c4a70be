"""A file to download, whole or in part: a download that broke off goes on where it stopped (RFC 9110, 14)."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from litestar import Response
from litestar.exceptions import HTTPException
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK, HTTP_206_PARTIAL_CONTENT

from registry.indexing.threads import in_thread
from registry.site.negotiation import AnyRequest

PIECE = 256 * 1024
ONE_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$")


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes of a file, the last one included."""

    first: int
    last: int

    @property
    def size(self) -> int:
        """How many bytes."""
        return self.last - self.first + 1


def part_of(header: str, size: int) -> Part | None:
    """The part asked for; None for the whole, as for several parts or another unit. Raises HTTPException (416)."""
    asked = ONE_RANGE.match(header.replace(" ", ""))
    if asked is None or asked.groups() == ("", ""):
        return None
    first, last = asked.groups()
    if not first:
        part = Part(max(0, size - int(last)), size - 1)
    else:
        part = Part(int(first), min(int(last), size - 1) if last else size - 1)
    if last and first and int(last) < int(first):
        return None
    if part.size < 1:
        raise HTTPException(status_code=416, headers={"content-range": f"bytes */{size}"})
    return part


async def send_file(
    request: AnyRequest, path: Path, *, tag: str, media_type: str, headers: dict[str, str]
) -> Response[object] | Stream:
    """The file, or the part of it that is asked for. Raises HTTPException (416), OSError."""
    file, size = await in_thread(_opened, path)
    same = request.headers.get("if-range", tag) == tag
    try:
        part = part_of(request.headers.get("range", ""), size) if same else None
    except HTTPException:
        file.close()
        raise
    given = part or Part(0, size - 1)
    told = {"etag": tag, "accept-ranges": "bytes", "content-length": str(given.size), **headers}
    if part:
        told["content-range"] = f"bytes {part.first}-{part.last}/{size}"
    return Stream(
        _pieces(file, given),
        status_code=HTTP_206_PARTIAL_CONTENT if part else HTTP_200_OK,
        media_type=media_type,
        headers=told,
    )


def _opened(path: Path) -> tuple[BinaryIO, int]:
    return path.open("rb"), path.stat().st_size


async def _pieces(file: BinaryIO, part: Part) -> AsyncIterator[bytes]:
    with file:
        await in_thread(file.seek, part.first)
        left = part.size
        while left and (piece := await in_thread(file.read, min(PIECE, left))):
            left -= len(piece)
            yield piece
