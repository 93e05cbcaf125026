"""Tables of the newest schema, as SQLAlchemy Core; migrations make them, statements use them.

Object tables have an integer key for the R-tree and other programs beside the 16-byte identifier. Areas are
whole square decimetres (0.01 m²), so that decimals stay exact. Columns below the mark *derived* are computed
from the fields by the codec and belong to no revision. Geometry columns hold what ``codec.py`` encodes.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from landdesk.store.geometry_type import Geometry

METADATA = MetaData()


class Bytes(LargeBinary):
    """Bytes that go to the driver as they are; wrapping each one would take longer than writing it."""

    def bind_processor(self, dialect: Dialect) -> None:
        """Leave values alone: both drivers take bytes."""
        del dialect


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

parcel = Table(
    "parcel",
    METADATA,
    Column("fid", Integer, primary_key=True),
    Column("id", Bytes(16), nullable=False, unique=True),
    Column("commune", Text, nullable=False),
    Column("sheet", Text),
    Column("number", Text),
    Column("number_state", Text, nullable=False),
    Column("address", Text),
    Column("legal_area_dm2", BigInteger),
    Column("source_id", Text),
    Column("source_shape", Bytes),
    # derived
    Column("sheet_no", BigInteger),
    Column("number_no", BigInteger),
    Column("address_folded", Text),
    Column("shape", Geometry("MULTIPOLYGON")),
    Index("parcel_key", "commune", "sheet", "number"),
    Index("parcel_order", "sheet_no", "number_no", "fid"),
    Index("parcel_source", "source_id"),
)

party = Table(
    "party",
    METADATA,
    Column("fid", Integer, primary_key=True),
    Column("id", Bytes(16), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("identity_number", Text),
    Column("address", Text),
    # derived
    Column("folded", Text, nullable=False),
    Column("sort_key", Text, nullable=False),
    Index("party_sort", "sort_key"),
    Index("party_identity", "identity_number"),
)


def _reference(target: str) -> ForeignKey:
    return ForeignKey(target, deferrable=True, initially="DEFERRED")


purpose = Table(
    "purpose",
    METADATA,
    Column("fid", Integer, primary_key=True),
    Column("id", Bytes(16), nullable=False, unique=True),
    Column("parcel_id", Bytes(16), _reference("parcel.id"), nullable=False, index=True),
    Column("land_use", Text, nullable=False),
    Column("area_dm2", BigInteger),
)

land_right = Table(
    "land_right",
    METADATA,
    Column("fid", Integer, primary_key=True),
    Column("id", Bytes(16), nullable=False, unique=True),
    Column("parcel_id", Bytes(16), _reference("parcel.id"), nullable=False, index=True),
    Column("party_id", Bytes(16), _reference("party.id"), nullable=False, index=True),
)

work_item = Table(
    "work_item",
    METADATA,
    Column("fid", Integer, primary_key=True),
    Column("id", Bytes(16), nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("subjects", Text, nullable=False),
    Column("reason", Text),
    Column("words", Text),
    Column("package", Text),
    Column("record", Text),
    Column("state", Text, nullable=False, index=True),
)

RECORD_TABLES: dict[str, Table] = {
    table.name: table for table in (parcel, party, purpose, land_right, work_item)
}
"""By class name, which is the table's name."""

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
    Column("undoes", Integer, _reference("journal_entry.number"), unique=True),
    Column("delta_count", Integer, nullable=False),
    Column("previous_hash", Bytes(32), nullable=False),
    Column("hash", Bytes(32), nullable=False),
)

delta = Table(
    "delta",
    METADATA,
    Column("entry", Integer, _reference("journal_entry.number"), primary_key=True),
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
    Column("entry", Integer, _reference("journal_entry.number"), primary_key=True),
    Index("parcel_lineage_child", "child"),
    Index("parcel_lineage_entry", "entry"),
)

snapshot = Table(
    "snapshot",
    METADATA,
    Column("id", Bytes(16), primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("entry", Integer, _reference("journal_entry.number"), nullable=False, index=True),
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
    Column("entry", Integer, _reference("journal_entry.number"), index=True),
    Column("file_name", Text, nullable=False),
    Column("content", Bytes),
    Index("package_workspace", "workspace", "kind", "sequence"),
)

package_record = Table(
    "package_record",
    METADATA,
    Column("package", Bytes(16), _reference("package.id"), primary_key=True),
    Column("record", Bytes(16), primary_key=True),
    Column("decision", Text, nullable=False),
    Column("reason", Text),
    Column("note", Text),
    Column("person", Text),
    Column("at_ms", BigInteger),
    Column("entry", Integer, _reference("journal_entry.number"), index=True),
    Column("receipt", Bytes(16), index=True),
)

finding = Table(
    "finding",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("rule", Text, nullable=False, index=True),
    Column("content", Text, nullable=False),
    Column("place", Bytes),
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
    Column("entry", Integer, _reference("journal_entry.number"), primary_key=True),
    Column("sha256", Bytes(32), nullable=False, index=True),
    Column("layer", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("report", Text, nullable=False),
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
