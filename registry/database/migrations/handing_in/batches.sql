-- Files handed in on the page: checked first, then decided on, with progress that others can see.

ALTER TABLE import_batch DROP CONSTRAINT import_batch_state_check,
    ADD CONSTRAINT import_batch_state_check
        CHECK (state IN ('uploaded', 'checked', 'received', 'committed', 'failed', 'undone', 'discarded')),
    ADD undo_asked jsonb,
    ADD revision integer NOT NULL DEFAULT 0;

CREATE TABLE import_progress (
    batch_id integer NOT NULL,
    stage text NOT NULL,
    done bigint NOT NULL,
    expected bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT import_progress_pkey PRIMARY KEY (batch_id)
);
