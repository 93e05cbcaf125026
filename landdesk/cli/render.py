"""``landdesk render``: the map of a store as a picture, without a window."""

from pathlib import Path
from typing import Final

from landdesk.cli.front_end import Box
from landdesk.cli.output import print_document, say
from landdesk.cli.parameters import BOX, FILE, SIZE
from landdesk.cli.passphrases import unlock_store
from landdesk.cli.session import Session
from landdesk.cli.verb import argument, json_option, option, pass_session, verb
from landdesk.domain.errors import InvalidInputError, RefusedError
from landdesk.files import refuse_other_than_file
from landdesk.i18n import N_, Text

_PNG: Final = b"\x89PNG\r\n\x1a\n"


@verb(
    "render",
    N_("Draw the map of STORE into a PNG."),
    "landdesk render commune.landdesk --box 600000,1318000,600500,1318400 -o map.png",
)
@argument("store", N_("The store."), FILE)
@option(
    "--box",
    help_text=N_("Part of the plane to show, in metres; everything unless said."),
    kind=BOX,
    metavar="WEST,SOUTH,EAST,NORTH",
)
@option(
    "--size",
    help_text=N_("Width and height in pixels; 1600x1200 unless said."),
    kind=SIZE,
    metavar="WIDTHxHEIGHT",
    default="1600x1200",
)
@option(
    "-o",
    "--output",
    help_text=N_("The picture to write; an older picture is replaced."),
    kind=FILE,
    metavar="FILE",
    required=True,
)
@json_option
@pass_session
def render(
    session: Session, store: Path, box: Box | None, size: tuple[int, int], output: Path, as_json: bool
) -> None:
    """Say which file was written."""
    if box is not None and not (box[0] < box[2] and box[1] < box[3]):
        raise InvalidInputError(
            "usage.box",
            Text(N_("The box has no inside.")),
            remedy=Text(N_("Give west, south, east and north in this order; west is smaller than east.")),
        )
    from landdesk.store.trouble import explain_os_error

    unlock_store(store)
    try:
        _refuse_other_file(output)
        session.front_end.render(store, output, box, size)
    except OSError as error:
        raise explain_os_error(error, output) from error
    if as_json:
        print_document("render", {"file": str(output), "width": size[0], "height": size[1]})
    else:
        say(Text(N_("{path} is written."), {"path": str(output)}))


def _refuse_other_file(output: Path) -> None:
    """Refuse to put a picture in the place of something else, such as the store.

    Raises:
        OSError: The name is that of a folder or a device, or cannot be looked at.
        RefusedError: There is a file that is no PNG.
    """
    if not refuse_other_than_file(output):
        return
    with output.open("rb") as file:
        if file.read(len(_PNG)) == _PNG:
            return
    raise RefusedError(
        "render.other-file",
        Text(N_("There is another file of this name; it was not touched.")),
        Text(N_("File {path}"), {"path": str(output)}),
        Text(N_("Choose another name.")),
    )
