"""Import batches: the files, what became of every row, what was wrong, what lost, what people decided."""

from enum import StrEnum

from piccolo.columns import ForeignKey, Integer, Text
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.database.columns import (
    Identity,
    KeyPart,
    PrimaryKey,
    SmallIdentity,
    date,
    document,
    flag,
    integer,
    medium,
    moment,
    one_of,
    parent,
    small,
    text,
)
from registry.database.tables import Operation
from registry.enterprises.tables import Enterprise


class BatchState(StrEnum):
    """How far an import has come (批次的状态).

    A file handed in on the page is `uploaded` until it is checked, `checked` until somebody decides, then `received`
    (to be written) or `discarded` (given up). From the command line it begins as `received`.
    """

    UPLOADED = "uploaded"
    CHECKED = "checked"
    RECEIVED = "received"
    COMMITTED = "committed"
    FAILED = "failed"
    UNDONE = "undone"
    DISCARDED = "discarded"


class ImportSource(Table, tablename="import_source"):
    """来源: where an export comes from. Of two sources that disagree on a field the higher rank wins."""

    name = Text(primary_key=True, default=None)
    title = text(required=True)
    rank = medium(required=True)


class ImportBatch(Table, tablename="import_batch"):
    """批次: one file as it was received. Never deleted, so that rows may name it without a foreign key.

    `undo_asked`: {"actor":, "reason":} while the worker is to take it back, or to bring it in again.
    """

    id = SmallIdentity()
    sha256 = text(required=True)
    file_name = text(required=True)
    size = integer(required=True)
    stored_as = text()
    format = text()
    encoding = text()
    profile = text()
    source: ForeignKey[Table] = parent(ImportSource, required=False)
    exported_on = date()
    state = Text(default="received")
    actor = text(required=True)
    operation_id = parent(Operation, required=False)
    undone_by = parent(Operation, required=False)
    report = document()
    created_at = moment()
    committed_at = moment(required=False)
    failure = text()
    undo_asked = document(required=False)
    revision = Integer(
        default=0, help_text="Grows with every act of a person on the batch before it is committed."
    )

    import_batch_state_check = one_of("state", BatchState)
    import_batch_size_check = Check("size >= 0")


class ImportProgress(Table, tablename="import_progress"):
    """How far the work on a batch has come, as long as a process works on it: stage, rows done, rows expected (0: unknown)."""

    batch_id = KeyPart()
    stage = text(required=True)
    done = integer(required=True)
    expected = integer(required=True)
    at = moment()

    import_progress_pkey = PrimaryKey("batch_id")


class ImportRow(Table, tablename="import_row"):
    """What became of one row of a file, and of which record it speaks; read it row by row as the view `row_fate`.

    Rows that follow each other, met the same fate and speak of records of consecutive numbers share an entry, from `row`
    with `record_id` to `last_row`; that is null for a row alone.
    `batch_id` and `record_id` have no foreign keys: a batch writes a row here for every row of its file, and
    checking them would cost more than writing them. Batches can never be deleted.
    """

    batch_id = KeyPart()
    sheet = small(required=True)
    row = medium(required=True)
    item = small(required=True)
    fate = small(required=True)
    kind = text()
    record_id = integer()
    last_row = medium()

    import_row_run_check = Check("last_row IS NULL OR (last_row > row AND item = 0)")
    import_row_pkey = PrimaryKey("batch_id", "sheet", "row", "item")


class ImportProblem(Table, tablename="import_problem"):
    """One finding on a cell of a file, or on all of a row or a sheet.

    `batch_id` has no foreign key, for the reason given in `ImportRow`.
    """

    id = Identity()
    batch_id = medium(required=True)
    sheet = small(required=True)
    row = medium()
    column_name = text()
    value = text()
    severity = text(required=True)
    code = text(required=True)
    details = document()
    fix = text()
    applied = flag()

    import_problem_severity_check = Check("severity IN ('error', 'warning', 'note')")


class HeldValue(Table, tablename="held_value"):
    """A value that an export gave and that does not stand: another source or a person's word prevailed."""

    id = Identity()
    kind = text(required=True)
    record_id = integer(required=True)
    field = text(required=True)
    value = document(required=False)
    batch = medium(required=True)
    sheet = small(required=True)
    row = medium(required=True)
    reason = text(required=True)
    at = moment()

    held_value_key = Unique([kind, record_id, field, batch, sheet, row])
    held_value_reason_check = Check("reason IN ('lost', 'by_hand')")


class ConfirmedValue(Table, tablename="confirmed_value"):
    """A row of a higher export that said what was held already: `marks` are those of its values, by field."""

    id = Identity()
    kind = text(required=True)
    record_id = integer(required=True)
    batch = medium(required=True)
    sheet = small(required=True)
    row = medium(required=True)
    marks = document()

    confirmed_value_key = Unique([kind, record_id, batch, sheet, row])


class OwnerDecision(Table, tablename="owner_decision"):
    """A person's word on whether a name on patents means an enterprise."""

    id = Identity()
    name = text(required=True)
    enterprise_id = parent(Enterprise, required=False)
    verdict = text(required=True)
    actor = text(required=True)
    at = moment()

    owner_decision_key = Unique([name, enterprise_id], nulls_distinct=False)
    owner_decision_verdict_check = Check("verdict IN ('same', 'different')")


class SavedProfile(Table, tablename="saved_profile"):
    """A mapping of columns that a person saved, as the text of a profile file."""

    name = Text(primary_key=True, default=None)
    toml = text(required=True)
    actor = text(required=True)
    at = moment()
