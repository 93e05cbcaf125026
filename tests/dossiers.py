"""What the dossiers of a store tell, to compare two stores."""

from collections import Counter
from typing import Any

from landdesk.app.application import Application
from landdesk.domain.dossier import Dossier
from landdesk.domain.field import Kind
from landdesk.domain.fields import fields_of
from landdesk.domain.ids import ObjectId
from landdesk.domain.records import AnyRecord, Parcel


def told(app: Application) -> Counter[Any]:
    """Return what the dossiers of a store tell, whatever their identifiers are."""
    dossiers = app.read(lambda reader: reader.dossiers(list(reader.all(Parcel))))
    return Counter(frozenset(Counter(_told(one)).items()) for one in dossiers.values())


def _told(dossier: Dossier) -> list[Any]:
    known: dict[ObjectId, AnyRecord] = {dossier.parcel.id: dossier.parcel, **dossier.objects}

    def words(record: AnyRecord | None) -> Any:
        if record is None:
            return None
        return record.CLASS, *(
            (
                one.name,
                words(known.get(getattr(record, one.name)))
                if one.kind is Kind.REFERENCE
                else getattr(record, one.name),
            )
            for one in fields_of(record.CLASS)
        )

    return [words(one) for one in known.values()]
