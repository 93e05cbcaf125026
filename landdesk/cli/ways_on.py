"""The command that helps after an error, shown on the terminal below the words that every front end shows.

The floors below say in their errors how to go on without knowing how it is typed or clicked. ``STORE`` and other
capitals stand for what the person types, ``[ ]`` for what may be left out, ``|`` between two ways.
"""

from collections.abc import Mapping
from typing import Final

_LOG: Final = "landdesk log STORE"
_LAYER: Final = "landdesk import STORE SOURCE --layer NAME"
_SYSTEM: Final = "landdesk import STORE SOURCE --source-epsg CODE"
_FORCED: Final = f"{_SYSTEM} | landdesk import STORE SOURCE --force-crs"
_WORK: Final = "landdesk work list STORE --all --json"
_WORKLIST: Final = "landdesk worklist list STORE"
_FILTERS: Final = "landdesk worklist filters"
_JOIN: Final = "landdesk edit join-nodes STORE --parcel PARCEL [--tolerance M] --dry-run"
_INBOX: Final = "landdesk office list STORE"
_RECORDS: Final = "landdesk office show STORE PACKAGE"
_RETURN: Final = "landdesk office decide STORE PACKAGE --return RECORD --reason CODE --note TEXT"
_DECIDE: Final = f"landdesk office decide STORE PACKAGE --accept-clean | {_RETURN}"
_SURVEYS: Final = "landdesk survey list STORE"
_JOB: Final = "landdesk job check STORE FOLDER DELIVERY"
_SURVEY_POINTS: Final = "landdesk survey points STORE"
_WHERE: Final = "landdesk where STORE PLACE --meridian DEGREES"
_UPDATE: Final = "landdesk package update OFFICE --commune CODE -o FILE"

_POINTS: Final = "landdesk restore-points STORE"
_ASKED: Final = "landdesk request list STORE"
_REQUEST: Final = "landdesk unlock-request STORE --reason TEXT -o FILE"

COMMANDS: Final[Mapping[str, str]] = {
    "base.empty": "landdesk import STORE SOURCE",
    "check.no-finding": "landdesk check STORE --json",
    "codes.no-list": "landdesk codes",
    "codes.no-name": "landdesk codes",
    "codes.not-replaced": "landdesk codes STORE",
    "codes.of-office": "landdesk package update OFFICE --commune CODE -o FILE",
    "codes.own-commune": "landdesk codes commune -o FILE",
    "coordinates.meridian": _WHERE,
    "coordinates.no-boundary": "landdesk link candidates STORE PARCEL",
    "coordinates.no-meridian": _WHERE,
    "coordinates.outside": _WHERE,
    "codes.right": "landdesk codes commune_rights -o FILE",
    "delivery.elsewhere": f"{_JOB} --source-epsg CODE",
    "delivery.overlaps": "landdesk job accept STORE FOLDER DELIVERY --parcel PARCEL --parcel PARCEL"
    " | landdesk job accept STORE FOLDER DELIVERY --return PARCEL --reason TEXT",
    "demo.folder-taken": "landdesk demo --folder FOLDER",
    "demo.no-choice": "landdesk demo --seed NUMBER",
    "foreign.cannot-hold": "landdesk foreign STORE --put-back",
    "import.commune": "landdesk import STORE SOURCE [--commune CODE] [--field commune=COLUMN]",
    "import.crs-datum": _FORCED,
    "import.crs-elsewhere": f"{_SYSTEM} [--swap-axes] | landdesk import STORE SOURCE --force-crs",
    "import.crs-outside": _SYSTEM,
    "import.crs-scale": _FORCED,
    "import.datum-shift": "landdesk import STORE SOURCE --wgs84-numbers",
    "import.field-form": "landdesk import STORE SOURCE --field parcel_no=COLUMN",
    "import.no-crs": _SYSTEM,
    "import.no-field": "landdesk import STORE SOURCE --field parcel_no=COLUMN",
    "import.no-layer": _LAYER,
    "import.no-transformation": _FORCED,
    "import.nothing-taken": "landdesk import STORE SOURCE [--layer NAME] [--commune CODE]",
    "import.several-layers": _LAYER,
    "import.unknown-epsg": _SYSTEM,
    "job.cannot-take": _JOB,
    "job.none": "landdesk job write STORE PARCEL -o FOLDER",
    "job.not-of-job": _JOB,
    "job.nothing": "landdesk job accept STORE FOLDER DELIVERY --all-good",
    "join.nothing": _JOIN,
    "journal.no-entry": _LOG,
    "leaving.no-purpose": "landdesk parcels STORE -o FILE --with-names --purpose TEXT"
    " | landdesk export-map STORE -o FILE --with-users --purpose TEXT"
    " | landdesk originals STORE ENTRY -o FILE --purpose TEXT"
    " | landdesk print STORE PARCEL -o FILE --with-users --purpose TEXT",
    "link.has-record": "landdesk show STORE PARCEL",
    "link.has-shape": "landdesk link unlink STORE PARCEL",
    "link.no-shape": "landdesk link candidates STORE PARCEL",
    "link.none-sure": "landdesk link candidates STORE PARCEL",
    "link.nothing": "landdesk link candidates STORE PARCEL",
    "link.other-commune": "landdesk link candidates STORE PARCEL",
    "link.other-users": "landdesk edit remove-user STORE PARCEL NAME",
    "link.only-shape": "landdesk link candidates STORE",
    "mend.changed": "landdesk mend STORE RULE --dry-run",
    "mend.gone": "landdesk check STORE",
    "mend.nothing": "landdesk check STORE --json",
    "mend.rule": "landdesk check STORE --json",
    "merge.choose": "landdesk edit merge STORE PARCEL PARCEL --keep PARCEL",
    "merge.not-chosen": "landdesk codes STORE parcel_policy",
    "merge.purposes-differ": "landdesk codes STORE parcel_policy",
    "merge.users-differ": "landdesk codes STORE parcel_policy",
    "move.no-vertex": "landdesk show STORE PARCEL",
    "office.decided": "landdesk undo STORE",
    "office.no-choice": _DECIDE,
    "office.no-note": _RETURN,
    "office.no-package": _INBOX,
    "office.no-reason": _RETURN,
    "office.no-record": _RECORDS,
    "office.not-office": "landdesk package receive STORE FILE",
    "office.nothing-decided": "landdesk office decide STORE PACKAGE --accept-clean",
    "office.nothing-returned": _RETURN,
    "office.package-ambiguous": _INBOX,
    "office.record-ambiguous": _RECORDS,
    "office.waits": _INBOX,
    "package.for-office": "landdesk office receive OFFICE FILE",
    "package.kept": "landdesk package copy STORE NUMBER -o FILE",
    "package.no-base": "landdesk new STORE --from BASE | landdesk adopt STORE BASE",
    "parcel.not-found": "landdesk parcels STORE",
    "person.none": "landdesk VERB STORE --as NAME",
    "person.unknown": "landdesk person list STORE | landdesk person add STORE NAME",
    "recovery.code-other": _REQUEST,
    "recovery.no-office-key": "landdesk office recovery-key STORE",
    "recovery.office-key-exists": "landdesk office recovery-key STORE --replace",
    "redo.decided-since": _RECORDS,
    "redo.nothing": _LOG,
    "request.again": f"{_ASKED} | landdesk request withdraw STORE REQUEST",
    "request.ambiguous": f"{_ASKED} --all --json",
    "request.for-office": "landdesk package receive STORE FILE",
    "request.kind": "landdesk codes request_kind",
    "request.not-found": f"{_ASKED} --all --json | landdesk errors STORE --json",
    "request.of-what": "landdesk request ask STORE PARCEL --words TEXT",
    "request.settled": f"{_ASKED} --all",
    "request.why": "landdesk request answer STORE REQUEST refused --words TEXT",
    "request.words": "landdesk request ask STORE PARCEL --words TEXT",
    "restore.elsewhere-since": _POINTS,
    "restore.no-point": _POINTS,
    "restore.no-words": "landdesk restore-points STORE --mark WORDS",
    "restore.office-since": _POINTS,
    "restore.other-key": "landdesk restore BACKUP -o STORE",
    "rights.document": "landdesk codes STORE commune_rights"
    " | landdesk record add STORE document_link document_id=SCAN parcel_id=PARCEL",
    "rights.office": "landdesk codes STORE commune_rights",
    "split.choose": "landdesk edit split STORE PARCEL --line WKT --keep EASTING,NORTHING",
    "split.not-chosen": "landdesk codes STORE parcel_policy",
    "store.encrypted-already": "landdesk passphrase STORE",
    "store.epsg-wanted": "landdesk new STORE --commune CODE --epsg CODE",
    "store.foreign-writes": "landdesk foreign STORE --take-over | landdesk foreign STORE --put-back",
    "store.missing": "landdesk new STORE --commune CODE",
    "store.no-commune": "landdesk new STORE --commune CODE",
    "store.not-a-store": "landdesk import STORE SOURCE",
    "store.not-encrypted": "landdesk encrypt STORE",
    "store.one-commune": "landdesk new STORE --role office --commune CODE --commune CODE",
    "store.passphrase-wrong": f"{_REQUEST} | landdesk unlock STORE --code",
    "strip.land-use": "landdesk codes STORE land_use",
    "strip.whole": "landdesk edit strip STORE --line WKT --width METRES --whole",
    "survey.ambiguous": _SURVEYS,
    "survey.exists": "landdesk survey remove STORE NAME",
    "survey.fit-far": "landdesk survey fit STORE PARCEL --points NUMBERS --within METRES",
    "survey.no-column": "landdesk survey read FILE --json",
    "survey.no-point": _SURVEY_POINTS,
    "survey.no-points": "landdesk survey read FILE --column north=PLACE --column east=PLACE",
    "survey.not-found": _SURVEYS,
    "survey.nothing": "landdesk survey import STORE FILE --known FILE --station NUMBER",
    "survey.outside": "landdesk survey import STORE FILE --order east-north"
    " | landdesk survey import STORE FILE --source-epsg CODE",
    "survey.outline-too-few": "landdesk survey parcel STORE NAME POINTS",
    "survey.outline-twice": "landdesk survey parcel STORE NAME POINTS",
    "survey.point-ambiguous": f"{_SURVEY_POINTS} --survey NAME",
    "turn.missing": _LOG,
    "turn.needed": _LOG,
    "reshape.unshared": _JOIN,
    "undo.handed-out": _UPDATE,
    "undo.nothing": _LOG,
    "undo.receipt-written": _UPDATE,
    "vertex.none": "landdesk show STORE PARCEL",
    "vertex.opens-gap": _JOIN,
    "unlock.no-office": "landdesk unlock STORE --code",
    "unlock.no-reason": _REQUEST,
    "unlock.no-request": _REQUEST,
    "unlock.other-request": _REQUEST,
    "update.no-snapshot": "landdesk package base OFFICE --commune CODE -o FILE",
    "waiver.document": "landdesk waive STORE KEY --reason TEXT --document OBJECT",
    "waiver.none": "landdesk check STORE --state waived --json",
    "waiver.reason": "landdesk waive STORE KEY --reason TEXT",
    "waiver.which": "landdesk waive STORE KEY --reason TEXT | landdesk waive STORE KEY --withdraw",
    "window.no-display": "landdesk --help",
    "work.ambiguous": _WORK,
    "work.not-found": _WORK,
    "work.not-sent": "landdesk request ask STORE --error ID",
    "worklist.ambiguous": _WORKLIST,
    "worklist.exists": _WORKLIST,
    "worklist.gone": _WORKLIST,
    "worklist.no-filter": _FILTERS,
    "worklist.no-preset": _FILTERS,
    "worklist.not-checked": "landdesk check STORE",
    "worklist.not-found": _WORKLIST,
    "worklist.other-person": "landdesk worklist new STORE --filter NAME --as NAME",
}
"""By code of the error."""
