"""The command of the installers: `python -m installer build`, `test`, `list` or `pin-python`. See README.md."""

import argparse
import sys
import time

from installer import debian, payload, program, sources, wheelhouse, windows
from installer.pins import LINUX, WINDOWS
from installer.places import OUT, STAGE
from installer.stop import Stop
from installer.trees import HASH_LIST, fresh, megabytes, size_below, write_hash_list
from installer.trial import OLDER, RESULTS, older_payload


def _names(version: str) -> dict[str, str]:
    return {
        "setup": f"LandDesk-{version}-setup.exe",
        "portable": f"LandDesk-{version}-portable.zip",
        "deb": f"landdesk_{version}_amd64.deb",
        "wheels-windows": f"landdesk-{version}-wheelhouse-windows.zip",
        "wheels-linux": f"landdesk-{version}-wheelhouse-linux.zip",
    }


def build() -> None:
    """Make everything that is delivered, and the list of hashes."""
    started = time.monotonic()
    fresh(OUT)
    names, version = _names(program.VERSION), program.VERSION
    linux = payload.build(LINUX)
    shipped = payload.build(WINDOWS)
    windows.finish_payload(shipped)
    for root in (linux, shipped):
        print(
            f"{root.parent.name}: {len(list(root.rglob('*')))} entries, {megabytes(size_below(root))} installed",
            flush=True,
        )
    debian.build_package(linux, OUT / names["deb"], version)
    windows.build_portable(shipped, OUT / names["portable"])
    wheel = program.wheel()
    wheelhouse.build_wheelhouse(WINDOWS, wheel, OUT / names["wheels-windows"])
    wheelhouse.build_wheelhouse(LINUX, wheel, OUT / names["wheels-linux"])
    print("packing the set-up takes some minutes", flush=True)
    windows.build_setup(shipped, OUT / names["setup"], version)
    write_hash_list(OUT)
    for line in (OUT / HASH_LIST).read_text("utf-8").splitlines():
        digest, name = line.split("  ")
        print(f"{digest}  {name}  {megabytes((OUT / name).stat().st_size)}")
    print(f"made in {time.monotonic() - started:.0f} s: {OUT}")


def write_lists() -> None:
    """Write the payload lists anew."""
    for platform in (LINUX, WINDOWS):
        payload.write_list(platform, payload.build(platform, check_list=False))


def try_all(which: list[str]) -> None:
    """Drive what was built through its trials in clean systems."""
    # Loaded here: building needs neither a screen nor clean systems.
    from installer import trial_by_hand, trial_debian, trial_ways, trial_windows

    names = _names(program.VERSION)
    missing = [name for name in names.values() if not (OUT / name).exists()]
    if missing:
        message = f"There is no {', '.join(missing)} in {OUT}: type make installers"
        raise Stop(message)
    RESULTS.mkdir(parents=True, exist_ok=True)
    reports = []
    old_deb, old_setup = RESULTS / "older.deb", RESULTS / "older.exe"
    if "debian" in which:
        older = older_payload(STAGE / "linux" / "LandDesk", STAGE / "older" / "linux")
        debian.build_package(older, old_deb, OLDER, compression="none")
        reports += [
            trial_debian.try_package(suite, OUT / names["deb"], old_deb) for suite in ("bookworm", "trixie")
        ]
    if "wheelhouse" in which:
        reports.append(trial_debian.try_wheelhouse(OUT / names["wheels-linux"]))
        reports.append(trial_debian.try_windows_wheelhouse(OUT / names["wheels-windows"]))
    if "windows" in which:
        older = older_payload(STAGE / "windows" / "LandDesk", STAGE / "older" / "windows")
        windows.build_setup(older, old_setup, OLDER, compression="zlib")
        reports.append(trial_by_hand.try_by_hand(OUT / names["setup"], OUT / names["portable"]))
        reports.append(trial_windows.try_setup(OUT / names["setup"], old_setup, OUT / names["portable"]))
    if "ways" in which:
        reports.append(trial_ways.try_ways(OUT / names["portable"]))
    text = "".join(f"{report.title}: {line}\n" for report in reports for line in report.lines)
    (RESULTS / "report.txt").write_text(text, "utf-8")
    print(f"all passed; pictures and report in {RESULTS}")


def main() -> int:
    """Run one of the verbs; return the exit code."""
    trials = ["debian", "wheelhouse", "windows", "ways"]
    parser = argparse.ArgumentParser(prog="python -m installer")
    parser.add_argument("verb", choices=["build", "test", "list", "pin-python"])
    parser.add_argument("trials", nargs="*", choices=[*trials, []], help="with test: only these")
    words = parser.parse_args()
    try:
        match words.verb:
            case "build":
                build()
            case "test":
                try_all(words.trials or trials)
            case "list":
                write_lists()
            case _:
                for name, old, new, digest in sources.pin_python():
                    print(f"{name}: {old} → {new}, {digest}")
    except Stop as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
