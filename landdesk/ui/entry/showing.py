"""What the entry page shows of a form: defaults in grey, running sums, choices of a field, what is to be said where."""

from collections.abc import Sequence
from typing import Any, Final

from landdesk.domain.codelists import Code
from landdesk.i18n import _, format_number, translate
from landdesk.services.entry.check import Surroundings, area_tolerance
from landdesk.services.entry.defaults import completed
from landdesk.services.entry.entering import Looked, problem_words
from landdesk.services.entry.form import CertificateForm
from landdesk.services.entry.lacking import lacking
from landdesk.services.entry.plan import BODIES
from landdesk.services.entry.problem import Problem, Weight
from landdesk.services.entry.target import total_area
from landdesk.services.entry.texts import FormTexts, Read, problem_field
from landdesk.ui.entry.page import EntryPage
from landdesk.ui.entry.row import EntryEdit
from landdesk.ui.entry.sheet import EntrySheet

CHOICES_NAMED: Final = 17
_LISTS: Final = {"origin": "land_origin", "term": "term_kind"}
_SAID_WHEN_SAVED: Final = frozenset({"entry.missing", "entry.no-serial"})
"""What is missing while somebody types is no fault yet."""


class EntryShowing:
    """Shows it.

    Args:
        sheet: The form.
        page: The page around it.
        texts: Words values.
        around: Lists and day.
    """

    def __init__(self, sheet: EntrySheet, page: EntryPage, texts: FormTexts, around: Surroundings) -> None:
        self._sheet = sheet
        self._page = page
        self._texts = texts
        self._around = around

    def follow(self, whole: CertificateForm) -> None:
        """Show what follows from what was typed.

        Args:
            whole: The completed form.
        """
        self._show_defaults(whole)
        self._show_sums(whole)
        self._sheet.show_body_line(visible=whole.holder_kind in BODIES)

    def _show_defaults(self, whole: CertificateForm) -> None:
        words = self._texts.words(whole)
        parts: dict[str, Any] = {"": words}
        for at, person in enumerate(words["persons"]):
            parts[f"persons.{at}."] = person
        for at, parcel in enumerate(words["parcels"]):
            parts[f"parcels.{at}."] = parcel
            for place, purpose in enumerate(parcel["purposes"]):
                parts[f"parcels.{at}.purposes.{place}."] = purpose
        for start, row in self._sheet.places().items():
            row.show_defaults(parts.get(start, {}))

    def _show_sums(self, whole: CertificateForm) -> None:
        for at, rows in enumerate(self._sheet.filled_parcels()):
            title = _("Parcel {number}").format(number=self._sheet.parcels.index(rows) + 1)
            parcel = whole.parcels[at] if at < len(whole.parcels) else None
            if parcel is not None and parcel.area_m2 is not None and parcel.purposes:
                total = total_area(parcel)
                sign = "✓" if abs(total - parcel.area_m2) <= area_tolerance() else "≠"
                title += f" · {format_number(total, 2)} {sign} {format_number(parcel.area_m2, 2)} m²"
            rows.heading.setText(title)

    def choices(self, edit: EntryEdit) -> str:
        """Return the codes of a field with the number or letters to type; empty for free texts and long lists."""
        name = _LISTS.get(edit.entry_field.key, edit.entry_field.field.codelist)
        if not name:
            return ""
        codes: Sequence[Code] = self._around.lists[name].valid_on(self._around.today)
        if len(codes) > CHOICES_NAMED:
            return ""
        has_numbers = any(one.code.isdigit() for one in codes)
        return " · ".join(f"{one.code if has_numbers else at} {one.title}" for at, one in enumerate(codes, 1))

    def problems(
        self, read: Read, looked: Looked | None, refused: Sequence[Problem], accepted: frozenset[str]
    ) -> None:
        """Show at each field what is to be said about it.

        Args:
            read: The form as it was read last.
            looked: The form as it was compared with the record last.
            refused: What stood in the way when it was to be saved.
            accepted: Places about which a person has decided.
        """
        edit = self._sheet.focusWidget()
        at_hand = self._sheet.place_of(edit) if isinstance(edit, EntryEdit) else ""
        known = () if looked is None else looked.problems
        wrong: dict[str, dict[str, list[str]]] = {}
        hints: dict[str, list[str]] = {}
        for problem in dict.fromkeys((*refused, *read.problems, *known)):
            is_half_typed = problem in read.problems and problem.place == at_hand
            if problem not in refused and (is_half_typed or problem.code in _SAID_WHEN_SAVED):
                continue
            start, _dot, key = problem.place.rpartition(".")
            start = f"{start}." if start else ""
            if problem.stands_in_the_way(accepted):
                wrong.setdefault(start, {}).setdefault(key, []).append(_with_keys(problem))
            elif problem.weight is Weight.HINT:
                hints.setdefault(start, []).append(problem_words(problem))
        for start, row in self._sheet.places().items():
            row.say(wrong.get(start, {}), hints.get(start, []))
        self._show_lacking(read)

    def _show_lacking(self, read: Read) -> None:
        whole = completed(read.form, self._around.lists)
        fields = [problem_field(one) for one in lacking(whole, self._around.needs)]
        names = dict.fromkeys(_(one.label) for one in fields if one is not None)
        self._page.show_lacking(_("Still lacking: {names}").format(names=", ".join(names)) if names else "")


def _with_keys(problem: Problem) -> str:
    """Return the words of a problem, with the keys that decide about it."""
    words = translate(problem.what)
    if problem.weight is Weight.ASK:
        return words + (" [F8 / Shift+F8]" if problem.recorded is not None else " [F8]")
    return words if problem.remedy is None else f"{words} {translate(problem.remedy)}"
