"""Merges of enterprises as tables."""

from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.database.columns import Identity, document, integer, moment, parent, text, texts
from registry.database.tables import Operation
from registry.enterprises.tables import Enterprise

BY_CODE = """
    SELECT e.id FROM enterprise e WHERE e.credit_code = {code}
    UNION ALL SELECT m.kept_id FROM enterprise_merge m WHERE m.undone_at IS NULL AND {code} = ANY(m.codes)"""
"""The enterprise of a credit code, also by that of one that was merged into it."""
GIVEN_UP = """LATERAL (
    SELECT l.before AS record FROM change_entry l WHERE l.operation_id = m.operation_id AND l.kind = 'enterprise'
    AND l.record_id = m.old_id AND l.action = 'delete') given_up"""
"""What the register said of the enterprise given up, beside `enterprise_merge m`."""


class EnterpriseMerge(Table, tablename="enterprise_merge"):
    """合并: one enterprise given up for another. `codes` and `numbers` are keys that lead to the one kept from now on.

    `moved`: numbers of the records that were moved, by table; `dropped`: records that the one kept had already, by table.
    `left_alone`: what an undoing left alone.
    """

    id = Identity()
    operation_id = parent(Operation)
    kept_id = parent(Enterprise)
    old_id = integer(required=True)
    old_name = text(required=True)
    codes = texts()
    numbers = texts()
    moved = document()
    dropped = document()
    actor = text(required=True)
    reason = text(required=True)
    at = moment()
    undone_by = text()
    undone_at = moment(required=False)
    undone_reason = text()
    left_alone = document()

    enterprise_merge_text_check = Check("old_name <> '' AND reason <> ''")
    enterprise_merge_undone_check = Check("(undone_by IS NULL) = (undone_at IS NULL)")


class EnterpriseDistinction(Table, tablename="enterprise_distinction"):
    """A person's word that two enterprises that look alike are two. No foreign keys: it holds nobody back."""

    id = Identity()
    low_id = integer(required=True)
    high_id = integer(required=True)
    actor = text(required=True)
    reason = text()
    at = moment()

    enterprise_distinction_key = Unique([low_id, high_id])
    enterprise_distinction_order_check = Check("low_id < high_id")
