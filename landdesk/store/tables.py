"""Tables of the newest schema, as SQLAlchemy Core; migrations make them, statements use them.

The tables of the record are made by ``record_tables.py``; here stands what surrounds it.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from landdesk.store.column_types import Bytes, reference
from landdesk.store.record_tables import record_tables

METADATA = MetaData()


store_info = Table(
    "store_info",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

person = Table(
    "person",
    METADATA,
    Column("id", Bytes(16), primary_key=True),
    Column("name", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("folded", Text, nullable=False),
    UniqueConstraint("name", "unit"),
)

RECORD_TABLES = record_tables(METADATA)
"""By class name, which is the table's name."""

parcel = RECORD_TABLES["parcel"]
party = RECORD_TABLES["party"]
purpose = RECORD_TABLES["purpose"]
land_right = RECORD_TABLES["land_right"]
certificate = RECORD_TABLES["certificate"]
certificate_parcel = RECORD_TABLES["certificate_parcel"]
document = RECORD_TABLES["document"]
document_link = RECORD_TABLES["document_link"]
identity_document = RECORD_TABLES["identity_document"]
party_member = RECORD_TABLES["party_member"]
restriction = RECORD_TABLES["restriction"]
map_sheet = RECORD_TABLES["map_sheet"]
request = RECORD_TABLES["request"]
sync_status = RECORD_TABLES["sync_status"]
work_item = RECORD_TABLES["work_item"]

object_state = Table(
    "object_state",
    METADATA,
    Column("id", Bytes(16), primary_key=True),
    Column("class", Text, nullable=False),
    Column("no", Integer, nullable=False),
    Column("rev", Bytes(33)),
    Column("trunk_no", Integer),
    Column("trunk_rev", Bytes(33)),
    Column("sent_rev", Bytes(33)),
    Column("sent_package", Bytes(16)),
    Column("deleted", Boolean(create_constraint=False), nullable=False),
    sqlite_with_rowid=False,
)

journal_entry = Table(
    "journal_entry",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("command", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("record", Bytes(16), nullable=False),
    Column("person_id", Bytes(16), nullable=False),
    Column("person_name", Text, nullable=False),
    Column("person_unit", Text, nullable=False),
    Column("person_role", Text, nullable=False),
    Column("workspace", Bytes(16), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("clock_ms", BigInteger, nullable=False),
    Column("undoes", Integer, reference("journal_entry.number"), unique=True),
    Column("delta_count", Integer, nullable=False),
    Column("previous_hash", Bytes(32), nullable=False),
    Column("hash", Bytes(32), nullable=False),
)

delta = Table(
    "delta",
    METADATA,
    Column("entry", Integer, reference("journal_entry.number"), primary_key=True),
    Column("id", Bytes(16), primary_key=True),
    Column("class", Text, nullable=False),
    Column("rev_old", Bytes(33)),
    Column("rev_new", Bytes(33)),
    Column("image_old", Bytes),
    Index("delta_object", "id", "entry"),
    sqlite_with_rowid=False,
)

parcel_lineage = Table(
    "parcel_lineage",
    METADATA,
    Column("parent", Bytes(16), primary_key=True),
    Column("child", Bytes(16), primary_key=True),
    Column("entry", Integer, reference("journal_entry.number"), primary_key=True),
    Index("parcel_lineage_child", "child"),
    Index("parcel_lineage_entry", "entry"),
)

snapshot = Table(
    "snapshot",
    METADATA,
    Column("id", Bytes(16), primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("entry", Integer, reference("journal_entry.number"), nullable=False, index=True),
    Column("commune", Text, nullable=False),
    Column("root_hash", Bytes(32), nullable=False),
    Column("package", Bytes(16), nullable=False),
)

package = Table(
    "package",
    METADATA,
    Column("id", Bytes(16), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("fingerprint", Bytes(32), nullable=False),
    Column("workspace", Bytes(16), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("previous", Bytes(16)),
    Column("in_reply_to", Bytes(16), index=True),
    Column("author", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    Column("received_by", Text, nullable=False),
    Column("entry", Integer, reference("journal_entry.number"), index=True),
    Column("file_name", Text, nullable=False),
    Column("content", Bytes),
    Index("package_workspace", "workspace", "kind", "sequence"),
)

package_record = Table(
    "package_record",
    METADATA,
    Column("package", Bytes(16), reference("package.id"), primary_key=True),
    Column("record", Bytes(16), primary_key=True),
    Column("decision", Text, nullable=False),
    Column("reason", Text),
    Column("note", Text),
    Column("person", Text),
    Column("at_ms", BigInteger),
    Column("entry", Integer, reference("journal_entry.number"), index=True),
    Column("receipt", Bytes(16), index=True),
)

finding = Table(
    "finding",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("rule", Text, nullable=False, index=True),
    Column("content", Text, nullable=False),
    Column("place", Bytes),
    Column("first_ms", BigInteger),
    Column("mended_ms", BigInteger),
)

check_run = Table(
    "check_run",
    METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("limits", Text, nullable=False),
    Column("failures", Text, nullable=False),
)

import_source = Table(
    "import_source",
    METADATA,
    Column("entry", Integer, reference("journal_entry.number"), primary_key=True),
    Column("sha256", Bytes(32), nullable=False, index=True),
    Column("layer", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("report", Text, nullable=False),
)

import_kept = Table(
    "import_kept",
    METADATA,
    Column("id", Bytes(16), primary_key=True),
    Column("field", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("entry", Integer, reference("journal_entry.number"), nullable=False, index=True),
)

session = Table("session", METADATA, Column("token", Integer, primary_key=True))

foreign_write = Table(
    "foreign_write",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("class", Text, nullable=False),
    Column("operation", Text, nullable=False),
    Column("object", Bytes),
    Column("old_row", Text),
)

code_list = Table(
    "code_list",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("content", Text),
    Column("version", BigInteger, nullable=False),
)

restore_point = Table(
    "restore_point",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("entry", Integer, reference("journal_entry.number"), nullable=False, index=True),
    Column("words", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)

outgoing_file = Table(
    "outgoing_file",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("person", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("sha256", Bytes(32)),
    Column("columns", Text, nullable=False),
    Column("persons", Integer, nullable=False),
)

worklist = Table(
    "worklist",
    METADATA,
    Column("id", Bytes(16), primary_key=True),
    Column("person_id", Bytes(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("filter", Text, nullable=False),
    Column("goal", Integer, nullable=False),
    Column("position", Bytes(16)),
    Column("closed", Boolean(create_constraint=False), nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
)

worklist_item = Table(
    "worklist_item",
    METADATA,
    Column("worklist", Bytes(16), reference("worklist.id"), primary_key=True),
    Column("parcel", Bytes(16), primary_key=True),
    Column("day", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("at_ms", BigInteger, nullable=False),
)

survey = Table(
    "survey",
    METADATA,
    Column("id", Bytes(16), primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("sha256", Bytes(32), nullable=False),
    Column("format", Text, nullable=False),
    Column("instrument", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("person_id", Bytes(16), nullable=False),
    Column("person_name", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)

survey_point = Table(
    "survey_point",
    METADATA,
    Column("survey", Bytes(16), reference("survey.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("number", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("east_mm", BigInteger, nullable=False),
    Column("north_mm", BigInteger, nullable=False),
    Column("height_mm", BigInteger),
    Column("method", Text, nullable=False),
    Column("quality", Text, nullable=False),
    Index("survey_point_number", "number"),
)
