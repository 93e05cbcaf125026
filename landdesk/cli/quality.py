"""``landdesk quality``: the data-quality index of a store, by hamlet or sheet where asked."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from landdesk.cli.list_file import list_file_option, refuse_bad_name, write_list_file
from landdesk.cli.output import number, print_document, print_table, say
from landdesk.cli.parameters import FILE, OneOf
from landdesk.cli.session import Session, TerminalProgress
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.i18n import N_, Text, _

if TYPE_CHECKING:
    from landdesk.app.quality import QualityOf

_BY = ("all", "commune", "hamlet", "sheet")


@verb(
    "quality",
    N_(
        "Check STORE and say how good its data are: which part of what was asked about is in order, by criterion, as"
        " one index with its colour. What was not checked counts nowhere."
    ),
    "landdesk quality commune.landdesk --by hamlet",
)
@argument("store", N_("The store."), FILE)
@option("--by", help_text=N_("An index for each of these; one for all unless given."), kind=OneOf(_BY))
@list_file_option
@json_option
@pass_session
def quality(session: Session, store: Path, by: str | None, output: Path | None, as_json: bool) -> None:
    """Print the index of each group, or write the table into a file."""
    from landdesk.app.quality import GroupBy
    from landdesk.app.quality import quality as quality_by

    with session.reading(store) as app, TerminalProgress() as progress:
        if output is not None:
            refuse_bad_name(output)
        app.check(progress)
        groups = quality_by(app, GroupBy(by or "all"))
    unnamed = _("Not recorded") if by in _BY[1:] else _("All")
    if output is not None:
        _write_list(output, groups, unnamed=unnamed, as_json=as_json)
    elif as_json:
        print_document("quality", {"by": by or "all", "groups": [_document(one) for one in groups]})
    else:
        _print(groups, unnamed=unnamed)


def _document(one: "QualityOf") -> dict[str, Any]:
    quality = one.quality
    return {
        "group": one.group,
        "parcels": quality.parcels,
        "index": _rounded(quality.index),
        "light": str(quality.light),
        "criteria": {str(name): _rounded(value) for name, value in quality.criteria.items()},
        "fields": {str(name): _rounded(value) for name, value in quality.fields.items()},
        "rules": {
            code: {"satisfied": share.satisfied, "assessed": share.assessed}
            for code, share in quality.rules.items()
        },
        "unmet": list(quality.unmet),
    }


def _print(groups: "list[QualityOf]", *, unnamed: str) -> None:
    """Print a line for each group; ``unnamed`` is the word for the one without a name."""
    from landdesk.domain.finding import CRITERION_TITLES, Criterion
    from landdesk.services.checking.quality import LIGHT_TITLES

    titles = (
        _("Group of parcels"),
        _("Count"),
        _("Index"),
        _("Colour"),
        *(_(CRITERION_TITLES[one]) for one in Criterion),
    )
    rows = [
        (
            one.group or unnamed,
            number(one.quality.parcels, 0),
            _percent(one.quality.index),
            _(LIGHT_TITLES[one.quality.light]),
            *(_percent(one.quality.criteria[criterion]) for criterion in Criterion),
        )
        for one in groups
    ]
    print_table(titles, rows, "<>><>>>>>")
    say(Text(N_("Per cent of the parcels that rules were asked about; – stands for nothing that was asked.")))


def _write_list(output: Path, groups: "list[QualityOf]", *, unnamed: str, as_json: bool) -> None:
    from landdesk.app.lists import ListColumn
    from landdesk.domain.finding import CRITERION_TITLES, Criterion
    from landdesk.services.checking.quality import LIGHT_TITLES

    def of(criterion: Criterion) -> "ListColumn[QualityOf]":
        return ListColumn(
            _(CRITERION_TITLES[criterion]), lambda one: _rounded(one.quality.criteria[criterion]), decimals=1
        )

    columns: list[ListColumn[QualityOf]] = [
        ListColumn(_("Group of parcels"), lambda one: one.group or unnamed),
        ListColumn(_("Count"), lambda one: one.quality.parcels),
        ListColumn(_("Index"), lambda one: _rounded(one.quality.index), decimals=1),
        ListColumn(_("Colour"), lambda one: _(LIGHT_TITLES[one.quality.light])),
        *(of(criterion) for criterion in Criterion),
    ]
    write_list_file(output, columns, groups, verb="quality", as_json=as_json)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _percent(value: float | None) -> str:
    return "–" if value is None else number(value, 1)
