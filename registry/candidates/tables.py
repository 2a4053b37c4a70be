"""候选 as tables: rounds, candidacies, their steps and their files."""

from piccolo.columns import Integer
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.accounts.tables import Account
from registry.candidates.rules import State
from registry.database.columns import (
    Identity,
    date,
    document,
    integer,
    key_text,
    moment,
    one_of,
    parent,
    text,
)
from registry.database.tables import Operation
from registry.enterprises.tables import Enterprise, Recognition


class CandidateRound(Table, tablename="candidate_round"):
    """申报轮次: one call for one tier of the ladder. `title` is the title that whoever is recognised gets."""

    id = Identity()
    tier = text(required=True)
    name = text(required=True)
    title = text(required=True)
    quota = integer()
    deadline = date(required=True)
    note = key_text()
    closed_on = date()
    version = Integer(default=1)
    created_by = text(required=True)
    created_at = moment()

    candidate_round_key = Unique(["tier", "name"])
    candidate_round_text_check = Check("tier <> '' AND name <> '' AND title <> ''")
    candidate_round_quota_check = Check("quota > 0")


class Candidacy(Table, tablename="candidacy"):
    """候选: one enterprise in one round, hence for one tier. `snapshot`: how it met the criteria when it was tagged."""

    id = Identity()
    enterprise_id = parent(Enterprise, index=False)
    round_id = parent(CandidateRound)
    state = text(required=True)
    reason = text(required=True)
    owner_id = parent(Account, required=False)
    snapshot = document()
    recognition_id = parent(Recognition, required=False)
    proposed_by = text(required=True)
    version = Integer(default=1)
    created_at = moment()
    updated_at = moment()

    candidacy_key = Unique(["enterprise_id", "round_id"])
    candidacy_state_check = one_of("state", State)
    candidacy_recognised_check = Check("recognition_id IS NULL OR state = 'recognised'")


class CandidacyStep(Table, tablename="candidacy_step"):
    """One step of a candidate, or a note (state unchanged). One that was undone stays, marked as such."""

    id = Identity()
    candidacy_id = parent(Candidacy)
    operation_id = parent(Operation)
    from_state = text()
    to_state = text(required=True)
    on_day = date(required=True)
    note = key_text()
    document_number = text()
    actor = text(required=True)
    at = moment()
    undone_by = text()
    undone_at = moment(required=False)
    undone_reason = text()

    candidacy_step_to_state_check = one_of("to_state", State)


class CandidacyAttachment(Table, tablename="candidacy_attachment"):
    """A file kept with a candidate, stored under the digest of its content."""

    id = Identity()
    candidacy_id = parent(Candidacy)
    file_name = text(required=True)
    media_type = text(required=True)
    size = integer(required=True)
    sha256 = text(required=True)
    stored_as = text(required=True)
    added_by = text(required=True)
    created_at = moment()
    removed_by = text()
    removed_at = moment(required=False)

    candidacy_attachment_name_check = Check("file_name <> ''")
    candidacy_attachment_size_check = Check("size > 0")
