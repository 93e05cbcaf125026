"""Survey jobs in the window: what goes into a folder, and a delivery parcel by parcel beside the map."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from landdesk.app.titles import SURVEY_JOB_SIGNS
from landdesk.domain.errors import InvalidInputError, LandDeskError
from landdesk.i18n import N_, Text, _, format_number, normalised, translate
from landdesk.paths import named_path, plain_form
from landdesk.ui.dialogs.choose_file import choose_file, choose_folder
from landdesk.ui.dialogs.form import Form
from landdesk.ui.icons import icon
from landdesk.ui.messages import error_lines
from landdesk.ui.models.rows import Column, RowsModel
from landdesk.ui.panels.sections import words
from landdesk.ui.panels.table import make_table

if TYPE_CHECKING:
    from landdesk.domain.ids import ObjectId
    from landdesk.services.survey_jobs.checking import Checked, CheckedParcel

SIZE_PX: Final = (1180, 400)
JOBS: Final = (N_("Survey jobs"), "*.job")
DELIVERIES: Final = (N_("Maps"), "*.gpkg *.shp *.dxf *.dgn *.tab *.mif *.gml *.geojson")
_ICONS: Final = {"good": "good", "told": "warning", "bad": "error"}


class JobForm(Form):
    """Asks which parcels a company is to measure, and for the folder.

    Signals:
        write_wanted(object, Path): A sheet, or None for the chosen parcels; the folder to make.

    Args:
        count: How many parcels are chosen.
        sheets: Sheets of them.
        proposal: A folder that is not there yet.
    """

    write_wanted = Signal(object, object)

    def __init__(
        self, count: int, sheets: Sequence[str], proposal: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, _("Survey job"), _("Write folder"))
        self.rows.addRow(
            words(
                _(
                    "Map, drawing by level, list of points and a sheet for each parcel. Nothing of people is in it."
                ),
                name="soft",
            )
        )
        self.which = QComboBox()
        self.which.addItem(_("Chosen parcels ({count})").format(count=count), None)
        for sheet in sheets:
            self.which.addItem(_("All parcels of sheet {sheet}").format(sheet=sheet), sheet)
        self.folder, folder_row = _path_row(self, _("Folder to make it in"), call=self._browse)
        self.folder.setText(plain_form(proposal))
        box = QWidget()
        box.setLayout(folder_row)
        box.setFocusProxy(self.folder)
        folder_row.setContentsMargins(0, 0, 0, 0)
        self.add_field("which", _("Parcels"), self.which)
        self.add_field("folder", _("Folder to make"), box)
        self.setMinimumWidth(560)

    def submit(self) -> None:
        """Ask for the folder to be written."""
        text = self.folder.text().strip()
        if not text or not named_path(text).name:
            raise InvalidInputError("job.no-name", Text(N_("Name the folder that is to be made.")))
        self.write_wanted.emit(self.which.currentData(), named_path(text))

    def field_of(self, error: LandDeskError) -> str | None:
        """Return the field an error is about."""
        return "folder" if error.code in ("job.no-name", "job.exists") else None

    def _browse(self) -> None:
        name = named_path(self.folder.text().strip()).name or "do-dac"

        def take(folder: Path) -> None:
            self.folder.setText(plain_form(folder / name))

        choose_folder(self, _("Folder to make it in"), JOBS, take)


class DeliveryDialog(QDialog):
    """Shows what a delivery comes to; the map stays in sight and shows the chosen parcel before and after.

    Signals:
        check_wanted(Path, Path, object): Folder of the job, delivery, code of its system or None.
        chosen(CheckedParcel): Show this one on the map.
        take_wanted(object): Decisions by parcel: None to take it, the reason to return it.
        protocol_wanted(object): Write the protocol with these decisions.
    """

    check_wanted = Signal(object, object, object)
    chosen = Signal(object)
    take_wanted = Signal(object)
    protocol_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Take a survey delivery"))
        self.decided: dict[ObjectId, str | None] = {}
        self.checked: Checked | None = None
        self._carried_out = False
        self.job, job_row = _path_row(self, _("Folder of the job"))
        self.delivery, delivery_row = _path_row(self, _("Delivery"), file=DELIVERIES)
        self.system = QLineEdit()
        self.system.setPlaceholderText(_("System"))
        which = _("EPSG code of the system of the delivery, if it is another than that of the job")
        self.system.setAccessibleName(which)
        self.system.setToolTip(which)
        self.system.setValidator(QIntValidator(1, 999_999, self))
        self.check = QPushButton(_("Check"))
        self.check.clicked.connect(self._check)
        self.model: RowsModel[CheckedParcel] = RowsModel(
            self._columns(), lambda row: row.parcel.id, parent=self
        )
        self.table = make_table(self.model, _("Parcels of the job"), several=True)
        self.table.show_when_empty(
            _("Choose the folder of the job and what the company gave back, then check.")
        )
        self.table.selectionModel().selectionChanged.connect(self._choose)
        self.told = words("", selectable=True)
        self.trouble = words("", name="error")
        self.trouble.hide()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("Why the parcel goes back, for the company to read"))
        self.reason.setAccessibleName(_("Reason"))
        self.reason.textChanged.connect(self._allow)
        self.take = _button(_("Take"), "good", self._take)
        self.send_back = _button(_("Return"), "returned", self._send_back)
        self.all_good = _button(_("Take all that are good"), "", self._take_good)
        self.leave = _button(_("Leave open"), "", self._leave)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.protocol = self.buttons.addButton(_("Protocol…"), role)
        self.go = self.buttons.addButton(_("Carry out"), role)
        for one in self.buttons.buttons():
            if isinstance(one, QPushButton):
                one.setAutoDefault(False)
        self.protocol.clicked.connect(lambda: self.protocol_wanted.emit(dict(self.decided)))
        self.go.clicked.connect(lambda: self.take_wanted.emit(dict(self.decided)))
        self.buttons.rejected.connect(self.reject)
        self._lay_out(job_row, delivery_row)
        self.resize(*SIZE_PX)
        self._allow()

    def show_checked(self, checked: "Checked") -> None:
        """Show what was found; nothing is decided yet."""
        self.checked = checked
        self._carried_out = False
        self.decided.clear()
        self._busy(on=False)
        self.trouble.hide()
        self.model.replace(checked.parcels)
        if checked.parcels:
            self.table.selectRow(0)
        self._say()
        self._allow()

    def show_done(self, text: str) -> None:
        """Say what became of it; the protocol can still be written."""
        self._busy(on=False)
        self.trouble.hide()
        self._carried_out = True
        self._allow()
        self.told.setText(text)

    def show_error(self, error: LandDeskError) -> None:
        """Say why it was not done."""
        self._busy(on=False)
        self.trouble.setText("\n".join(error_lines(error)))
        self.trouble.show()
        self._allow()

    def show_busy(self) -> None:
        """Wait for what goes on beside the window."""
        self._busy(on=True)

    def _busy(self, *, on: bool) -> None:
        for one in (self.check, self.go, self.protocol, self.take, self.send_back, self.all_good, self.leave):
            one.setEnabled(not on)

    def _lay_out(self, job_row: QHBoxLayout, delivery_row: QHBoxLayout) -> None:
        head = QGridLayout()
        for row, (label, field) in enumerate(
            ((_("Folder of the job"), job_row), (_("Delivery"), delivery_row))
        ):
            head.addWidget(QLabel(label), row, 0)
            head.addLayout(field, row, 1)
        head.addWidget(self.system, 0, 2)
        head.addWidget(self.check, 1, 2)
        head.setColumnStretch(1, 1)
        decide = QHBoxLayout()
        decide.addWidget(self.take)
        decide.addWidget(self.all_good)
        decide.addWidget(self.leave)
        decide.addSpacing(16)
        decide.addWidget(self.reason, 1)
        decide.addWidget(self.send_back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.told)
        layout.addLayout(decide)
        layout.addWidget(self.trouble)
        layout.addWidget(self.buttons)

    def _columns(self) -> "tuple[Column[CheckedParcel], ...]":
        from landdesk.domain.geometry import area_m2
        from landdesk.services.survey_jobs.checking import CHECKS

        def column(code: str) -> "Column[CheckedParcel]":
            def find(row: "CheckedParcel") -> tuple[str, str]:
                for answer in row.answers:
                    if answer.code == code:
                        return str(answer.sign), translate(answer.words)
                return "", ""

            return Column(
                code,
                _(CHECKS[code]),
                lambda row: _(SURVEY_JOB_SIGNS[sign]) if (sign := find(row)[0]) else "–",
                104,
                tip=lambda row: find(row)[1],
                icon=lambda row: icon(_ICONS[sign]) if (sign := find(row)[0]) else None,
            )

        return (
            Column("parcel", _("Parcel"), lambda row: row.key, 80),
            Column("decision", _("Decision"), self._decision, 130),
            Column(
                "together",
                _("Together"),
                lambda row: _(SURVEY_JOB_SIGNS[row.sign]),
                104,
                icon=lambda row: icon(_ICONS[row.sign]),
            ),
            Column(
                "area",
                _("Area (m²)"),
                lambda row: "" if row.shape is None else format_number(area_m2(row.shape), 1),
                80,
                numeric=True,
            ),
            *(column(code) for code in CHECKS),
        )

    def _decision(self, row: "CheckedParcel") -> str:
        if row.parcel.id not in self.decided:
            return ""
        reason = self.decided[row.parcel.id]
        return _("Take") if reason is None else _("Return: {reason}").format(reason=reason)

    def _rows(self) -> "list[CheckedParcel]":
        found = (self.model.row_at(index) for index in self.table.selectionModel().selectedRows())
        return [one for one in found if one is not None]

    def _choose(self) -> None:
        rows = self._rows()
        self._say()
        self._allow()
        if len(rows) == 1:
            self.chosen.emit(rows[0])

    def _say(self) -> None:
        rows = self._rows()
        lines = [] if self.checked is None else [translate(one) for one in self.checked.remarks[:3]]
        if len(rows) == 1:
            lines = [translate(one.words) for one in rows[0].answers if one.sign != "good"] or [
                _("Everything is as it should be.")
            ]
        self.told.setText("\n".join(lines))

    def _allow(self) -> None:
        rows, checked = self._rows(), self.checked
        is_open = checked is not None and not self._carried_out
        delivered = (
            checked is not None and bool(rows) and all(one.parcel.id in checked.delivered for one in rows)
        )
        self.take.setEnabled(is_open and delivered)
        self.leave.setEnabled(is_open and bool(rows))
        self.send_back.setEnabled(is_open and bool(rows) and bool(normalised(self.reason.text()).strip()))
        self.all_good.setEnabled(is_open)
        self.protocol.setEnabled(checked is not None)
        self.go.setEnabled(is_open and bool(self.decided))

    def _check(self) -> None:
        job, delivery = self.job.text().strip(), self.delivery.text().strip()
        if not (job and delivery):
            self.show_error(
                InvalidInputError(
                    "job.no-paths", Text(N_("Choose the folder of the job and what the company gave back."))
                )
            )
            return
        system = self.system.text().strip()
        self.check_wanted.emit(named_path(job), named_path(delivery), int(system) if system else None)

    def _take(self) -> None:
        self._decide(None)

    def _send_back(self) -> None:
        self._decide(normalised(self.reason.text()).strip())

    def _decide(self, reason: str | None) -> None:
        for one in self._rows():
            self.decided[one.parcel.id] = reason
        self._renew()

    def _leave(self) -> None:
        for one in self._rows():
            self.decided.pop(one.parcel.id, None)
        self._renew()

    def _take_good(self) -> None:
        if self.checked is not None:
            for one in self.checked.parcels:
                if one.sign != "bad" and one.parcel.id not in self.decided:
                    self.decided[one.parcel.id] = None
            self._renew()

    def _renew(self) -> None:
        self.table.viewport().update()
        self._allow()


def _button(text: str, icon_name: str, call: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    if icon_name:
        button.setIcon(icon(icon_name))
    button.setAutoDefault(False)
    button.clicked.connect(call)
    return button


def _path_row(
    dialog: QDialog,
    title: str,
    *,
    call: Callable[[], None] | None = None,
    file: tuple[str, str] | None = None,
) -> tuple[QLineEdit, QHBoxLayout]:
    """Return a field for a path, in a row with what opens the system's dialogs for it.

    Args:
        call: What the button for a folder does; unless given it puts the folder into the field.
        file: Files that may be chosen too.
    """
    line = QLineEdit()
    line.setAccessibleName(title)

    def show(path: Path) -> None:
        line.setText(plain_form(path))

    def ask() -> None:
        choose_folder(dialog, title, file or JOBS, show)

    def ask_file() -> None:
        if file is not None:
            choose_file(dialog, title, file, show)

    row = QHBoxLayout()
    row.addWidget(line, 1)
    row.addWidget(_button(_("Folder…"), "", call or ask))
    if file is not None:
        row.addWidget(_button(_("File…"), "", ask_file))
    return line, row
