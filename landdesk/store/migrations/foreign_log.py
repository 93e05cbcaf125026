"""The triggers on record tables that notice other programs; frozen, as migrations of several schemas use them."""

from sqlalchemy import Connection


def log_foreign_writes(conn: Connection, table: str) -> None:
    """Make the triggers that log writes to a record table while no LandDesk session runs."""
    columns = [(row[1], row[2]) for row in conn.exec_driver_sql(f"PRAGMA table_info({table})")]
    binary = [name for name, kind in columns if kind in ("BLOB", "MULTIPOLYGON")]
    pairs = ", ".join(
        f"'{name}', hex(OLD.{name})" if name in binary else f"'{name}', OLD.{name}" for name, _ in columns
    )
    nulls = " || ".join(f"iif(OLD.{name} IS NULL, '{name} ', '')" for name in binary)
    old_row = f"json_object({pairs}, 'null_blobs', {nulls})"
    for operation, side, kept in (
        ("insert", "NEW", "NULL"),
        ("update", "OLD", old_row),
        ("delete", "OLD", old_row),
    ):
        conn.exec_driver_sql(
            f"CREATE TRIGGER foreign_{operation}_{table} AFTER {operation.upper()} ON {table} "
            f"WHEN NOT EXISTS (SELECT 1 FROM session) BEGIN "
            f"INSERT INTO foreign_write (class, operation, object, old_row) "
            f"VALUES ('{table}', '{operation}', {side}.id, {kept}); END"
        )
