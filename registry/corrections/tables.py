"""更正 as a table: what was proposed for one field of one enterprise, and the answer."""

from piccolo.columns import Text
from piccolo.constraints import Check
from piccolo.table import Table

from registry.corrections.rules import State
from registry.database.columns import Identity, document, key_text, moment, one_of, parent, text
from registry.enterprises.tables import Enterprise


class RecordCorrection(Table, tablename="record_correction"):
    """更正申请: `held` is the value when it was proposed, `proposed` the text as it was typed; empty clears the field."""

    id = Identity()
    enterprise_id = parent(Enterprise)
    field = text(required=True)
    held = document(required=False)
    proposed = key_text()
    reason = text(required=True)
    state = Text(default=State.PROPOSED.value)
    proposed_by = text(required=True)
    created_at = moment()
    decided_by = text()
    answer = text()
    decided_at = moment(required=False)

    record_correction_state_check = one_of("state", State)
    record_correction_reason_check = Check("reason <> ''")
    record_correction_decided_check = Check("(state = 'proposed') = (decided_at IS NULL)")
