"""The one act that a form becomes: what is new is added, what is empty is filled in, what is decided is overwritten."""

from collections.abc import Mapping

from landdesk.domain.collection import ENTERED
from landdesk.domain.commands import AddObject, Basis, Edit, EnterCertificate, New, SetFields, Value
from landdesk.services.entry.form import CertificateForm
from landdesk.services.entry.known import Known
from landdesk.services.entry.plan import plan
from landdesk.services.entry.target import Target, certificate_scan, conflicts_of


def command_of(form: CertificateForm, known: Known, state: str = ENTERED) -> EnterCertificate:
    """Return the act of a completed form; its basis is the scan of the certificate, where there is one.

    Args:
        form: Without problems that stand in the way.
        known: What is recorded, read in the transaction that writes.
        state: State of collection that its parcels get.
    """
    targets = plan(form, known, state)
    at = certificate_scan(form)
    basis = None
    if at is not None:
        scan = next(one for one in targets if one.key == f"scan{at}")
        basis = Basis("scan", scan.ref)
    return EnterCertificate(edits_of(targets, form.accepted), basis)


def edits_of(targets: tuple[Target, ...], accepted: frozenset[str]) -> tuple[Edit, ...]:
    """Return the edits of the objects that a form means; none for one that stays as it is."""
    made: list[Edit] = []
    for target in targets:
        if target.recorded is None:
            values = {**_given(target.silent), **target.typed, **_given(target.own)}
            made.append(AddObject(target.class_name, values, target.key))
            continue
        decided = {
            name: target.typed[name] for name, (place, _) in conflicts_of(target).items() if place in accepted
        }
        empty = {
            name: value
            for name, value in {**_given(target.silent), **target.typed}.items()
            if getattr(target.recorded, name) is None
        }
        changed: dict[str, Value] = {
            name: value
            for name, value in {**empty, **decided, **_given(target.own)}.items()
            if isinstance(value, New) or getattr(target.recorded, name) != value
        }
        if changed:
            made.append(SetFields(target.class_name, target.recorded.id, changed))
    return tuple(made)


def _given(values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in values.items() if value is not None}
