"""What a person may set, declared once, and the file that remembers it.

The file is ``settings.json`` in the person's own configuration folder (`LANDDESK_CONFIG` names another
one). It holds what was changed only; everything else has the default of its declaration. A file that
somebody spoilt never stops the program: defaults stand in, `Settings.problems` says what was wrong, and
what this version does not know is kept as it is.
"""

import json
import os
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Generic, TypeVar

from landdesk.files import publish_file
from landdesk.i18n import DEFAULT_LANGUAGE, LANGUAGES, N_, Text

FILE_NAME: Final = "settings.json"
FOLDER_VARIABLE: Final = "LANDDESK_CONFIG"
WIDEST_PX: Final = 4_000
SNAP_RADIUS_PX: Final = (3, 40)
"""Least and most of the pixels from which the pointer is drawn to boundaries."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Setting(Generic[T_co]):
    """Declaration of one setting.

    Args:
        code: Dotted name, never used for anything else later.
        default: Value until the person sets one.
        description: What it does, an English source text.
        read: Turns a JSON value into a value of the setting; raises ValueError where it does not fit.
    """

    code: str
    default: T_co
    description: str
    read: Callable[[object], T_co]


def _language(value: object) -> str:
    if value in LANGUAGES:
        return str(value)
    raise ValueError(value)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise ValueError(value)


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise ValueError(value)


def _texts_by_name(value: object) -> Mapping[str, str]:
    if isinstance(value, dict) and all(isinstance(item, str) for pair in value.items() for item in pair):
        return dict(value)
    raise ValueError(value)


def _rows(value: object) -> tuple[Mapping[str, object], ...]:
    if isinstance(value, list | tuple) and all(isinstance(row, dict) for row in value):
        return tuple(value)
    raise ValueError(value)


def _rows_by_name(value: object) -> Mapping[str, tuple[Mapping[str, object], ...]]:
    if isinstance(value, dict) and all(
        isinstance(name, str)
        and isinstance(rows, list | tuple)
        and all(isinstance(row, dict) for row in rows)
        for name, rows in value.items()
    ):
        return {name: tuple(rows) for name, rows in value.items()}
    raise ValueError(value)


def _state(value: object) -> str:
    """Read what a window said of itself: base64, empty for none."""
    if isinstance(value, str):
        b64decode(value, validate=True)
        return value
    raise ValueError(value)


def _widths(value: object) -> Mapping[str, int]:
    if isinstance(value, dict) and all(
        isinstance(code, str) and type(width) is int and 0 < width <= WIDEST_PX
        for code, width in value.items()
    ):
        return dict(value)
    raise ValueError(value)


def _radius(value: object) -> int:
    least, most = SNAP_RADIUS_PX
    if type(value) is int and least <= value <= most:
        return value
    raise ValueError(value)


LANGUAGE: Final = Setting("ui.language", DEFAULT_LANGUAGE, N_("Language of the program: vi or en"), _language)
RECENT_STORES: Final[Setting[tuple[str, ...]]] = Setting(
    "recent.stores", (), N_("Stores opened last, the newest first"), _texts
)
LAST_PERSON: Final[Setting[Mapping[str, str]]] = Setting(
    "person.last", {}, N_("Person who worked last, by store"), _texts_by_name
)
LAST_FOLDERS: Final[Setting[Mapping[str, str]]] = Setting(
    "folders.last", {}, N_("Folders used last, by purpose"), _texts_by_name
)
HIDDEN_LAYERS: Final[Setting[tuple[str, ...]]] = Setting(
    "map.hidden",
    ("grid",),
    N_("What the map does not show: labels, legend, findings, work, pending, survey, communes, grid"),
    _texts,
)
POINTER_NOTATION: Final = Setting(
    "map.coordinates",
    "plane",
    N_("How the pointer's coordinates are written: plane, degrees, minutes, seconds"),
    _text,
)
LAYER_LOOKS: Final[Setting[tuple[Mapping[str, object], ...]]] = Setting(
    "map.layers", (), N_("How strongly, to which scale and in which order layers of the map are seen"), _rows
)
COLOURING: Final = Setting("map.colouring", "", N_("What parcels are coloured by"), _text)
BACKGROUNDS: Final[Setting[Mapping[str, tuple[Mapping[str, object], ...]]]] = Setting(
    "map.backgrounds", {}, N_("Pictures below the parcels, by store"), _rows_by_name
)
SNAP_KINDS: Final[Setting[tuple[str, ...]]] = Setting(
    "map.snapping",
    ("vertex", "intersection", "midpoint", "perpendicular", "edge"),
    N_(
        "What the pointer is drawn to while points are placed: vertex, intersection, midpoint, perpendicular, edge"
    ),
    _texts,
)
SNAP_RADIUS: Final = Setting(
    "map.reach", 10, N_("From how many pixels away the pointer is drawn to it: 3 to 40"), _radius
)
WINDOW_GEOMETRY: Final = Setting("window.geometry", "", N_("Place and size of the window"), _state)
WINDOW_PANELS: Final[Setting[Mapping[str, str]]] = Setting(
    "window.panels", {}, N_("Sizes of the panels, by kind of store"), _texts_by_name
)
COLUMN_WIDTHS: Final[Setting[Mapping[str, int]]] = Setting(
    "window.columns", {}, N_("Widths of columns in pixels, by table and column"), _widths
)
DECLARATIONS: Final[tuple[Setting[object], ...]] = (
    LANGUAGE,
    RECENT_STORES,
    LAST_PERSON,
    LAST_FOLDERS,
    HIDDEN_LAYERS,
    POINTER_NOTATION,
    LAYER_LOOKS,
    COLOURING,
    BACKGROUNDS,
    SNAP_KINDS,
    SNAP_RADIUS,
    WINDOW_GEOMETRY,
    WINDOW_PANELS,
    COLUMN_WIDTHS,
)


def config_folder() -> Path:
    """Return the folder of the person's settings; it may not exist yet."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    if chosen:
        return Path(chosen)
    from platformdirs import user_config_path

    return user_config_path("LandDesk", appauthor=False)


class Settings:
    """Values of one settings file, read when it is made.

    Attributes:
        path: The file; it need not exist.
        problems: What was wrong with the file, as messages for the person.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or config_folder()) / FILE_NAME
        self.problems: tuple[Text, ...] = ()
        self._kept: dict[str, object] = {}
        self._values: dict[str, object] = {}
        self._load()

    def get(self, setting: Setting[T]) -> T:
        """Return the value set, or the default."""
        if setting.code in self._values:
            return setting.read(self._values[setting.code])
        return setting.default

    def changed(self) -> list[str]:
        """Return the codes of the settings that differ from their defaults, without their values."""
        return sorted(self._values)

    def put(self, setting: Setting[T], value: T) -> None:
        """Set a value and write the file at once; what another window wrote meanwhile stays.

        Raises:
            ValueError: The value does not fit the declaration.
            OSError: The file cannot be written; the value holds until the program ends.
        """
        checked = setting.read(value)
        self._load()
        self._values[setting.code] = checked
        self._write({**self._kept, **self._values})

    def _load(self) -> None:
        document, problems = _read_document(self.path)
        declared = {setting.code: setting for setting in DECLARATIONS}
        self._kept, self._values = {}, {}
        for code, value in document.items():
            setting = declared.get(code)
            if setting is None:
                self._kept[code] = value
                problems.append(_unknown(code, declared))
                continue
            try:
                self._values[code] = setting.read(value)
            except ValueError:
                problems.append(
                    Text(
                        N_("The setting {code} has a value that does not fit, so its default is used."),
                        {"code": code},
                    )
                )
        self.problems = tuple(problems)

    def _write(self, document: Mapping[str, object]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.exists() and not _is_document(self.path):
            self.path.replace(self.path.with_suffix(".spoilt.json"))
        words = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        publish_file(self.path, lambda file: _fill(file, words))


def _fill(file: BinaryIO, words: str) -> None:
    file.write(words.encode("utf-8"))


def _read_document(path: Path) -> tuple[dict[str, object], list[Text]]:
    """Return the file's content and what was wrong with the file as a whole."""
    try:
        document = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}, []
    except (OSError, ValueError):
        document = None
    if isinstance(document, dict):
        return document, []
    problem = Text(
        N_("The settings file {path} cannot be read, so the defaults are used."), {"path": str(path)}
    )
    return {}, [problem]


def _is_document(path: Path) -> bool:
    return not _read_document(path)[1]


def _unknown(code: str, declared: Mapping[str, object]) -> Text:
    from difflib import get_close_matches

    nearest = get_close_matches(code, declared, n=1)
    if nearest:
        return Text(
            N_("The setting {code} is unknown. Did you mean {nearest}?"),
            {"code": code, "nearest": nearest[0]},
        )
    return Text(N_("The setting {code} is unknown."), {"code": code})
