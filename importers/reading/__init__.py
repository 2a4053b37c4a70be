"""Any spreadsheet as text (读取): format, encoding, sheets and header found; every cell a text."""

from importers.reading.errors import UnreadableFile
from importers.reading.headers import normalise as normalise_header
from importers.reading.messages import MESSAGES
from importers.reading.model import RowProblem, Sheet, Workbook
from importers.reading.reader import read

__all__ = ["MESSAGES", "RowProblem", "Sheet", "UnreadableFile", "Workbook", "normalise_header", "read"]
