"""What the ladder keeps of its own."""

from piccolo.constraints import Check
from piccolo.table import Table

from registry.database.columns import Identity, date, moment, text


class LadderCriteria(Table, tablename="ladder_criteria"):
    """梯度标准: one version as the TOML that was saved, and the day from which it holds. Never deleted, but taken back."""

    id = Identity()
    title = text(required=True)
    holds_from = date(required=True)
    toml = text(required=True)
    actor = text(required=True)
    reason = text(required=True)
    at = moment()
    withdrawn_by = text()
    withdrawn_reason = text()
    withdrawn_at = moment(required=False)

    ladder_criteria_text_check = Check("title <> '' AND toml <> '' AND reason <> ''")
    ladder_criteria_withdrawn_check = Check("(withdrawn_by IS NULL) = (withdrawn_at IS NULL)")
