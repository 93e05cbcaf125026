"""What values are taken from, in words: scan and page, row of a list, survey, registration, statement."""

from collections.abc import Mapping
from typing import Final

from landdesk.domain.records import Evidence
from landdesk.i18n import N_, _
from landdesk.services.forms.draft import Draft

KINDS: Final[Mapping[str, str]] = {
    "scan": N_("Scan"),
    "list": N_("Row of a list"),
    "survey": N_("Survey"),
    "registration": N_("Registration"),
    "statement": N_("Statement"),
}


def evidence_words(proof: Evidence, draft: Draft) -> str:
    """Return a proof in one line."""
    kind = _(KINDS[proof.kind]) if proof.kind in KINDS else proof.kind
    parts = [kind]
    for target in (proof.document_id, proof.registration_id):
        found = None if target is None else draft.objects.get(target.hex())
        if found is not None:
            parts.append(draft.title(found))
    if proof.page is not None:
        parts.append(_("page {page}").format(page=proof.page))
    if proof.words:
        parts.append(proof.words)
    return " · ".join(parts)
