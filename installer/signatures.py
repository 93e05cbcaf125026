"""Who signed the executables that come from others, asked of osslsigncode.

The roots are in `signing-roots.pem`, not taken from the machine: Debian trusts neither Microsoft's nor, for long,
Entrust's, and a build must not depend on that. Most certificates have run out by now; the time stamp in the signature
says that they had not when they were used.
"""

import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from installer.places import HERE
from installer.stop import Stop

PROGRAM = "osslsigncode"
ROOTS = HERE / "signing-roots.pem"
EXECUTABLES = (".exe", ".dll", ".pyd")
_SIGNER = re.compile(r"^Signer's certificate:\n.*?^\s*Subject: .*?/CN=([^/\n]+)$", re.MULTILINE | re.DOTALL)


def signers_of(executable: Path) -> list[str]:
    """Return the names on the signatures of an executable, each of which was found to be good.

    Raises:
        Stop: There is no signature, or one does not hold.
    """
    command = [PROGRAM, "verify", *_without_revocation(), "-CAfile", str(ROOTS)]
    done = subprocess.run(
        [*command, "-TSA-CAfile", str(ROOTS), "-in", str(executable)],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    names = _SIGNER.findall(done.stdout)
    if done.returncode or not names:
        # The sentence about the digest is the one that tells a changed file from an unknown signer.
        reasons = [
            line for line in done.stdout.splitlines() if re.search("MISMATCH|rror:|No signature", line)
        ]
        message = (
            f"The signature of {executable.name} does not hold: {'; '.join(reasons) or 'no reason given'}"
        )
        raise Stop(message)
    return names


def verify_signatures(root: Path, names: Iterable[str], rules: Mapping[str, Sequence[str]]) -> int:
    """Hold every executable against the rule that its name falls under.

    Args:
        root: The tree.
        names: Its files, relative.
        rules: Who may sign, by pattern of the name; the first that fits counts. Files without a rule are held by
            their hash alone.

    Returns:
        How many were verified.

    Raises:
        Stop: A signature does not hold or somebody else's is on it.
    """
    judged = [(name, allowed) for name in names if (allowed := _rule(name, rules)) is not None]

    def judge(item: tuple[str, Sequence[str]]) -> None:
        name, allowed = item
        found = signers_of(root / name)
        if not set(found) <= set(allowed):
            message = f"{name} is signed by {', '.join(found)}; expected is {' or '.join(allowed)}"
            raise Stop(message)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(judge, judged))
    return len(judged)


def _rule(name: str, rules: Mapping[str, Sequence[str]]) -> Sequence[str] | None:
    if not name.endswith(EXECUTABLES):
        return None
    return next((allowed for pattern, allowed in rules.items() if fnmatchcase(name, pattern)), None)


@cache
def _without_revocation() -> tuple[str, ...]:
    """Newer osslsigncode asks the network for revoked certificates unless told not to; older cannot be told."""
    told = subprocess.run([PROGRAM, "verify", "--help"], capture_output=True, text=True, check=False)
    return ("-ignore-crl",) if "-ignore-crl" in told.stdout + told.stderr else ()
