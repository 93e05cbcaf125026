"""What a store says of itself: one frozen value, kept as rows of ``store_info``."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from landdesk.domain.ids import ObjectId, id_text, parse_id
from landdesk.store import tables as t

OFFICE = "office"
COMMUNE = "commune"

_RECOVERY_IDENTITY = "recovery.identity"


@dataclass(frozen=True, slots=True)
class Base:
    """The snapshot of the office that a commune's store started from."""

    snapshot: ObjectId
    number: int
    root_hash: bytes
    package: ObjectId


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """Identity of a store.

    Args:
        dataset: The office's dataset; commune stores share it with the office they came from.
        workspace: This store among all stores of the dataset.
        role: ``office`` or ``commune``.
        training: Invented data; never mixes with production.
        epsg: Projected metre system of all coordinates.
        communes: Codes of the communes it may hold.
        created_ms: When it was made.
        schema: Version of the tables.
        base: Snapshot it is bound to; None for an office and an unbound commune.
        recovery: Age recipient that opens encrypted stores where the passphrase was forgotten: the office's own, or the
            one that came with the base; None where there is none.
    """

    dataset: ObjectId
    workspace: ObjectId
    role: str
    training: bool
    epsg: int
    communes: tuple[str, ...]
    created_ms: int
    schema: int
    base: Base | None = None
    recovery: str | None = None


def write_info(conn: Connection, info: StoreInfo) -> None:
    """Replace all rows by these, but for the office's recovery identity and unfinished forms."""
    rows = {
        "dataset": id_text(info.dataset),
        "workspace": id_text(info.workspace),
        "role": info.role,
        "environment": "training" if info.training else "production",
        "epsg": str(info.epsg),
        "communes": " ".join(info.communes),
        "created_ms": str(info.created_ms),
        "schema": str(info.schema),
    }
    if info.base is not None:
        rows |= {
            "base.snapshot": id_text(info.base.snapshot),
            "base.number": str(info.base.number),
            "base.root_hash": info.base.root_hash.hex(),
            "base.package": id_text(info.base.package),
        }
    if info.recovery is not None:
        rows["recovery.recipient"] = info.recovery
    key = t.store_info.c.key
    conn.execute(t.store_info.delete().where(key != _RECOVERY_IDENTITY, key.not_like("draft.%")))
    conn.execute(insert(t.store_info), [{"key": key, "value": value} for key, value in rows.items()])


def read_info(conn: Connection) -> StoreInfo:
    """Return what the store says of itself.

    Raises:
        KeyError: A row is missing; the file is no LandDesk store.
    """
    rows: dict[str, str] = {row.key: row.value for row in conn.execute(select(t.store_info))}
    base = None
    if "base.snapshot" in rows:
        base = Base(
            parse_id(rows["base.snapshot"]),
            int(rows["base.number"]),
            bytes.fromhex(rows["base.root_hash"]),
            parse_id(rows["base.package"]),
        )
    return StoreInfo(
        dataset=parse_id(rows["dataset"]),
        workspace=parse_id(rows["workspace"]),
        role=rows["role"],
        training=rows["environment"] == "training",
        epsg=int(rows["epsg"]),
        communes=tuple(rows["communes"].split()),
        created_ms=int(rows["created_ms"]),
        schema=int(rows["schema"]),
        base=base,
        recovery=rows.get("recovery.recipient"),
    )


def read_recovery_identity(conn: Connection) -> str | None:
    """Return the office's recovery identity as it was sealed, JSON; None where none was made."""
    column = t.store_info.c
    return conn.execute(select(column.value).where(column.key == _RECOVERY_IDENTITY)).scalar()


def write_recovery_identity(conn: Connection, sealed: str) -> None:
    """Keep the office's recovery identity, sealed; an older one is replaced."""
    conn.execute(t.store_info.delete().where(t.store_info.c.key == _RECOVERY_IDENTITY))
    conn.execute(insert(t.store_info), [{"key": _RECOVERY_IDENTITY, "value": sealed}])
