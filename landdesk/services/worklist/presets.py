"""Ready filters, the goal of a day and usual reasons to put a parcel off, as shipped in ``resources/worklists``."""

import tomllib
from dataclasses import dataclass
from functools import cache

from landdesk.domain.errors import InvalidInputError
from landdesk.domain.parcel_filter import ParcelFilter, from_json
from landdesk.i18n import N_, Text, current_language
from landdesk.resources import resource_path


@dataclass(frozen=True, slots=True)
class Preset:
    """A filter with a name.

    Args:
        name: As typed on the command line.
        title_vi: Vietnamese title.
        title_en: English title.
        filter: Which parcels it means.
    """

    name: str
    title_vi: str
    title_en: str
    filter: ParcelFilter

    @property
    def title(self) -> str:
        """Title in the language of the reader."""
        return self.title_vi if current_language() == "vi" else self.title_en


@dataclass(frozen=True, slots=True)
class Presets:
    """What is shipped.

    Args:
        presets: The filters in the order in which they are offered.
        goal: Parcels a day.
        reasons_vi: Reasons to put a parcel off, Vietnamese.
        reasons_en: The same in English.
    """

    presets: tuple[Preset, ...]
    goal: int
    reasons_vi: tuple[str, ...]
    reasons_en: tuple[str, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Reasons in the language of the reader."""
        return self.reasons_vi if current_language() == "vi" else self.reasons_en

    def named(self, name: str) -> Preset | None:
        """Return the filter of a name; None where there is none."""
        return next((one for one in self.presets if one.name == name), None)

    def titled(self, wanted: ParcelFilter) -> Preset | None:
        """Return the ready filter that means just this; None where there is none."""
        return next((one for one in self.presets if one.filter == wanted), None)


@cache
def shipped_presets() -> Presets:
    """Return what is shipped.

    Raises:
        FileNotFoundError: The installation is damaged.
        ValueError: The file is not what it should be.
    """
    return parse_presets(resource_path("worklists", "presets.toml").read_text("utf-8"))


def parse_presets(text: str) -> Presets:
    """Return what a file of presets holds.

    Raises:
        ValueError: It is no TOML, or an entry is not what it should be.
    """
    document = tomllib.loads(text)
    goal, reasons = document["goal"], document["reasons"]
    try:
        presets = tuple(
            Preset(one["name"], one["title_vi"], one["title_en"], from_json(one["filter"]))
            for one in document["preset"]
        )
    except InvalidInputError as error:
        raise ValueError(str(error)) from error
    if not goal["source"] or not isinstance(goal["parcels_a_day"], int) or goal["parcels_a_day"] < 1:
        raise ValueError(f"{goal}")
    if len({one.name for one in presets}) < len(presets) or len(reasons["vi"]) != len(reasons["en"]):
        raise ValueError("two presets of one name, or a reason in one language only")
    return Presets(presets, goal["parcels_a_day"], tuple(reasons["vi"]), tuple(reasons["en"]))


def wanted_filter(text: str) -> tuple[ParcelFilter, str | None]:
    """Return the filter that a text names or writes as JSON, and its title where it is a ready one.

    Raises:
        InvalidInputError: It is neither.
    """
    known = shipped_presets().named(text.strip())
    if known is not None:
        return known.filter, known.title
    if not text.lstrip().startswith("{"):
        raise InvalidInputError(
            "worklist.no-preset",
            Text(N_("There is no ready filter “{name}”."), {"name": text}),
            remedy=Text(
                N_("Choose one of: {choices}"),
                {"choices": ", ".join(one.name for one in shipped_presets().presets)},
            ),
        )
    return from_json(text), None
