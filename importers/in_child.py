"""A whole file processed in a child process: JSON goes in, JSON comes out."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from importers.limits import DEFAULT, Limits
from importers.options import Options
from importers.process import UnknownSheet, process
from importers.progress import OnProgress
from importers.recognition import ProfileError, UnknownProfile
from importers.sandbox import run_in_child
from importers.spool import FileReport


def process_in_child(
    path: str | Path,
    out: str | Path,
    options: Options | None = None,
    limits: Limits = DEFAULT,
    on_progress: OnProgress | None = None,
) -> FileReport:
    """`process` in a child process with limits on time, memory and what archives unpack to.

    Raises UnreadableFile where the file is broken or hostile or a limit is reached, and as `process`.
    """
    order = {
        "path": str(path),
        "out": str(out),
        "options": (options or Options()).as_dict(),
        "limits": asdict(limits),
    }
    tell = (lambda done: on_progress(done["rows"], done["of"])) if on_progress else None
    answer = run_in_child("importers.in_child:process_order", order, limits, tell)
    if "refused" in answer:
        raise _REFUSALS[answer["refused"]](answer["message"])
    return FileReport.from_dict(answer["report"])


def process_order(order: Mapping[str, Any], progress: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """`process` as the child process calls it: JSON in, JSON out."""
    options = Options.from_dict(order["options"])
    limits = Limits(**order["limits"])
    try:
        report = process(
            order["path"], order["out"], options, lambda rows, of: progress({"rows": rows, "of": of}), limits
        )
    except tuple(_REFUSALS.values()) as error:
        return {"refused": type(error).__name__, "message": str(error)}
    return {"report": report.as_dict()}


_REFUSALS: Mapping[str, type[ValueError]] = {
    error.__name__: error for error in (UnknownProfile, UnknownSheet, ProfileError)
}
