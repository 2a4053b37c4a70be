"""Checking: canonical rows and problems from chunks of text, whole columns at once."""

from importers.checking import messages
from importers.checking.check import KEY_UNREADABLE, ROW_OK, Checked, check
from importers.checking.plan import SheetPlan, plan_sheet
from importers.checking.problems import PROBLEM_SCHEMA
from importers.checking.rows import Counts

messages.register()

__all__ = [
    "KEY_UNREADABLE",
    "PROBLEM_SCHEMA",
    "ROW_OK",
    "Checked",
    "Counts",
    "SheetPlan",
    "check",
    "plan_sheet",
]
