"""Indexes that Piccolo has no way to declare: several columns, lists, parts of a table."""

INDEXES = (
    "CREATE INDEX enterprise_former_names ON enterprise USING gin (former_names)",
    "CREATE INDEX patent_owners ON patent USING gin (owners)",
    "CREATE INDEX patent_owner_code ON patent (owner_code) WHERE owner_code IS NOT NULL",
    "CREATE INDEX change_entry_record ON change_entry (kind, record_id, id)",
    "CREATE INDEX change_entry_operation ON change_entry (operation_id)",
    "CREATE INDEX import_batch_sha256 ON import_batch (sha256)",
    "CREATE INDEX import_problem_row ON import_problem (batch_id, sheet, row)",
)
"""Declared here, created by migrations; a test proves that the two agree."""
