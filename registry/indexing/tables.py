"""What the search index still has to take in."""

from piccolo.constraints import Check
from piccolo.table import Table

from registry.database.columns import Identity, integer, moment, text


class IndexOutbox(Table, tablename="index_outbox"):
    """An entry for every change of a record, written by the same trigger as the change log.

    Records of consecutive numbers that came or went in one statement share an entry: every number from `record_id` to
    `last_record_id` changed, and exists unless it was deleted. `last_record_id` is null for a record alone.
    """

    id = Identity()
    kind = text(required=True)
    record_id = integer(required=True)
    at = moment()
    last_record_id = integer()

    index_outbox_run_check = Check("last_record_id > record_id")
