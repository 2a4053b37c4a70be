"""Logs: one record a line on standard error, for people or as JSON for programs."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from registry.settings import Settings

REQUEST: ContextVar[str | None] = ContextVar("registry_request", default=None)
"""Number of the request that the current task answers."""


def configure_logs(settings: Settings) -> None:
    """Write the log of this process as the settings say; what others than the registry say only from warnings on."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLine() if settings.log_format == "json" else PlainLine())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("registry").setLevel(logging.INFO)


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """What a record tells besides its message: the number of the request, and what was given as `extra={"facts": …}`."""
    request = REQUEST.get()
    return {**({"request": request} if request else {}), **getattr(record, "facts", {})}


def moment_of(record: logging.LogRecord) -> str:
    """When it was written, in UTC."""
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


class JsonLine(logging.Formatter):
    """A record as one JSON object; the trace of an error stands in `trace`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = {
            "time": moment_of(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **facts_of(record),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class PlainLine(logging.Formatter):
    """A record as words, its facts behind them; only the trace of an error takes lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        facts = " ".join(f"{name}={value}" for name, value in facts_of(record).items())
        message = record.getMessage().replace("\n", "\\n")
        line = f"{moment_of(record)} {record.levelname} {record.name}: {message} {facts}".rstrip()
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line
