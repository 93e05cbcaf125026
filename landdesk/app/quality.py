"""The data-quality index of an open store, by groups that people know."""

from dataclasses import dataclass
from enum import StrEnum
from math import isnan

import numpy as np

from landdesk.app.application import Application
from landdesk.domain.errors import RefusedError
from landdesk.domain.ids import ObjectId
from landdesk.domain.numbering import natural
from landdesk.i18n import N_, Text
from landdesk.services.checking.profiles import rules_in_force
from landdesk.services.checking.quality import LIST, IndexParameters, Quality, Shares


class GroupBy(StrEnum):
    """What parcels are counted by."""

    ALL = "all"
    COMMUNE = "commune"
    HAMLET = "hamlet"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class QualityOf:
    """The index of one group; ``group`` is empty for all parcels, and for those of which nothing is recorded."""

    group: str
    quality: Quality


def quality(app: Application, by: GroupBy = GroupBy.ALL) -> list[QualityOf]:
    """Return the index of each group of parcels, in natural order.

    Raises:
        RefusedError: Nothing was checked yet.
    """
    shares, index = _shares(app), IndexParameters.of(app.codelists[LIST])
    if by is GroupBy.ALL:
        return [QualityOf("", shares.of_all(app.rule_set, index))]
    words = app.read(lambda reader: reader.facts.words(str(by)))
    labels = [words.get(one) or "" for one in shares.ids]
    names = sorted(set(labels), key=natural)
    place = {name: at for at, name in enumerate(names)}
    groups = np.array([place[one] for one in labels], dtype=np.int64)
    found = shares.by_group(groups, len(names), app.rule_set, index)
    return [QualityOf(name, one) for name, one in zip(names, found, strict=True)]


def quality_of_parcels(app: Application) -> dict[ObjectId, float | None]:
    """Return the index of each parcel in per cent, None where nothing was assessed.

    Raises:
        RefusedError: Nothing was checked yet.
    """
    shares = _shares(app)
    each = shares.of_each(app.rule_set, IndexParameters.of(app.codelists[LIST])).tolist()
    return {one: None if isnan(value) else value for one, value in zip(shares.ids, each, strict=True)}


def _shares(app: Application) -> Shares:
    checked = app.findings
    if checked is None:
        raise RefusedError(
            "quality.not-checked",
            Text(N_("Nothing was checked yet, so there is no index.")),
            remedy=Text(N_("Check all parcels first.")),
        )
    return Shares.of(checked, rules_in_force(app.rule_set), app.rule_set, app.waivers.by_key)
