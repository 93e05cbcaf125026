"""Schema 4: requests to the office, what work items need for sync errors and waivers, and how long findings stand."""

from sqlalchemy import Connection

from landdesk.store.migrations.foreign_log import log_foreign_writes

TITLE = "requests and sync errors"

STATEMENTS = """\
CREATE TABLE request (
    fid INTEGER NOT NULL, id BLOB NOT NULL DEFAULT (randomblob(16)), commune TEXT NOT NULL, kind TEXT NOT NULL,
    state TEXT NOT NULL, parcels TEXT NOT NULL, parcel_keys TEXT, about TEXT, rule TEXT, place TEXT, words TEXT,
    asked_on TEXT NOT NULL, asked_by TEXT, answer TEXT, answered_on TEXT, answered_by TEXT, PRIMARY KEY (fid),
    UNIQUE (id)
);
CREATE INDEX request_of ON request (commune, state);
ALTER TABLE work_item ADD COLUMN code TEXT;
ALTER TABLE work_item ADD COLUMN source TEXT;
ALTER TABLE work_item ADD COLUMN said_on TEXT;
ALTER TABLE work_item ADD COLUMN place TEXT;
ALTER TABLE work_item ADD COLUMN ended TEXT;
ALTER TABLE work_item ADD COLUMN ended_on TEXT;
ALTER TABLE work_item ADD COLUMN fingerprint TEXT;
ALTER TABLE work_item ADD COLUMN document_id BLOB REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED;
DELETE FROM finding;
DELETE FROM check_run;
ALTER TABLE finding ADD COLUMN first_ms BIGINT;
ALTER TABLE finding ADD COLUMN mended_ms BIGINT;
CREATE INDEX work_item_kind ON work_item (kind, state);
CREATE INDEX ix_work_item_document_id ON work_item (document_id);
"""


def upgrade(conn: Connection, epsg: int) -> None:
    """Make the table and widen the other, whose triggers name each column and are made anew."""
    del epsg
    for statement in STATEMENTS.split(";"):
        if statement.strip():
            conn.exec_driver_sql(statement)
    for operation in ("insert", "update", "delete"):
        conn.exec_driver_sql(f"DROP TRIGGER foreign_{operation}_work_item")
    for table in ("work_item", "request"):
        log_foreign_writes(conn, table)
