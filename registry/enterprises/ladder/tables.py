"""What the ladder keeps of its own."""

from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.database.columns import Identity, date, integer, moment, text


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


class TitleReminder(Table, tablename="title_reminder"):
    """A deadline of a title (称号) that came near, noted once; `mailed_at`: when letters told of it.

    `recognition_id` has no foreign key, so that a title can go without its notes going first.
    """

    id = Identity()
    recognition_id = integer(required=True)
    due = text(required=True)
    on_day = date(required=True)
    noted_at = moment()
    mailed_at = moment(required=False)

    title_reminder_key = Unique([recognition_id, due, on_day])
    title_reminder_due_check = Check("due IN ('expiry', 'review')")
