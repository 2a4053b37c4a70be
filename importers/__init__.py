"""Spreadsheets in, checked rows and a report out; knows schemas, no database, no web."""

from importers.checking import Checked, check, plan_sheet
from importers.correcting import Correction
from importers.in_child import process_in_child
from importers.limits import Limits
from importers.options import Options
from importers.process import UnknownSheet, process
from importers.reading import UnreadableFile, Workbook, read
from importers.recognition import (
    Profile,
    ProfileError,
    Recognition,
    UnknownProfile,
    load_profiles,
    profile_from_mapping,
    read_profile,
    recognise,
)
from importers.spool import FileReport, SheetReport, load_problems, load_report

__all__ = [
    "Checked",
    "Correction",
    "FileReport",
    "Limits",
    "Options",
    "Profile",
    "ProfileError",
    "Recognition",
    "SheetReport",
    "UnknownProfile",
    "UnknownSheet",
    "UnreadableFile",
    "Workbook",
    "check",
    "load_problems",
    "load_profiles",
    "load_report",
    "plan_sheet",
    "process",
    "process_in_child",
    "profile_from_mapping",
    "read",
    "read_profile",
    "recognise",
]
