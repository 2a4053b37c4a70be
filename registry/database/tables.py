"""The operations on records and the log of what each changed."""

from piccolo.columns import ForeignKey, OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from registry.database.columns import Identity, document, integer, medium, moment, text


class Operation(Table, tablename="operation"):
    """One thing that a person or a program did, as one transaction. Append-only.

    `batch` names an import batch without a foreign key, which would go round in a circle.
    """

    id = Identity()
    kind = text(required=True)
    batch = medium()
    of_operation: ForeignKey[Table] = ForeignKey(
        "self", default=None, null=True, on_delete=OnDelete.restrict, index=True
    )
    actor = text(required=True)
    reason = text()
    at = moment()

    operation_kind_check = Check("kind <> ''")
    operation_actor_check = Check("actor <> ''")


class ChangeEntry(Table, tablename="change_entry"):
    """One change of one record, written by triggers whoever changed it. Append-only; read it as `ChangeLog`.

    `operation_id` has no foreign key; the trigger checks it once a statement instead of once a row. An insert
    has no image here: the record itself is the image, until a later entry keeps in `before` what it replaced.
    So records of consecutive numbers made in one statement share an entry, up to `last_record_id`.
    """

    id = Identity()
    operation_id = integer()
    kind = text(required=True)
    record_id = integer(required=True)
    action = text(required=True)
    actor = text(required=True)
    reason = text()
    before = document(required=False)
    after = document(required=False)
    at = moment()
    last_record_id = integer()

    change_entry_action_check = Check("action IN ('insert', 'update', 'delete')")
    change_entry_run_check = Check(
        "last_record_id IS NULL OR (last_record_id > record_id AND action = 'insert')"
    )


class ChangeLog(Table, tablename="change_log"):
    """变更记录 as it is read, a view on `ChangeEntry`; `after` of an insert is what the record said then."""

    id = Identity()
    operation_id = integer()
    kind = text(required=True)
    record_id = integer(required=True)
    action = text(required=True)
    actor = text(required=True)
    reason = text()
    before = document(required=False)
    after = document(required=False)
    at = moment()
