"""How the terminal shows everything that belongs to a parcel, beside its own values."""

from typing import TYPE_CHECKING, Any, Final

import click

from landdesk.cli.output import masked, number, print_table
from landdesk.cli.record import object_document
from landdesk.domain.ids import short_id
from landdesk.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from landdesk.domain.completeness import Completeness
    from landdesk.domain.dossier import Dossier
    from landdesk.domain.records import Party, Purpose
    from landdesk.services.field_values import FieldValues

_BY_PARCEL: Final = ("parcel", "work_item", "evidence")


def dossier_document(dossier: "Dossier", found: "Completeness", *, reveal: bool) -> dict[str, Any]:
    """Return what belongs to a parcel, and what its record lacks, as values of JSON."""
    return {
        "objects": [
            object_document(one, reveal=reveal)
            for one in dossier.objects.values()
            if one.CLASS not in _BY_PARCEL
        ],
        "groups": {group: str(state) for group, state in found.states.items()},
        "blocks": {block: str(found.block(block)) for block in ("spatial", "attribute", "unstructured")},
        "missing": [
            {
                "group": one.group,
                "class": one.of,
                "id": None if one.object_id is None else short_id(one.object_id),
                "field": one.field,
            }
            for one in found.missing
        ],
    }


def print_dossier(dossier: "Dossier", found: "Completeness", values: "FieldValues", *, reveal: bool) -> None:
    """Print what belongs to a parcel in tables, those that are empty left out, and what is missing."""
    _section(
        (_("Land use"), _("Id"), _("Area, m²"), _("Form"), _("Term"), _("Origin")),
        "<<>",
        _purposes(dossier, values),
    )
    _section(
        (_("Land user"), _("Id"), _("Kind"), _("Identity number"), _("Born"), _("Address")),
        "",
        _persons(dossier, values, reveal=reveal),
    )
    _section(
        (_("Certificate"), _("Id"), _("Register entry number"), _("Issued"), _("Sheet/number on it")),
        "",
        [
            (
                one.serial or "",
                short_id(one.id),
                one.register_number or "",
                _day(one.issued_on),
                "/".join(part or "?" for part in (link.sheet, link.number))
                if link.sheet or link.number
                else "",
            )
            for link, one in dossier.certificates
        ],
    )
    _section(
        (_("Asset"), _("Id"), _("Built area, m²"), _("Floor area, m²")),
        "<<>>",
        [
            (
                _coded(values, one, "kind"),
                short_id(one.id),
                number(one.built_area_m2),
                number(one.floor_area_m2),
            )
            for one in dossier.assets
        ],
    )
    _section(
        (_("Restriction"), _("Id"), _("Content"), _("Document")),
        "",
        [
            (_coded(values, one, "kind"), short_id(one.id), one.content or "", one.document or "")
            for one in dossier.restrictions
        ],
    )
    _section(
        (_("Scan"), _("Id"), _("Kind"), _("Pages"), _("Signed")),
        "<<<>",
        [
            (
                scan.title or scan.file_name or "",
                short_id(scan.id),
                _coded(values, scan, "kind"),
                str(scan.pages or ""),
                "" if scan.signed is None else _("Yes") if scan.signed else _("No"),
            )
            for _link, scan in dossier.scans
        ],
    )
    _print_gaps(dossier, found)


def _section(titles: tuple[str, ...], sides: str, rows: "Sequence[tuple[str, ...]]") -> None:
    if rows:
        click.echo()
        print_table(titles, rows, sides)


def _coded(values: "FieldValues", record: Any, name: str) -> str:
    from landdesk.domain.fields import field_of

    return values.words(field_of(record.CLASS, name), getattr(record, name))


def _day(value: str | None) -> str:
    from landdesk.services.field_values import date_words

    return "" if value is None else date_words(value)


def _purposes(dossier: "Dossier", values: "FieldValues") -> list[tuple[str, ...]]:
    return [
        (
            one.land_use,
            short_id(one.id),
            number(one.area_m2),
            _coded(values, one, "form"),
            _term(one, values),
            "; ".join(
                _coded(values, origin, "origin") or origin.detail or "" for origin in dossier.origins_of(one)
            ),
        )
        for one in dossier.purposes
    ]


def _term(purpose: "Purpose", values: "FieldValues") -> str:
    return purpose.term or _day(purpose.term_until) or _coded(values, purpose, "term_kind")


def _persons(dossier: "Dossier", values: "FieldValues", *, reveal: bool) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    shown: set[bytes] = set()

    def add(party: "Party", depth: int, role: str) -> None:
        if party.id in shown:
            return
        shown.add(party.id)
        identity = party.identity_number or ""
        rows.append(
            (
                "  " * depth + party.name,
                short_id(party.id),
                role or _coded(values, party, "kind"),
                identity if reveal or not identity else masked(identity),
                _day(party.born),
                party.address or "",
            )
        )
        for link, member in dossier.members_of(party):
            add(member, depth + 1, _coded(values, link, "role"))

    for holder in dossier.holders:
        add(holder, 0, "")
    return rows


def _print_gaps(dossier: "Dossier", found: "Completeness") -> None:
    from landdesk.domain.completeness import BLOCK_TITLES, GROUP_TITLES, STATE_TITLES
    from landdesk.domain.fields import field_of

    click.echo()
    blocks = ((_(title), _(STATE_TITLES[found.block(block)])) for block, title in BLOCK_TITLES.items())
    click.echo(" · ".join(f"{title}: {state}" for title, state in blocks))
    rows = []
    for gap in found.missing:
        record = None if gap.object_id is None else dossier.objects.get(gap.object_id)
        whose = getattr(record, "name", None) or getattr(record, "serial", None) or ""
        field = field_of("document" if gap.of == "scan" else gap.of, gap.field)
        rows.append((_(GROUP_TITLES[gap.group]), _(field.title), str(whose)))
    _section((_("Missing"), _("Field"), _("Of")), "", rows)
