"""Extract the texts of the sources, update the catalogues of `resources/i18n` and compile them.

``vi.po`` is translated by people; nothing is guessed, so no entry is ever fuzzy, and what the sources no
longer say is dropped. ``en.po`` is the identity and always complete. Files carry no dates and no line
numbers: they change when texts change.

    python -m tools.texts
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "i18n"
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
_HEADER = "# Texts of LandDesk. Extracted and compiled by `make texts`."


class _Undated(Catalog):
    """A catalogue whose header says only what a reader of the file needs."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """Header lines: no dates, no versions, no names."""
        return [
            ("Language", str(self.locale)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def extracted() -> Catalog:
    """Return every text that the sources mark."""
    template = Catalog(charset="utf-8")
    found = sorted(
        extract_from_dir(
            ROOT / "landdesk", [("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
        ),
        key=lambda entry: entry[:2],
    )
    for name, _line, message, comments, context in found:
        # One place per file: line numbers would change the catalogue with every edit of a source.
        place = (f"landdesk/{Path(name).as_posix()}", 0)
        known = template.get(message[0] if isinstance(message, tuple) else message)
        places = [] if known and place in known.locations else [place]
        template.add(message, locations=places, auto_comments=comments, context=context)
    return template


def updated(language: str) -> Catalog:
    """Return a language's catalogue with exactly the texts of the sources."""
    path = FOLDER / f"{language}.po"
    old = read_catalogue(path) if path.exists() else Catalog(locale=language)
    catalogue = _Undated(locale=language, charset="utf-8", header_comment=_HEADER, fuzzy=False)
    for message in messages(extracted()):
        known = old.get(message.id)
        catalogue.add(
            message.id,
            message.id if language == "en" else (known.string if known else ""),
            locations=message.locations,
            flags=message.flags - {"fuzzy"},
            auto_comments=message.auto_comments,
        )
    return catalogue


def read_catalogue(path: Path) -> Catalog:
    """Return a catalogue as it is in its file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def messages(catalogue: Catalog) -> Iterator[Message]:
    """Yield the messages of a catalogue without its header."""
    return (message for message in catalogue if message.id)


def po_bytes(catalogue: Catalog) -> bytes:
    """Return the catalogue as a ``.po`` file."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=110, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    return buffer.getvalue()


def mo_bytes(path: Path) -> bytes:
    """Return a ``.po`` file as the ``.mo`` file that the program reads."""
    catalogue = _Undated(locale=path.stem, charset="utf-8")
    for message in messages(read_catalogue(path)):
        catalogue.add(message.id, message.string, flags=message.flags)
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def main() -> None:
    """Update and compile both catalogues and say what is left to translate."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    told = []
    for language in ("vi", "en"):
        path = FOLDER / f"{language}.po"
        path.write_bytes(po_bytes(updated(language)))
        path.with_suffix(".mo").write_bytes(mo_bytes(path))
        entries = list(messages(read_catalogue(path)))
        missing = sum(not message.string for message in entries)
        told.append(f"{path.relative_to(ROOT)}: {len(entries)} texts, {missing} not translated")
    # At the end: nobody may read on, and both catalogues are to be whole all the same.
    print("\n".join(told))


if __name__ == "__main__":
    main()
