"""What was found in a file, told as text, as JSON objects, and as the same workbook marked."""

from importers.reporting.marked import write_marked, write_marked_in_child
from importers.reporting.objects import file_object, problem_objects, sheet_object
from importers.reporting.text import printable, report_text

__all__ = [
    "file_object",
    "printable",
    "problem_objects",
    "report_text",
    "sheet_object",
    "write_marked",
    "write_marked_in_child",
]
