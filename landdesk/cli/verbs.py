"""The table of verbs: where each one is and the line that ``landdesk --help`` says of it.

The help of the program is made from this table alone, so that it loads no verb. A test holds the table and the
verbs together.
"""

from dataclasses import dataclass
from typing import Final

from landdesk.i18n import N_


@dataclass(frozen=True, slots=True)
class VerbRow:
    """One verb or group of verbs.

    Args:
        name: As typed.
        place: Module and name of the command in it.
        help: What it does, one line.
    """

    name: str
    place: str
    help: str


VERBS: Final = (
    VerbRow("new", "landdesk.cli.new:new", N_("Make a new store.")),
    VerbRow(
        "import", "landdesk.cli.import_file:import_file", N_("Bring the parcels of a file into a store.")
    ),
    VerbRow("table", "landdesk.cli.table:table", N_("Show what is understood of a table file.")),
    VerbRow(
        "export-map",
        "landdesk.cli.export_map:export_map",
        N_("Write the map into a file for other programs."),
    ),
    VerbRow(
        "export-pl3",
        "landdesk.cli.export_pl3:export_pl3",
        N_("Write parcels on the collection form PL3-01."),
    ),
    VerbRow(
        "originals",
        "landdesk.cli.originals:originals",
        N_("Write the texts of an import as they came, before they were read as Vietnamese."),
    ),
    VerbRow("parcels", "landdesk.cli.parcels:parcels", N_("List parcels, or find some.")),
    VerbRow("lookup", "landdesk.cli.lookup:lookup", N_("Look up a pasted list of serials or parcels.")),
    VerbRow("where", "landdesk.cli.where:where", N_("Say where a place is and what lies there.")),
    VerbRow("show", "landdesk.cli.parcels:show", N_("Show everything about one parcel.")),
    VerbRow("enter", "landdesk.cli.enter:enter", N_("Enter a certificate from a file that describes it.")),
    VerbRow("edit", "landdesk.cli.edit_verbs:edit", N_("Change parcels and their land users.")),
    VerbRow(
        "record", "landdesk.cli.record:record", N_("See and change objects of any class, field by field.")
    ),
    VerbRow("link", "landdesk.cli.link:link", N_("Give records without a boundary one.")),
    VerbRow("undo", "landdesk.cli.history:undo", N_("Take back the last act.")),
    VerbRow("redo", "landdesk.cli.history:redo", N_("Do again what was taken back last.")),
    VerbRow("log", "landdesk.cli.history:log", N_("List what was done.")),
    VerbRow("check", "landdesk.cli.check:check", N_("Look for faults in the record.")),
    VerbRow("mend", "landdesk.cli.mend:mend", N_("Mend the findings of a rule by one act.")),
    VerbRow("waive", "landdesk.cli.waive:waive", N_("Let a finding pass, or stand again.")),
    VerbRow("quality", "landdesk.cli.quality:quality", N_("Say how good the data are, as an index.")),
    VerbRow("work", "landdesk.cli.work:work", N_("See and close what the office sent back.")),
    VerbRow("errors", "landdesk.cli.errors:errors", N_("List what failed or waits, and who mends it.")),
    VerbRow("request", "landdesk.cli.request:request", N_("Ask the office, and answer what is asked.")),
    VerbRow(
        "worklist",
        "landdesk.cli.worklist:worklist",
        N_("Work through parcels as a queue and count what is done."),
    ),
    VerbRow("report", "landdesk.cli.report:report", N_("Count what the province asks for.")),
    VerbRow(
        "survey",
        "landdesk.cli.survey_verbs:survey",
        N_("Read files of the field, keep their points, fit parcels to them."),
    ),
    VerbRow(
        "job",
        "landdesk.cli.job:job",
        N_("Write survey jobs for a company, check and take what it delivers."),
    ),
    VerbRow("person", "landdesk.cli.person:person", N_("List and add the persons who work with a store.")),
    VerbRow("package", "landdesk.cli.package:package", N_("Write, check and receive packages.")),
    VerbRow("adopt", "landdesk.cli.package:adopt", N_("Bind a store to the office's base package.")),
    VerbRow("office", "landdesk.cli.office:office", N_("Receive change packages and decide on them.")),
    VerbRow("backup", "landdesk.cli.backup:backup", N_("Write a whole store into one file.")),
    VerbRow("restore", "landdesk.cli.backup:restore", N_("Make a store from its backup again.")),
    VerbRow(
        "restore-points", "landdesk.cli.backup:restore_points", N_("List and set restore points of a store.")
    ),
    VerbRow(
        "outgoing",
        "landdesk.cli.backup:outgoing",
        N_("List the files that left with names or numbers of people."),
    ),
    VerbRow("encrypt", "landdesk.cli.encryption:encrypt", N_("Make a plain store encrypted.")),
    VerbRow(
        "passphrase", "landdesk.cli.encryption:passphrase", N_("Change the passphrase of an encrypted store.")
    ),
    VerbRow(
        "recovery-sheet",
        "landdesk.cli.encryption:recovery_sheet_verb",
        N_("Make a new recovery sheet of an encrypted store."),
    ),
    VerbRow(
        "unlock-request",
        "landdesk.cli.encryption:unlock_request",
        N_("Ask the office to unlock a store whose passphrase was forgotten."),
    ),
    VerbRow(
        "unlock",
        "landdesk.cli.encryption:unlock",
        N_("Open a store by the office's answer or a recovery sheet."),
    ),
    VerbRow(
        "readable-copy",
        "landdesk.cli.encryption:readable_copy",
        N_("Write the record as a plain file for QGIS."),
    ),
    VerbRow(
        "print",
        "landdesk.cli.print_extract:print_extract",
        N_("Write a parcel as an extract of the cadastral map."),
    ),
    VerbRow(
        "print-map",
        "landdesk.cli.print_map:print_map",
        N_("Write a map sheet, or all parcels, as a map on one paper."),
    ),
    VerbRow("render", "landdesk.cli.render:render", N_("Draw the map into a picture.")),
    VerbRow("open", "landdesk.cli.window:open_window", N_("Open the window.")),
    VerbRow(
        "foreign", "landdesk.cli.foreign:foreign", N_("Take over or put back what another program wrote.")
    ),
    VerbRow(
        "codes", "landdesk.cli.codes:codes", N_("Show the code lists, write them as files, replace them.")
    ),
    VerbRow("doctor", "landdesk.cli.doctor:doctor", N_("Say what is missing or wrong on this computer.")),
    VerbRow("demo", "landdesk.cli.demo:demo", N_("Play the whole journey on an invented commune.")),
)
