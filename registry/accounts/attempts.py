"""How often a person or a network may fail before it has to wait; kept in the database, so that restarts forget nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from registry.database.engine import transaction

FORGET_AFTER = timedelta(hours=24)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)

_CHARGE = """
    INSERT INTO attempt (key, failures, last_at) VALUES ($1, 1, $2)
    ON CONFLICT (key) DO UPDATE SET
        failures = CASE WHEN attempt.last_at < $3 THEN 1 ELSE attempt.failures + 1 END, last_at = $2
    WHERE attempt.blocked_until IS NULL OR attempt.blocked_until <= $2
    RETURNING failures"""


class TooManyAttempts(Exception):
    """Wait until then; says nothing of whether what was asked for exists."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"too many attempts until {until.isoformat()}")
        self.until = until


def sign_in_limits(login: str, network: str) -> dict[str, int]:
    """Failures that are borne: of a login name from one network, from anywhere, and of a network as a whole."""
    return {f"login {login} from {network}": 5, f"login {login}": 20, f"network {network}": 50}


def wait_after(failures: int, borne: int) -> timedelta:
    """How long to wait after so many failures: nothing before those borne, then twice as long each time."""
    if failures < borne:
        return timedelta(0)
    doublings = min(failures - borne, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


async def charge(limits: Mapping[str, int], now: datetime) -> None:
    """Count an attempt before it is tried, so that many at once cannot slip through. Raises TooManyAttempts."""
    async with transaction() as connection:
        for key, borne in sorted(limits.items()):
            failures = await connection.fetchval(_CHARGE, key, now, now - FORGET_AFTER)
            if failures is None:
                until = await connection.fetchval("SELECT blocked_until FROM attempt WHERE key = $1", key)
                raise TooManyAttempts(until)
            wait = wait_after(failures, borne)
            await connection.execute(
                "UPDATE attempt SET blocked_until = $2 WHERE key = $1", key, now + wait if wait else None
            )


async def forgive(limits: Mapping[str, int], now: datetime) -> None:
    """An attempt turned out right: what concerns the person is forgotten, the network gets its own back.

    What is too old to count is cleared away, so that guesses at names do not pile up.
    """
    async with transaction() as connection:
        await connection.execute("DELETE FROM attempt WHERE last_at < $1", now - FORGET_AFTER)
        for key in sorted(limits):
            if key.startswith("network "):
                await connection.execute(
                    "UPDATE attempt SET failures = greatest(failures - 1, 0), blocked_until = NULL WHERE key = $1",
                    key,
                )
            else:
                await connection.execute("DELETE FROM attempt WHERE key = $1", key)
