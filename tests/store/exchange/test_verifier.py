"""The stand-alone verifier, which needs the standard library only, agrees with the program."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = sorted((ROOT / "tests/data/packages").glob("*.ldpkg"))


def verified(path: Path) -> subprocess.CompletedProcess[str]:
    # -I: nothing of this environment can be imported, as on a computer without LandDesk.
    script = str(ROOT / "docs/formats/verify_ldpkg.py")
    return subprocess.run(
        [sys.executable, "-I", "-S", script, str(path)], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("kept", PACKAGES, ids=lambda path: path.stem)
def test_a_kept_package_is_good(kept: Path) -> None:
    answer = verified(kept)
    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.parametrize("place", [100, 1500, 3000, -200])
def test_one_changed_byte_is_found(tmp_path: Path, place: int) -> None:
    content = bytearray(PACKAGES[1].read_bytes())
    content[place] ^= 1
    damaged = tmp_path / "damaged.ldpkg"
    damaged.write_bytes(content)
    assert verified(damaged).returncode == 1
