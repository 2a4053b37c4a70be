"""How much a single file may take to read (读取限额)."""

from dataclasses import dataclass

LONGEST_CELL = 32_767
"""Characters that a cell of a workbook holds; a longer text could not be exported as one."""

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on reading one file: wall time, memory, what archives unpack to, and the size of a table."""

    seconds: float = 600.0
    memory_bytes: int = 1228 * MEBIBYTE
    """Most resident memory of the child process; 1.2 GiB."""
    unpacked_bytes: int = 2048 * MEBIBYTE
    """Most bytes all parts of an xlsx may unpack to; 2 GiB."""
    rows: int = 20_000_000
    cells: int = 500_000_000
    columns: int = 2_000


DEFAULT = Limits()
