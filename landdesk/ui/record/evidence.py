"""What values are taken from, in words: scan and page, row of a list, survey, registration, statement."""

from landdesk.app.titles import BASIS_KINDS, title
from landdesk.domain.records import Evidence
from landdesk.i18n import _
from landdesk.services.forms.draft import Draft


def evidence_words(proof: Evidence, draft: Draft) -> str:
    """Return a proof in one line."""
    parts = [title(BASIS_KINDS, proof.kind)]
    for target in (proof.document_id, proof.registration_id):
        found = None if target is None else draft.objects.get(target.hex())
        if found is not None:
            parts.append(draft.title(found))
    if proof.page is not None:
        parts.append(_("page {page}").format(page=proof.page))
    if proof.words:
        parts.append(proof.words)
    return " · ".join(parts)
