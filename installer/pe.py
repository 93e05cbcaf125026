"""Which libraries a Windows executable needs, read from its own tables."""

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

_IMPORTS, _DELAYED_IMPORTS = 1, 13


def needed_by(executable: Path) -> set[str]:
    """Return the libraries that Windows loads with an executable, and those it loads when they are called."""
    data = executable.read_bytes()
    header = struct.unpack_from("<I", data, 60)[0]
    sections, optional_size = (
        struct.unpack_from("<H", data, header + 6)[0],
        struct.unpack_from("<H", data, header + 20)[0],
    )
    optional = header + 24
    is_64_bit = struct.unpack_from("<H", data, optional)[0] == 0x20B
    directories = optional + (112 if is_64_bit else 96)
    table = [struct.unpack_from("<4I", data, optional + optional_size + 40 * i + 8) for i in range(sections)]

    def place(address: int) -> int:
        for virtual_size, start, raw_size, raw_start in table:
            if start <= address < start + max(virtual_size, raw_size):
                return int(address - start + raw_start)
        message = f"{executable.name}: address {address:#x} is in no section"
        raise ValueError(message)

    def names(directory: int, step: int, field: int) -> Iterator[str]:
        address = struct.unpack_from("<I", data, directories + 8 * directory)[0]
        entry = place(address) if address else None
        while entry is not None and (name := struct.unpack_from("<I", data, entry + field)[0]):
            at = place(name)
            yield data[at : data.index(b"\0", at)].decode("ascii").lower()
            entry += step

    return {*names(_IMPORTS, 20, 12), *names(_DELAYED_IMPORTS, 32, 4)}


def missing_libraries(root: Path, names: Iterable[str], of_windows: Iterable[str]) -> dict[str, list[str]]:
    """Return the libraries that neither a tree nor Windows has, with the executables that need them.

    Args:
        root: The tree.
        names: Its executables, relative.
        of_windows: Libraries that every Windows 10 has, in small letters; ``api-ms-win-*`` always are.
    """
    executables = list(names)
    there = {name.rsplit("/", 1)[-1].lower() for name in executables} | set(of_windows)
    missing: dict[str, list[str]] = {}
    for name in executables:
        for library in needed_by(root / name):
            if library not in there and not library.startswith("api-ms-win-"):
                missing.setdefault(library, []).append(name)
    return missing
