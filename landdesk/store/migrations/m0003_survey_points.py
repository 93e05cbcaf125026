"""Schema 3: points measured in the field, by the file they came from; they stay on this computer."""

from sqlalchemy import Connection

TITLE = "survey points"

STATEMENTS = """\
CREATE TABLE survey (
    id BLOB NOT NULL, file_name TEXT NOT NULL, sha256 BLOB NOT NULL, format TEXT NOT NULL, instrument TEXT NOT
    NULL, way TEXT NOT NULL, person_id BLOB NOT NULL, person_name TEXT NOT NULL, at_ms BIGINT NOT NULL, PRIMARY
    KEY (id)
);

CREATE TABLE survey_point (
    survey BLOB NOT NULL, place INTEGER NOT NULL, number TEXT NOT NULL, code TEXT NOT NULL, east_mm BIGINT NOT
    NULL, north_mm BIGINT NOT NULL, height_mm BIGINT, method TEXT NOT NULL, quality TEXT NOT NULL, PRIMARY KEY
    (survey, place), FOREIGN KEY(survey) REFERENCES survey (id) DEFERRABLE INITIALLY DEFERRED
);

CREATE INDEX survey_point_number ON survey_point (number);
"""


def upgrade(conn: Connection, epsg: int) -> None:
    """Make the two tables; no part of the record, so nothing logs what other programs write to them."""
    del epsg
    for statement in STATEMENTS.split(";"):
        if statement.strip():
            conn.exec_driver_sql(statement)
