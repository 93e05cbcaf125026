"""What is said of a package as a whole: sender, figures, how far it is decided, what a decision did."""

from collections.abc import Mapping
from dataclasses import dataclass

from landdesk.domain.ids import ObjectId
from landdesk.i18n import _, format_number, ngettext
from landdesk.services.office.decide import Decided
from landdesk.services.office.inbox import InboxLine, inbox_line
from landdesk.services.packages.manifest import NamedRuleSet
from landdesk.services.packages.outgoing import named_rule_set
from landdesk.services.packages.reading import Package, fingerprint_words
from landdesk.store.queries.decisions import Decision
from landdesk.store.reader import Reader
from landdesk.ui.dialogs.package_result import pair_words
from landdesk.ui.models.office_rows import commune_title, stated_moment, waiting_words


@dataclass(frozen=True, slots=True)
class PackageHead:
    """Words at the head of a package, in the language of the reader; ``waiting`` names what has to come first."""

    title: str = ""
    author: str = ""
    figures: str = ""
    tip: str = ""
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a package is decided; decisions by record; by what this store's program checks."""

    inbox: InboxLine
    decisions: Mapping[ObjectId, Decision]
    rule_set: NamedRuleSet


def read_standing(reader: Reader, package_id: ObjectId) -> Standing:
    """Return how far a package of the inbox is decided."""
    line = reader.exchange.package(package_id)
    if line is None:
        raise LookupError("the package has gone")
    return Standing(inbox_line(reader, line), reader.exchange.decisions(package_id), named_rule_set(reader))


def package_head(package: Package, inbox: InboxLine, own: NamedRuleSet) -> PackageHead:
    """Return the words at the head of a package.

    Args:
        package: The package.
        inbox: How far it is decided.
        own: By what this program checks.
    """
    manifest, controls = package.manifest, package.manifest.controls
    commune = commune_title(manifest.commune)
    figures = [
        _("{records} records, {objects} objects").format(
            records=format_number(len(package.records), 0), objects=format_number(len(package.operations), 0)
        )
    ]
    before, after = controls.get("parcels_before"), controls.get("parcels_after")
    if isinstance(before, int) and isinstance(after, int):
        figures.append(
            _("parcels {before} → {after}").format(
                before=format_number(before, 0), after=format_number(after, 0)
            )
        )
    if manifest.rule_set is not None and manifest.rule_set.hash != own.hash:
        figures.append(_("checked by other rules than here"))
    return PackageHead(
        title=_("Package {number} of {commune}").format(number=manifest.sequence, commune=commune),
        author=f"{inbox.line.author} · {stated_moment(manifest.created_at)}",
        figures=" · ".join(figures),
        tip="\n".join(
            (package.name, _("Fingerprint: {words}").format(words=fingerprint_words(package.fingerprint)))
        ),
        waiting=waiting_words(inbox),
    )


def decided_words(decided: Decided) -> tuple[str, str]:
    """Return how many records were decided, and the official numbers that came of it."""
    accepted, returned = len(decided.accepted), len(decided.returned)
    said = []
    if accepted:
        words = ngettext("{count} record accepted", "{count} records accepted", accepted)
        said.append(words.format(count=format_number(accepted, 0)))
    if returned:
        words = ngettext("{count} record returned", "{count} records returned", returned)
        said.append(words.format(count=format_number(returned, 0)))
    numbers = ""
    if decided.renumbered:
        numbers = _("Official numbers: {pairs}").format(pairs=pair_words(decided.renumbered))
    return ", ".join(said) or _("Nothing was left to decide."), numbers
