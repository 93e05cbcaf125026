"""What values are taken from, in words: scan and page, row of a list, survey, registration, statement."""

from landdesk.app.titles import BASIS_KINDS, title
from landdesk.domain.fields import field_of
from landdesk.domain.records import Evidence
from landdesk.i18n import _
from landdesk.services.forms.draft import Draft, DraftObject


def evidence_words(proof: Evidence, draft: Draft) -> str:
    """Return a proof in one line."""
    registration = None if proof.registration_id is None else draft.objects.get(proof.registration_id.hex())
    if registration is not None:
        first = _("By registration {words}").format(words=registration_words(registration, draft))
    else:
        first = title(BASIS_KINDS, proof.kind)
    parts = [first]
    document = None if proof.document_id is None else draft.objects.get(proof.document_id.hex())
    if document is not None:
        parts.append(draft.title(document))
    if proof.page is not None:
        parts.append(_("page {page}").format(page=proof.page))
    if proof.words:
        parts.append(proof.words)
    return " · ".join(parts)


def registration_words(one: DraftObject, draft: Draft) -> str:
    """Return a registration as people call it: its number and day, its kind where it has no number."""
    number, kind, registered, received = (
        draft.shown(one, field_of("registration", name))
        for name in ("number", "kind", "registered_on", "received_on")
    )
    called = _("no. {number}").format(number=number) if number else kind or _("without a number")
    day = registered or received
    return _("{registration} of {day}").format(registration=called, day=day) if day else called
