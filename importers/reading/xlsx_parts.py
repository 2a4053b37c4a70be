"""The zip and XML below an xlsx: opened with suspicion, read in pieces."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from importers.limits import Limits
from importers.reading.errors import UnreadableFile, mebibytes

PIECE = 1024 * 1024
MOST_PARTS = 20_000
MOST_RATIO = 1_000
"""Deflate cannot pack better than about 1,030 to 1; real sheets stay below 200."""
_FREE = 16 * 1024 * 1024
"""Parts that unpack to less than this are never suspicious."""


def open_archive(path: Path, limits: Limits) -> zipfile.ZipFile:
    """The zip at `path`, its directory checked. Raises UnreadableFile for broken and suspicious ones."""
    try:
        archive = zipfile.ZipFile(path)
        parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFile("file_broken", {"reason": f"zip: {error}"}) from error
    total = sum(part.file_size for part in parts)
    if total > limits.unpacked_bytes or len(parts) > MOST_PARTS:
        raise UnreadableFile(
            "unpacked_too_large", {"size": mebibytes(total), "limit": mebibytes(limits.unpacked_bytes)}
        )
    for part in parts:
        if part.flag_bits & 1:
            raise UnreadableFile("password_protected")
        if part.file_size > _FREE and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            ratio = str(part.file_size // max(part.compress_size, 1))
            raise UnreadableFile("packed_suspiciously", {"ratio": ratio})
    return archive


def pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The unpacked bytes of a part. Raises UnreadableFile where it is damaged or longer than it says."""
    try:
        with archive.open(part) as file:
            while piece := file.read(PIECE):
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError) as error:
        raise UnreadableFile("file_broken", {"reason": f"{part}: {error}"}) from error
    except (NotImplementedError, RuntimeError) as error:
        raise UnreadableFile("file_broken", {"reason": f"{part}: {error}"}) from error


def parse(archive: zipfile.ZipFile, part: str, parser: expat.XMLParserType) -> None:
    """Run `parser` over a part. Raises UnreadableFile for XML that is broken or declares entities."""
    for _ in steps(archive, part, parser):
        pass


def steps(archive: zipfile.ZipFile, part: str, parser: expat.XMLParserType) -> Iterator[None]:
    """As `parse`, pausing after every megabyte."""
    try:
        for piece in pieces(archive, part):
            parser.Parse(piece, False)
            yield
        parser.Parse(b"", True)
        yield
    except expat.ExpatError as error:
        raise UnreadableFile("file_broken", {"reason": f"{part}: {error}"}) from error
    except (ValueError, OverflowError, LookupError) as error:
        raise UnreadableFile("file_broken", {"reason": f"{part}: {error}"}) from error


def new_parser(encoding: str | None = None) -> expat.XMLParserType:
    """An expat parser that refuses document types and entities; `encoding` overrules what the XML says."""
    parser = expat.ParserCreate(encoding)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    return parser


def _refuse(*_: Any) -> int:
    raise UnreadableFile("xml_hostile")


def local(name: str) -> str:
    """A tag or attribute name without its namespace prefix."""
    return name.rpartition(":")[2]


def elements(archive: zipfile.ZipFile, part: str, visit: Callable[[str, dict[str, str]], None]) -> None:
    """Call `visit` with every element of a small part: local name, attributes by local name."""
    parser = new_parser()
    parser.StartElementHandler = lambda name, attrs: visit(
        local(name), {local(key): value for key, value in attrs.items()}
    )
    parse(archive, part, parser)
