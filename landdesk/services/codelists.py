"""The code lists in force: those that are shipped in ``resources/codelists``, and an office's own in their place.

The one place that reads these files. A list is replaced as a whole, never code by code, so that its source holds
for all of it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from landdesk.domain import commune_rights, limits, rule_set
from landdesk.domain.codelist_table import parse_codes, parse_specs, read_source
from landdesk.domain.codelists import CodeList, ListSpec, Replacement
from landdesk.domain.communes import UnitConverter
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.domain.former_address import FormerUnits
from landdesk.i18n import N_, Text, normalised
from landdesk.resources import resource_path

LARGEST_BYTES: Final = 5_000_000
"""A code list is small; what is larger is another file."""


@cache
def list_specs() -> Mapping[str, ListSpec]:
    """Return what each shipped list is, by name, in the order in which they are shown.

    Raises:
        FileNotFoundError: The installation is damaged.
        ValueError: ``lists.toml`` is not what it should be.
    """
    return parse_specs(resource_path("codelists", "lists.toml").read_text("utf-8"))


def list_spec(name: str) -> ListSpec:
    """Return what a list is.

    Raises:
        InvalidInputError: There is no list of this name.
    """
    try:
        return list_specs()[name]
    except KeyError as error:
        raise InvalidInputError(
            "codes.no-list",
            Text(N_("There is no code list “{name}”."), {"name": name}),
            remedy=Text(N_("Choose one of: {names}"), {"names": ", ".join(list_specs())}),
        ) from error


@cache
def shipped_list(name: str) -> CodeList:
    """Return a list as it is shipped.

    Raises:
        FileNotFoundError: The installation is damaged.
        InvalidInputError: There is no list of this name, or the shipped file is not what it should be.
    """
    spec = list_spec(name)
    file_name = f"{name}.csv"
    content = resource_path("codelists", file_name).read_text("utf-8")
    return CodeList(spec, parse_codes(spec, content, file_name, targets=_targets(spec, _SHIPPED)))


class CodeLists:
    """The lists in force; each is read when it is asked for first.

    Args:
        replacements: An office's own lists by name.
    """

    def __init__(self, replacements: Mapping[str, Replacement] | None = None) -> None:
        self.replacements: Mapping[str, Replacement] = dict(replacements or {})
        self._read: dict[str, CodeList] = {}

    def __getitem__(self, name: str) -> CodeList:
        """Return the list of a name.

        Raises:
            InvalidInputError: There is none, or an office's own is not what it should be.
        """
        if name not in self.replacements:
            return shipped_list(name)
        if name not in self._read:
            self._read[name] = replaced_list(name, self.replacements[name], self)
        return self._read[name]

    @cached_property
    def former_units(self) -> FormerUnits:
        """The districts that are no more; made once, since they are asked about after every edit."""
        return FormerUnits(self["commune"], self["old_unit"], self["province"])

    @cached_property
    def hash(self) -> str:
        """64 hexadecimal digits that stand for the office's own lists; empty where all are shipped."""
        if not self.replacements:
            return ""
        said = [(name, one.content) for name, one in sorted(self.replacements.items())]
        return hashlib.sha256(repr(said).encode()).hexdigest()

    @cached_property
    def units(self) -> UnitConverter:
        """What finds the commune of today for a name or code of any time."""
        return UnitConverter(self["commune"], self["old_unit"], self["province"])


_SHIPPED: Final = CodeLists()


def shipped_lists() -> CodeLists:
    """Return the lists as they are shipped, for work without a store."""
    return _SHIPPED


def replaced_list(
    name: str, own: Replacement, others: CodeLists | None = None, *, file_name: str = ""
) -> CodeList:
    """Return an office's own list in the place of the shipped one.

    Args:
        name: Of the list.
        own: Source and table.
        others: The lists in force, for those that this one leads into.
        file_name: Of the table, for what is refused.

    Raises:
        InvalidInputError: There is no list of this name, the source is not said, or the table is not what it
            should be.
        RefusedError: The program relies on codes that are missing, or knows nothing of one that is there.
    """
    spec = list_spec(name)
    source = own.source.strip()
    if not source:
        raise InvalidInputError(
            "codes.no-source",
            Text(N_("The file does not say where its codes come from.")),
            Text(N_("File {name}"), {"name": file_name}) if file_name else None,
            Text(N_("Begin it with a line such as: # Circular …, read on …")),
        )
    codes = parse_codes(
        spec, own.content, file_name or f"{name}.csv", targets=_targets(spec, others or _SHIPPED)
    )
    if spec.growing:
        there = {one.code for one in codes}
        codes += tuple(one for one in shipped_list(name) if one.code not in there)
    if spec.fixed:
        _refuse_other_codes(name, {one.code for one in codes}, {one.code for one in shipped_list(name)})
    own_spec = replace(
        spec, source_vi=source, source_en=source, read=None, basis=(), doubt_vi="", doubt_en=""
    )
    made = CodeList(own_spec, codes, replaced=True)
    if name == commune_rights.LIST:
        commune_rights.rights_of(made, (others or _SHIPPED)["document_kind"])
    if name == rule_set.LIST:
        rule_set.settings_of(made)
    if name == limits.LIST:
        limits.limits_of(made)
    if name == rule_set.PROFILES:
        rule_set.profile_of(made)
    return made


def read_replacement(path: Path) -> Replacement:
    """Return an office's own list from a file; its first lines, after ``#``, say the source.

    Raises:
        InvalidInputError: The file is no text in UTF-8, or far too large.
        OSError: It cannot be read.
    """
    if path.is_file() and path.stat().st_size > LARGEST_BYTES:
        raise _not_a_list(path)
    try:
        content = normalised(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _not_a_list(path) from error
    return Replacement(read_source(content), content)


def _not_a_list(path: Path) -> InvalidInputError:
    return InvalidInputError(
        "codes.unreadable",
        Text(N_("The file is no code list.")),
        Text(N_("File {name}"), {"name": path.name}),
        Text(N_("Save it as CSV in UTF-8; an exported list shows the form.")),
    )


def _targets(spec: ListSpec, lists: CodeLists) -> dict[str, CodeList]:
    return {name: lists[name] for name in (spec.parent_in, spec.replaced_by_in) if name}


def _refuse_other_codes(name: str, there: set[str], wanted: set[str]) -> None:
    if there == wanted:
        return
    raise RefusedError(
        "codes.fixed",
        Text(
            N_("The program relies on the codes of the list {list}; names and order may differ."),
            {"list": name},
        ),
        Text(
            N_("Missing: {missing}. Too much: {extra}."),
            {
                "missing": ", ".join(sorted(wanted - there)) or "–",
                "extra": ", ".join(sorted(there - wanted)) or "–",
            },
        ),
        Text(N_("Start from the exported list and keep its codes.")),
    )
