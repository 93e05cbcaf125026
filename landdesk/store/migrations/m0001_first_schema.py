"""Schema 1: the record, its journal, its exchange; a SpatiaLite file from the first byte."""

from sqlalchemy import Connection

from landdesk.store.dialect.spatialite import add_geometry_column, create_spatial_metadata
from landdesk.store.migrations.foreign_log import log_foreign_writes

TITLE = "first schema"

RECORD_TABLES = ("parcel", "party", "purpose", "land_right", "work_item")

STATEMENTS = """\
CREATE TABLE store_info (
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (key)
);

CREATE TABLE person (
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    role TEXT NOT NULL,
    folded TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (name, unit)
);

CREATE TABLE parcel (
    fid INTEGER NOT NULL,
    id BLOB NOT NULL DEFAULT (randomblob(16)),
    commune TEXT NOT NULL,
    sheet TEXT,
    number TEXT,
    number_state TEXT NOT NULL,
    address TEXT,
    legal_area_dm2 BIGINT,
    source_id TEXT,
    source_shape BLOB,
    sheet_no BIGINT,
    number_no BIGINT,
    address_folded TEXT,
    shape MULTIPOLYGON,
    PRIMARY KEY (fid),
    UNIQUE (id)
);

CREATE INDEX parcel_key ON parcel (commune, sheet, number);

CREATE INDEX parcel_order ON parcel (sheet_no, number_no, fid);

CREATE INDEX parcel_source ON parcel (source_id);

CREATE TABLE party (
    fid INTEGER NOT NULL,
    id BLOB NOT NULL DEFAULT (randomblob(16)),
    name TEXT NOT NULL,
    identity_number TEXT,
    address TEXT,
    folded TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    PRIMARY KEY (fid),
    UNIQUE (id)
);

CREATE INDEX party_identity ON party (identity_number);

CREATE INDEX party_sort ON party (sort_key);

CREATE TABLE purpose (
    fid INTEGER NOT NULL,
    id BLOB NOT NULL DEFAULT (randomblob(16)),
    parcel_id BLOB NOT NULL,
    land_use TEXT NOT NULL,
    area_dm2 BIGINT,
    PRIMARY KEY (fid),
    UNIQUE (id),
    FOREIGN KEY(parcel_id) REFERENCES parcel (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_purpose_parcel_id ON purpose (parcel_id);

CREATE TABLE land_right (
    fid INTEGER NOT NULL,
    id BLOB NOT NULL DEFAULT (randomblob(16)),
    parcel_id BLOB NOT NULL,
    party_id BLOB NOT NULL,
    PRIMARY KEY (fid),
    UNIQUE (id),
    FOREIGN KEY(parcel_id) REFERENCES parcel (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(party_id) REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_land_right_parcel_id ON land_right (parcel_id);

CREATE INDEX ix_land_right_party_id ON land_right (party_id);

CREATE TABLE work_item (
    fid INTEGER NOT NULL,
    id BLOB NOT NULL DEFAULT (randomblob(16)),
    kind TEXT NOT NULL,
    subjects TEXT NOT NULL,
    reason TEXT,
    words TEXT,
    package TEXT,
    record TEXT,
    state TEXT NOT NULL,
    PRIMARY KEY (fid),
    UNIQUE (id)
);

CREATE INDEX ix_work_item_state ON work_item (state);

CREATE TABLE object_state (
    id BLOB NOT NULL,
    class TEXT NOT NULL,
    no INTEGER NOT NULL,
    rev BLOB,
    trunk_no INTEGER,
    trunk_rev BLOB,
    sent_rev BLOB,
    sent_package BLOB,
    deleted BOOLEAN NOT NULL,
    PRIMARY KEY (id)
)
 WITHOUT ROWID;

CREATE TABLE journal_entry (
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    command TEXT NOT NULL,
    subject TEXT NOT NULL,
    record BLOB NOT NULL,
    person_id BLOB NOT NULL,
    person_name TEXT NOT NULL,
    person_unit TEXT NOT NULL,
    person_role TEXT NOT NULL,
    workspace BLOB NOT NULL,
    at_ms BIGINT NOT NULL,
    clock_ms BIGINT NOT NULL,
    undoes INTEGER,
    delta_count INTEGER NOT NULL,
    previous_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (number),
    UNIQUE (undoes),
    FOREIGN KEY(undoes) REFERENCES journal_entry (number) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE delta (
    entry INTEGER NOT NULL,
    id BLOB NOT NULL,
    class TEXT NOT NULL,
    rev_old BLOB,
    rev_new BLOB,
    image_old BLOB,
    PRIMARY KEY (entry, id),
    FOREIGN KEY(entry) REFERENCES journal_entry (number) DEFERRABLE INITIALLY DEFERRED
)
 WITHOUT ROWID;

CREATE INDEX delta_object ON delta (id, entry);

CREATE TABLE parcel_lineage (
    parent BLOB NOT NULL,
    child BLOB NOT NULL,
    entry INTEGER NOT NULL,
    PRIMARY KEY (parent, child, entry),
    FOREIGN KEY(entry) REFERENCES journal_entry (number) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX parcel_lineage_child ON parcel_lineage (child);

CREATE INDEX parcel_lineage_entry ON parcel_lineage (entry);

CREATE TABLE snapshot (
    id BLOB NOT NULL,
    number INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    commune TEXT NOT NULL,
    root_hash BLOB NOT NULL,
    package BLOB NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (number),
    FOREIGN KEY(entry) REFERENCES journal_entry (number) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_snapshot_entry ON snapshot (entry);

CREATE TABLE package (
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    direction TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    workspace BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    previous BLOB,
    in_reply_to BLOB,
    author TEXT NOT NULL,
    created_at TEXT NOT NULL,
    received_ms BIGINT NOT NULL,
    received_by TEXT NOT NULL,
    entry INTEGER,
    file_name TEXT NOT NULL,
    content BLOB,
    PRIMARY KEY (id),
    FOREIGN KEY(entry) REFERENCES journal_entry (number) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_package_entry ON package (entry);

CREATE INDEX ix_package_in_reply_to ON package (in_reply_to);

CREATE INDEX package_workspace ON package (workspace, kind, sequence);

CREATE TABLE package_record (
    package BLOB NOT NULL,
    record BLOB NOT NULL,
    decision TEXT NOT NULL,
    reason TEXT,
    note TEXT,
    person TEXT,
    at_ms BIGINT,
    entry INTEGER,
    receipt BLOB,
    PRIMARY KEY (package, record),
    FOREIGN KEY(package) REFERENCES package (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(entry) REFERENCES journal_entry (number) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_package_record_entry ON package_record (entry);

CREATE INDEX ix_package_record_receipt ON package_record (receipt);

CREATE TABLE finding (
    key TEXT NOT NULL,
    rule TEXT NOT NULL,
    content TEXT NOT NULL,
    place BLOB,
    PRIMARY KEY (key)
);

CREATE INDEX ix_finding_rule ON finding (rule);

CREATE TABLE check_run (
    version INTEGER NOT NULL,
    at_ms BIGINT NOT NULL,
    limits TEXT NOT NULL,
    failures TEXT NOT NULL,
    PRIMARY KEY (version)
);

CREATE TABLE import_source (
    entry INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    layer TEXT NOT NULL,
    file_name TEXT NOT NULL,
    report TEXT NOT NULL,
    PRIMARY KEY (entry),
    FOREIGN KEY(entry) REFERENCES journal_entry (number) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_import_source_sha256 ON import_source (sha256);

CREATE TABLE session (
    token INTEGER NOT NULL,
    PRIMARY KEY (token)
);

CREATE TABLE foreign_write (
    number INTEGER NOT NULL,
    class TEXT NOT NULL,
    operation TEXT NOT NULL,
    object BLOB,
    old_row TEXT,
    PRIMARY KEY (number)
);
"""


def upgrade(conn: Connection, epsg: int) -> None:
    """Make all tables; runs inside the runner's transaction.

    An object table's identifier has a default so that other programs may add rows; LandDesk always gives one.
    """
    create_spatial_metadata(conn)
    for statement in STATEMENTS.split(";"):
        if statement.strip():
            conn.exec_driver_sql(statement)
    add_geometry_column(conn, "parcel", "shape", "MULTIPOLYGON", epsg)
    for table in RECORD_TABLES:
        log_foreign_writes(conn, table)
