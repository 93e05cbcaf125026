"""Schema 5: when the dossier of a certificate that a commune issued was handed over to the branch."""

from sqlalchemy import Connection

from landdesk.store.migrations.foreign_log import log_foreign_writes

TITLE = "hand-over of certificates"

STATEMENTS = """\
ALTER TABLE certificate ADD COLUMN handed_over_on TEXT;
ALTER TABLE certificate ADD COLUMN hand_over_number TEXT;
CREATE INDEX certificate_issued ON certificate (issued_on);
"""


def upgrade(conn: Connection, epsg: int) -> None:
    """Widen the table; its triggers name each column and are made anew."""
    del epsg
    for statement in STATEMENTS.split(";"):
        if statement.strip():
            conn.exec_driver_sql(statement)
    for operation in ("insert", "update", "delete"):
        conn.exec_driver_sql(f"DROP TRIGGER foreign_{operation}_certificate")
    log_foreign_writes(conn, "certificate")
