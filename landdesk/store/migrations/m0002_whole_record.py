"""Schema 2: the whole land record, code lists of an office, restore points, files that left, worklists."""

from sqlalchemy import Connection

from landdesk.store.migrations.foreign_log import log_foreign_writes

TITLE = "the whole land record"

WIDENED = ("parcel", "party", "purpose", "land_right")

ADDED = (
    "map_sheet",
    "certificate",
    "document",
    "registration",
    "purpose_origin",
    "asset",
    "party_member",
    "identity_document",
    "party_address",
    "certificate_parcel",
    "restriction",
    "document_link",
    "registration_parcel",
    "evidence",
    "sync_status",
)

STATEMENTS = """\
CREATE TABLE map_sheet (
    fid INTEGER NOT NULL, id BLOB NOT NULL DEFAULT (randomblob(16)), commune TEXT NOT NULL, number TEXT
    NOT NULL, scale BIGINT, survey_document TEXT, old_numbers TEXT, kind TEXT, surveyor TEXT, method
    TEXT, accuracy TEXT, completed_on TEXT, PRIMARY KEY (fid), UNIQUE (id)
);
CREATE INDEX map_sheet_key ON map_sheet (commune, number);

CREATE TABLE certificate (
    fid INTEGER NOT NULL, id BLOB NOT NULL DEFAULT (randomblob(16)), serial TEXT, register_number TEXT,
    old_register_number TEXT, issued_on TEXT, registered_on TEXT, bar_code TEXT, kind TEXT, issuer TEXT,
    signer TEXT, signed_for TEXT, legally_recognised INTEGER, legal_basis TEXT, note_page_1 TEXT,
    note_page_2 TEXT, state TEXT, commune TEXT, replaces_id BLOB, source_id TEXT, holder_kind TEXT,
    serial_key TEXT, register_key TEXT, PRIMARY KEY (fid), UNIQUE (id), FOREIGN KEY(replaces_id)
    REFERENCES certificate (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX certificate_register ON certificate (register_key);
CREATE INDEX certificate_search ON certificate (serial_key, register_key, id);
CREATE INDEX certificate_source ON certificate (source_id);
CREATE INDEX ix_certificate_replaces_id ON certificate (replaces_id);

CREATE TABLE document (
    fid INTEGER NOT NULL, id BLOB NOT NULL DEFAULT (randomblob(16)), kind TEXT, title TEXT, file_name
    TEXT, sha256 TEXT, size_bytes BIGINT, media_type TEXT, pages BIGINT, signed INTEGER, absent INTEGER,
    source_id TEXT, is_old INTEGER, folded TEXT, PRIMARY KEY (fid), UNIQUE (id)
);
CREATE INDEX document_hash ON document (sha256);

CREATE TABLE registration (
    fid INTEGER NOT NULL, id BLOB NOT NULL DEFAULT (randomblob(16)), number TEXT, kind TEXT, received_on
    TEXT, registered_on TEXT, content TEXT, contract TEXT, notary TEXT, has_use_right INTEGER,
    has_management_right INTEGER, has_ownership INTEGER, shared_use INTEGER, source_id TEXT, PRIMARY KEY
    (fid), UNIQUE (id)
);
CREATE INDEX registration_number ON registration (number);

CREATE TABLE purpose_origin (
    fid INTEGER NOT NULL, id BLOB NOT NULL DEFAULT (randomblob(16)), purpose_id BLOB NOT NULL, origin
    TEXT, transfer_origin TEXT, area_dm2 BIGINT, detail TEXT, PRIMARY KEY (fid), UNIQUE (id), FOREIGN
    KEY(purpose_id) REFERENCES purpose (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_purpose_origin_purpose_id ON purpose_origin (purpose_id);

CREATE TABLE asset (
    fid INTEGER NOT NULL, id BLOB NOT NULL DEFAULT (randomblob(16)), parcel_id BLOB NOT NULL, kind TEXT,
    within_id BLOB, name TEXT, number TEXT, built_area_dm2 BIGINT, floor_area_dm2 BIGINT, floors BIGINT,
    basements BIGINT, floor TEXT, structure TEXT, grade TEXT, ownership_form TEXT, ownership_term TEXT,
    completed_in TEXT, address TEXT, note TEXT, PRIMARY KEY (fid), UNIQUE (id), FOREIGN KEY(parcel_id)
    REFERENCES parcel (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(within_id) REFERENCES asset (id)
    DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_asset_parcel_id ON asset (parcel_id);
CREATE INDEX ix_asset_within_id ON asset (within_id);

CREATE TABLE party_member (
    fid INTEGER NOT NULL, id BLOB NOT NULL DEFAULT (randomblob(16)), party_id BLOB NOT NULL, member_id
    BLOB NOT NULL, role TEXT, relation TEXT, share TEXT, place BIGINT, PRIMARY KEY (fid), UNIQUE (id),
    FOREIGN KEY(party_id) REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(member_id)
    REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX party_member_above ON party_member (member_id, party_id);
CREATE INDEX ix_party_member_party_id ON party_member (party_id);

CREATE TABLE identity_document (
    fid INTEGER NOT NULL, id BLOB NOT NULL DEFAULT (randomblob(16)), party_id BLOB NOT NULL, kind TEXT,
    number TEXT, issued_on TEXT, issued_by TEXT, expires_on TEXT, on_certificate INTEGER, is_main
    INTEGER, PRIMARY KEY (fid), UNIQUE (id), FOREIGN KEY(party_id) REFERENCES party (id) DEFERRABLE
    INITIALLY DEFERRED
);
CREATE INDEX identity_document_number ON identity_document (number);
CREATE INDEX ix_identity_document_party_id ON identity_document (party_id);

CREATE TABLE party_address (
    fid INTEGER NOT NULL, id BLOB NOT NULL DEFAULT (randomblob(16)), party_id BLOB NOT NULL, is_main
    INTEGER, is_old INTEGER, province TEXT, commune TEXT, district TEXT, street TEXT, house_number TEXT,
    hamlet TEXT, detail TEXT, PRIMARY KEY (fid), UNIQUE (id), FOREIGN KEY(party_id) REFERENCES party
    (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_party_address_party_id ON party_address (party_id);

CREATE TABLE certificate_parcel (
    fid INTEGER NOT NULL, id BLOB NOT NULL DEFAULT (randomblob(16)), certificate_id BLOB NOT NULL,
    parcel_id BLOB NOT NULL, sheet TEXT, number TEXT, area_dm2 BIGINT, address TEXT, PRIMARY KEY (fid),
    UNIQUE (id), FOREIGN KEY(certificate_id) REFERENCES certificate (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(parcel_id) REFERENCES parcel (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX certificate_parcel_covered ON certificate_parcel (certificate_id, parcel_id);
CREATE INDEX ix_certificate_parcel_parcel_id ON certificate_parcel (parcel_id);

CREATE TABLE restriction (
    fid INTEGER NOT NULL, id BLOB NOT NULL DEFAULT (randomblob(16)), kind TEXT NOT NULL, parcel_id BLOB,
    party_id BLOB, certificate_id BLOB, asset_id BLOB, area_dm2 BIGINT, content TEXT, document TEXT,
    valid_from TEXT, valid_until TEXT, in_force INTEGER, beneficiary TEXT, PRIMARY KEY (fid), UNIQUE
    (id), FOREIGN KEY(parcel_id) REFERENCES parcel (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN
    KEY(party_id) REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(certificate_id)
    REFERENCES certificate (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(asset_id) REFERENCES asset
    (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_restriction_asset_id ON restriction (asset_id);
CREATE INDEX ix_restriction_certificate_id ON restriction (certificate_id);
CREATE INDEX ix_restriction_parcel_id ON restriction (parcel_id);
CREATE INDEX ix_restriction_party_id ON restriction (party_id);

CREATE TABLE document_link (
    fid INTEGER NOT NULL, id BLOB NOT NULL DEFAULT (randomblob(16)), document_id BLOB NOT NULL,
    parcel_id BLOB, certificate_id BLOB, party_id BLOB, right_id BLOB, pages TEXT, PRIMARY KEY (fid),
    UNIQUE (id), FOREIGN KEY(document_id) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(parcel_id) REFERENCES parcel (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN
    KEY(certificate_id) REFERENCES certificate (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(party_id)
    REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(right_id) REFERENCES land_right
    (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_document_link_certificate_id ON document_link (certificate_id);
CREATE INDEX document_link_bound ON document_link (document_id, certificate_id, parcel_id, party_id, right_id);
CREATE INDEX ix_document_link_parcel_id ON document_link (parcel_id);
CREATE INDEX ix_document_link_party_id ON document_link (party_id);
CREATE INDEX ix_document_link_right_id ON document_link (right_id);

CREATE TABLE registration_parcel (
    fid INTEGER NOT NULL, id BLOB NOT NULL DEFAULT (randomblob(16)), registration_id BLOB NOT NULL,
    parcel_id BLOB NOT NULL, side TEXT, PRIMARY KEY (fid), UNIQUE (id), FOREIGN KEY(registration_id)
    REFERENCES registration (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(parcel_id) REFERENCES parcel
    (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_registration_parcel_parcel_id ON registration_parcel (parcel_id);
CREATE INDEX ix_registration_parcel_registration_id ON registration_parcel (registration_id);

CREATE TABLE evidence (
    fid INTEGER NOT NULL, id BLOB NOT NULL DEFAULT (randomblob(16)), subject BLOB NOT NULL, field TEXT
    NOT NULL, kind TEXT NOT NULL, document_id BLOB, page BIGINT, registration_id BLOB, words TEXT, PRIMARY KEY
    (fid), UNIQUE (id), FOREIGN KEY(document_id) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY(registration_id) REFERENCES registration (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_evidence_registration_id ON evidence (registration_id);
CREATE INDEX ix_evidence_document_id ON evidence (document_id);
CREATE INDEX ix_evidence_subject ON evidence (subject);

CREATE TABLE sync_status (
    fid INTEGER NOT NULL, id BLOB NOT NULL DEFAULT (randomblob(16)), parcel_id BLOB NOT NULL, as_of
    TEXT, register_exported INTEGER, blocks_in_sync INTEGER, attributes_only INTEGER, population_match
    TEXT, operating INTEGER, parcel_group TEXT, source TEXT, PRIMARY KEY (fid), UNIQUE (id), FOREIGN
    KEY(parcel_id) REFERENCES parcel (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_sync_status_parcel_id ON sync_status (parcel_id);

CREATE TABLE code_list (
    name TEXT NOT NULL, source TEXT NOT NULL, content TEXT, version BIGINT NOT NULL, PRIMARY KEY (name)
);

CREATE TABLE import_kept (
    id BLOB NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (id, field),
    FOREIGN KEY(entry) REFERENCES journal_entry (number) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX ix_import_kept_entry ON import_kept (entry);

CREATE TABLE restore_point (
    number INTEGER NOT NULL, entry INTEGER NOT NULL, words TEXT NOT NULL, at_ms BIGINT NOT NULL, PRIMARY
    KEY (number), FOREIGN KEY(entry) REFERENCES journal_entry (number) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX ix_restore_point_entry ON restore_point (entry);

CREATE TABLE outgoing_file (
    number INTEGER NOT NULL, at_ms BIGINT NOT NULL, person TEXT NOT NULL, purpose TEXT NOT NULL,
    file_name TEXT NOT NULL, sha256 BLOB, columns TEXT NOT NULL, persons INTEGER NOT NULL, PRIMARY KEY
    (number)
);

CREATE TABLE worklist (
    id BLOB NOT NULL, person_id BLOB NOT NULL, title TEXT NOT NULL, filter TEXT NOT NULL, goal INTEGER
    NOT NULL, position BLOB, closed BOOLEAN NOT NULL, changed_ms BIGINT NOT NULL, PRIMARY KEY (id)
);

CREATE TABLE worklist_item (
    worklist BLOB NOT NULL, parcel BLOB NOT NULL, day TEXT NOT NULL, state TEXT NOT NULL, reason TEXT,
    at_ms BIGINT NOT NULL, PRIMARY KEY (worklist, parcel, day), FOREIGN KEY(worklist) REFERENCES
    worklist (id) DEFERRABLE INITIALLY DEFERRED
);
ALTER TABLE parcel ADD COLUMN map_sheet_id BLOB REFERENCES map_sheet (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE parcel ADD COLUMN old_sheet TEXT;
ALTER TABLE parcel ADD COLUMN old_number TEXT;
ALTER TABLE parcel ADD COLUMN parcel_code TEXT;
ALTER TABLE parcel ADD COLUMN map_area_dm2 BIGINT;
ALTER TABLE parcel ADD COLUMN hamlet TEXT;
ALTER TABLE parcel ADD COLUMN road TEXT;
ALTER TABLE parcel ADD COLUMN disputed INTEGER;
ALTER TABLE parcel ADD COLUMN occupying_object INTEGER;
ALTER TABLE parcel ADD COLUMN kind TEXT;
ALTER TABLE parcel ADD COLUMN planning TEXT;
ALTER TABLE parcel ADD COLUMN use_history TEXT;
ALTER TABLE parcel ADD COLUMN area_note TEXT;
ALTER TABLE parcel ADD COLUMN value_vnd BIGINT;
ALTER TABLE parcel ADD COLUMN collection_state TEXT;
ALTER TABLE parcel ADD COLUMN loaded TEXT;
ALTER TABLE parcel ADD COLUMN old_commune TEXT;
ALTER TABLE parcel ADD COLUMN print_old_figures INTEGER;
ALTER TABLE parcel ADD COLUMN note TEXT;
ALTER TABLE party ADD COLUMN kind TEXT;
ALTER TABLE party ADD COLUMN object_type TEXT;
ALTER TABLE party ADD COLUMN born TEXT;
ALTER TABLE party ADD COLUMN sex TEXT;
ALTER TABLE party ADD COLUMN life_state TEXT;
ALTER TABLE party ADD COLUMN nationality TEXT;
ALTER TABLE party ADD COLUMN ethnicity TEXT;
ALTER TABLE party ADD COLUMN tax_code TEXT;
ALTER TABLE party ADD COLUMN phone TEXT;
ALTER TABLE party ADD COLUMN email TEXT;
ALTER TABLE party ADD COLUMN short_name TEXT;
ALTER TABLE party ADD COLUMN foreign_name TEXT;
ALTER TABLE party ADD COLUMN organisation_kind TEXT;
ALTER TABLE party ADD COLUMN decision_number TEXT;
ALTER TABLE party ADD COLUMN decision_on TEXT;
ALTER TABLE party ADD COLUMN business_code TEXT;
ALTER TABLE party ADD COLUMN household_book TEXT;
ALTER TABLE party ADD COLUMN marriage_certificate TEXT;
ALTER TABLE party ADD COLUMN marriage_book TEXT;
ALTER TABLE party ADD COLUMN married_from TEXT;
ALTER TABLE party ADD COLUMN married_until TEXT;
ALTER TABLE party ADD COLUMN population_match TEXT;
ALTER TABLE party ADD COLUMN matched_on TEXT;
ALTER TABLE party ADD COLUMN match_batch TEXT;
ALTER TABLE party ADD COLUMN note TEXT;
ALTER TABLE purpose ADD COLUMN place BIGINT;
ALTER TABLE purpose ADD COLUMN planned_land_use TEXT;
ALTER TABLE purpose ADD COLUMN form TEXT;
ALTER TABLE purpose ADD COLUMN term_kind TEXT;
ALTER TABLE purpose ADD COLUMN term TEXT;
ALTER TABLE purpose ADD COLUMN term_from TEXT;
ALTER TABLE purpose ADD COLUMN term_until TEXT;
ALTER TABLE purpose ADD COLUMN is_main INTEGER;
ALTER TABLE purpose ADD COLUMN paid_area_dm2 BIGINT;
ALTER TABLE purpose ADD COLUMN free_area_dm2 BIGINT;
ALTER TABLE purpose ADD COLUMN as_written TEXT;
ALTER TABLE land_right ADD COLUMN kind TEXT;
ALTER TABLE land_right ADD COLUMN purpose_id BLOB REFERENCES purpose (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE land_right ADD COLUMN certificate_id BLOB REFERENCES certificate (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE land_right ADD COLUMN asset_id BLOB REFERENCES asset (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE land_right ADD COLUMN share TEXT;
ALTER TABLE land_right ADD COLUMN registered_on TEXT;
ALTER TABLE land_right ADD COLUMN state TEXT;
ALTER TABLE land_right ADD COLUMN acquired_by TEXT;
ALTER TABLE land_right ADD COLUMN note TEXT;
CREATE INDEX ix_parcel_map_sheet_id ON parcel (map_sheet_id);
CREATE INDEX ix_land_right_purpose_id ON land_right (purpose_id);
CREATE INDEX land_right_certificate ON land_right (certificate_id, parcel_id);
DROP INDEX ix_land_right_party_id;
CREATE INDEX land_right_user ON land_right (party_id, parcel_id);
CREATE INDEX ix_land_right_asset_id ON land_right (asset_id);
CREATE INDEX parcel_old_key ON parcel (old_sheet, old_number);
CREATE INDEX parcel_search ON parcel (parcel_code, number, old_number, address_folded, id);
CREATE INDEX party_search ON party (folded, id);
"""


def upgrade(conn: Connection, epsg: int) -> None:
    """Widen the tables of schema 1 and make the new ones; runs inside the runner's transaction.

    The triggers that log writes of other programs name each column, so those of the widened tables are made anew.
    """
    del epsg
    for statement in STATEMENTS.split(";"):
        if statement.strip():
            conn.exec_driver_sql(statement)
    for table in WIDENED:
        for operation in ("insert", "update", "delete"):
            conn.exec_driver_sql(f"DROP TRIGGER foreign_{operation}_{table}")
    for table in (*WIDENED, *ADDED):
        log_foreign_writes(conn, table)
