"""A whole file through reading, recognition and checking into a spool."""

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from importers.ahead import ahead
from importers.checking import Checked, Counts, SheetPlan, check, plan_sheet
from importers.checking.problems import problem_frame
from importers.chunks import chain, gathered
from importers.correcting import corrected
from importers.limits import DEFAULT, Limits
from importers.options import Options
from importers.progress import OnProgress, Progress
from importers.reading import RowProblem, Sheet, Workbook, read
from importers.recognition import Profile, Recognition, known_headers, load_profiles, recognise
from importers.spool import PROBLEMS, ArrowWriter, FileReport, ProblemWriter, SheetReport, iso, latest
from schemas.column import clean_column
from schemas.findings import Finding, Severity

AT_ONCE = 2
"""So many chunks are checked at once."""


class UnknownSheet(ValueError):
    """A sheet was asked for that the file does not have; the message lists its sheets."""


def process(
    path: str | Path,
    out: str | Path,
    options: Options | None = None,
    on_progress: OnProgress | None = None,
    limits: Limits = DEFAULT,
) -> FileReport:
    """Read, recognise and check a file into the spool folder `out`; returns what summary.json says.

    Raises UnreadableFile, UnknownProfile, UnknownSheet, ProfileError.
    """
    path, out, options = Path(path), Path(out), options or Options()
    out.mkdir(parents=True, exist_ok=True)
    workbook = read(path, known_headers(), limits)
    _must_have(workbook, options.sheet)
    progress = Progress(path, workbook.format, on_progress)
    with ProblemWriter(out / PROBLEMS) as problems:
        for finding in workbook.findings:
            problems.write(problem_frame(0, None, None, None, finding))
        work = _Work(path, out, options, load_profiles(options.saved), problems, progress)
        done = [_sheet(sheet, work) for sheet in workbook.sheets]
    report = _report(path, options.sha256 or _digest(path), workbook, done, problems.counts)
    report.save(out)
    return report


def _must_have(workbook: Workbook, sheet: str | None) -> None:
    names = [entry.name for entry in workbook.sheets]
    if sheet is not None and sheet not in names:
        raise UnknownSheet(f"没有工作表“{sheet}”。文件里有：{'、'.join(names)}。")


@dataclass(frozen=True, slots=True)
class _Done:
    report: SheetReport
    recognition: Recognition | None


@dataclass(frozen=True, slots=True)
class _Work:
    """What every sheet of a file is processed with."""

    path: Path
    out: Path
    options: Options
    profiles: Sequence[Profile]
    problems: ProblemWriter
    progress: Progress


def _sheet(sheet: Sheet, work: _Work) -> _Done:
    options, problems = work.options, work.problems
    if options.sheet is not None and sheet.name != options.sheet:
        problems.write(
            problem_frame(sheet.index, None, None, None, Finding(Severity.NOTE, "sheet.not_asked"))
        )
        return _Done(_sheet_report(sheet, None, Counts(), None, None), None)
    chunks = ahead(gathered(corrected(sheet.chunks(), sheet, options.corrections)))
    first = next(chunks, None)
    head = first if first is not None else sheet.head()
    recognition = recognise(
        sheet, head, work.profiles, file_name=work.path.name, profile=options.profile, mapping=options.mapping
    )
    for header, finding in recognition.findings:
        problems.write(problem_frame(sheet.index, sheet.header_row or None, header, None, finding))
    data = f"{sheet.index}.arrow" if recognition.importable else None
    counts = Counts()
    fields: list[str] = []
    if data is None:
        for chunk in chain(first, chunks):
            _count_skipped(chunk, counts)
    else:
        plan = plan_sheet(sheet.index, recognition, head, guarded=work.progress.guarded)
        counts = _check_all(chain(first, chunks), plan, work.out / data, problems, work.progress)
        fields = list(plan.fields)
    for problem in sheet.problems():
        problems.write(_row_problem(sheet.index, problem))
    report = replace(_sheet_report(sheet, recognition, counts, data, head), fields=fields)
    return _Done(report, recognition)


def _check_all(
    chunks: Iterator[pl.DataFrame],
    plan: SheetPlan,
    path: Path,
    problems: ProblemWriter,
    progress: Progress,
) -> Counts:
    """Check every chunk; reading goes on in one thread and writing in another."""
    counts = Counts()
    schema = {
        "_row": pl.Int32(),
        "_item": pl.Int16(),
        "_digest": pl.Int64(),
        "_state": pl.Int8(),
        **plan.fields,
    }
    with ArrowWriter(path, schema) as writer:
        for checked, size in ahead(_checked(chunks, plan, progress)):
            counts.add(checked.counts)
            writer.write(checked.rows)
            problems.write(checked.problems)
            progress.add(size)
    return counts


def _checked(
    chunks: Iterator[pl.DataFrame], plan: SheetPlan, progress: Progress
) -> Iterator[tuple[Checked, int]]:
    """Chunks checked, two at a time."""
    waiting: deque[tuple[Future[Checked], int]] = deque()
    with ThreadPoolExecutor(AT_ONCE, "check") as workers:
        for chunk in chunks:
            progress.learn(chunk)
            waiting.append((workers.submit(check, chunk, plan), chunk.height))
            if len(waiting) >= AT_ONCE:
                checked, size = waiting.popleft()
                yield checked.result(), size
        for checked, size in waiting:
            yield checked.result(), size


def _count_skipped(chunk: pl.DataFrame, counts: Counts) -> None:
    """Rows of a sheet that is not imported: all refused but the blank ones."""
    cells = [name for name in chunk.columns if name.startswith("c")]
    blank = (
        int(chunk.select(pl.all_horizontal(pl.col(cells).is_null())).to_series().sum())
        if cells
        else chunk.height
    )
    counts.read += chunk.height
    counts.blank += blank
    counts.refused += chunk.height - blank


def _sheet_report(
    sheet: Sheet, recognition: Recognition | None, counts: Counts, data: str | None, head: pl.DataFrame | None
) -> SheetReport:
    columns = [
        {
            "header": match.header,
            "field": match.field,
            "confidence": match.confidence,
            "basis": match.basis,
            "sample": _sample(head, match.index),
            "ignored": match.rule.ignore,
        }
        for match in (recognition.columns if recognition else ())
    ]
    return SheetReport(
        index=sheet.index,
        sheet=sheet.name,
        header_row=sheet.header_row,
        profile=recognition.profile.name if recognition and recognition.profile else None,
        kinds=list(recognition.kinds) if recognition else [],
        columns=columns,
        rows={
            "read": counts.read,
            "blank": counts.blank,
            "refused": counts.refused,
            "repeated": counts.repeated,
        },
        data=data,
        guesses=[
            {"profile": guess.profile.name, "title": guess.profile.title, "score": round(guess.score, 2)}
            for guess in (recognition.guesses if recognition else ())
        ],
    )


def _sample(head: pl.DataFrame | None, index: int) -> str | None:
    """The first cell of a column that says something."""
    if head is None:
        return None
    filled = clean_column(head[f"c{index}"].head(1000)).drop_nulls()
    return str(filled[0])[:80] if len(filled) else None


def _row_problem(sheet: int, problem: RowProblem) -> pl.DataFrame:
    finding = Finding(problem.severity, problem.code, problem.details, problem.fix, problem.applied)
    return problem_frame(sheet, problem.row, problem.column, problem.value[:500], finding)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _report(
    path: Path, sha256: str, workbook: Workbook, done: Sequence[_Done], problems: dict[str, int]
) -> FileReport:
    main = next((entry for entry in done if entry.report.data), done[0] if done else None)
    recognition = main.recognition if main else None
    return FileReport(
        file=path.name,
        sha256=sha256,
        size=path.stat().st_size,
        format=workbook.format,
        encoding=workbook.encoding,
        profile=main.report.profile if main else None,
        source=recognition.source if recognition else "unknown",
        exported_on=iso(latest([entry.recognition.exported_on for entry in done if entry.recognition])),
        sheets=[entry.report for entry in done],
        problems=problems,
    )
