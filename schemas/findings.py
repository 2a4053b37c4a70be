"""What a check has to say about a value: where, what is wrong, what was expected, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Severity(StrEnum):
    """How grave a finding is: 错误 refuses the value, 提醒 keeps it and flags it, 说明 only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on one value. Its text is made from `code` and `details` by `schemas.messages`.

    `fix` is the value to write instead, given only where it is certain; `applied` says that the value
    returned already is the fix.
    """

    severity: Severity
    code: str
    details: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    fix: str | None = None
    applied: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one cell: the values by output name ("" is the value itself), and remarks.

    An output that is missing or None was not given or could not be read; in the latter case a finding
    of severity ERROR says why.
    """

    values: Mapping[str, Any]
    findings: tuple[Finding, ...] = ()

    @property
    def value(self) -> Any:
        """The value itself, None where there is none."""
        return self.values.get("")

    @classmethod
    def of(cls, value: Any, *findings: Finding) -> "Reading":
        """A value with remarks."""
        return cls({"": value}, findings)


def error(code: str, **details: str) -> Finding:
    """A finding that refuses the value."""
    return Finding(Severity.ERROR, code, details)


def warning(code: str, *, fix: str | None = None, **details: str) -> Finding:
    """A finding that flags a value that is kept; with `fix` the value returned already is the fix."""
    return _fixed(Severity.WARNING, code, details, fix)


def note(code: str, *, fix: str | None = None, **details: str) -> Finding:
    """A finding that only tells; with `fix` the value returned already is the fix."""
    return _fixed(Severity.NOTE, code, details, fix)


def _fixed(severity: Severity, code: str, details: dict[str, str], fix: str | None) -> Finding:
    if fix is None:
        return Finding(severity, code, details)
    return Finding(severity, code, {**details, "fix": fix}, fix, applied=True)


def refused(code: str, **details: str) -> Reading:
    """A reading without a value, refused for one reason."""
    return Reading({}, (error(code, **details),))
