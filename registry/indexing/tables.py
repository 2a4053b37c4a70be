"""What the search index still has to take in, and what a search knows beside it."""

from piccolo.columns import Array, Text
from piccolo.constraints import Check, Unique
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


class IndexReplay(Table, tablename="index_replay"):
    """Entries of the outbox that the index in use took in while another one was being built, which has to repeat them."""

    id = Identity()
    kind = text(required=True)
    record_id = integer(required=True)
    last_record_id = integer()


class Synonym(Table, tablename="synonym"):
    """同义词: a group of words of the same meaning. Groups are added and removed, never changed."""

    id = Identity()
    words = Array(base_column=Text(), default=None, required=True)

    synonym_words_key = Unique([words])
    synonym_words_check = Check("cardinality(words) >= 2")
