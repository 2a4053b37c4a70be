"""What the search index still has to take in."""

from piccolo.table import Table

from registry.database.columns import Identity, integer, moment, text


class IndexOutbox(Table, tablename="index_outbox"):
    """One entry for every change of a record, written by the same trigger as the change log."""

    id = Identity()
    kind = text(required=True)
    record_id = integer(required=True)
    at = moment()
