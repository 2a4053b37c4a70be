"""Days as the bureau counts them: a day begins at midnight in Beijing, wherever the machine stands."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BUREAU_TIME = ZoneInfo("Asia/Shanghai")


def day_of(moment: str) -> str:
    """SQL for the bureau's day of a timestamptz; `moment` is SQL."""
    return f"({moment} AT TIME ZONE '{BUREAU_TIME.key}')::date"


TODAY = day_of("now()")
"""SQL for the bureau's day now. `current_date` is the day of the session, which counts in UTC."""


def today() -> date:
    """The bureau's day now."""
    return datetime.now(UTC).astimezone(BUREAU_TIME).date()
