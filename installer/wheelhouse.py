"""The offline wheelhouse: the wheels as they were published, the program's own, and a script that installs them.

For whoever has a Python 3.11 already, and for whoever wants to see that what is shipped is what was published.
"""

import shutil
from pathlib import Path

from installer import sources
from installer.pins import Platform
from installer.places import HERE, STAGE, source_epoch
from installer.trees import fresh, settle, sha256, write_hash_list, write_zip

PLACE = HERE / "wheelhouse-files"


def build_wheelhouse(platform: Platform, program: Path, output: Path) -> None:
    """Pack the wheels of a platform, hashes and script into one archive."""
    root = fresh(STAGE / "wheelhouse" / platform.name)
    (root / "wheels").mkdir()
    wheels = sources.wheels(platform)
    for wheel in [*wheels, program]:
        shutil.copyfile(wheel, root / "wheels" / wheel.name)
    lines = [
        f"{wheel.package}=={wheel.version} --hash=sha256:{wheel.sha256}\n" for wheel in platform.wheels()
    ]
    name, version, *_ = program.name.split("-")
    lines.append(f"{name}=={version} --hash=sha256:{sha256(program)}\n")
    (root / "requirements.txt").write_text("".join(lines), "utf-8")
    if platform.name == "windows":
        text = (PLACE / "install.cmd").read_text("utf-8")
        (root / "install.cmd").write_bytes(text.replace("\n", "\r\n").encode("ascii"))
    else:
        shutil.copyfile(PLACE / "install.sh", root / "install.sh")
        (root / "install.sh").chmod(0o755)
    write_hash_list(root)
    settle(root, source_epoch())
    output.parent.mkdir(parents=True, exist_ok=True)
    write_zip(output, root, output.stem, source_epoch())
