"""Indexes that Piccolo has no way to declare: several columns, lists, parts of a table."""

FUNCTIONS = (
    "CREATE FUNCTION holders(owners text[], applicants text[]) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE"
    " RETURN CASE WHEN owners = '{}' THEN applicants ELSE owners END",
)
"""What an index below is computed with."""
INDEXES = (
    "CREATE INDEX enterprise_former_names ON enterprise USING gin (former_names)",
    "CREATE INDEX patent_holders ON patent USING gin (holders(owners, applicants))",
    "CREATE INDEX patent_filed ON patent (filing_date DESC NULLS LAST)",
    "CREATE INDEX offer_declared ON offer (declared_on DESC NULLS LAST, id DESC)",
    "CREATE INDEX patent_owner_code ON patent (owner_code) WHERE owner_code IS NOT NULL",
    "CREATE INDEX change_entry_record ON change_entry (kind, record_id, id)",
    "CREATE INDEX change_entry_run ON change_entry (kind, last_record_id) WHERE last_record_id IS NOT NULL",
    "CREATE INDEX change_entry_operation ON change_entry (operation_id)",
    "CREATE INDEX change_entry_at ON change_entry (at)",
    "CREATE INDEX change_entry_actor ON change_entry (actor, id)",
    "CREATE INDEX audit_event_at ON audit_event (at)",
    "CREATE INDEX audit_event_actor ON audit_event (actor, id)",
    "CREATE INDEX audit_event_account ON audit_event (account_id, id)",
    "CREATE UNIQUE INDEX record_correction_open ON record_correction (enterprise_id, field) WHERE state = 'proposed'",
    "CREATE UNIQUE INDEX enterprise_merge_old ON enterprise_merge (old_id) WHERE undone_at IS NULL",
    "CREATE UNIQUE INDEX saved_view_own_name ON saved_view (account_id, place, name) WHERE removed_at IS NULL",
    "CREATE INDEX import_batch_sha256 ON import_batch (sha256)",
    "CREATE INDEX import_problem_row ON import_problem (batch_id, sheet, row)",
)
"""Declared here, created by migrations; a test proves that the two agree."""
