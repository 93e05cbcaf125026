#!/usr/bin/env bash
# Make .venv with the locked dependencies, once; later runs end at the stamp after some milliseconds.
#
#   tools/setup.sh            everything that tests need
#   tools/setup.sh window     and, where there is a display, the libraries of a real window
#
# LANDDESK_PYTHON names the interpreter to use; without it Python 3.11 is looked for, then 3.12.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
stamp=.venv/.set-up

# The path is part of the stamp: an environment does not survive a move of its folder.
wanted="$root ${LANDDESK_PYTHON-} $(cat requirements/dev.txt tools/setup.sh | sha256sum)"

is_set_up() {
    [[ -x .venv/bin/python && -f $stamp && $(<"$stamp") == "$wanted" ]]
}

stop() {
    printf 'set-up: %s\n' "$*" >&2
    exit 1
}

fits() { # Python 3.11 or 3.12 that really starts (a shim may stand for nothing)
    "$1" -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' >/dev/null 2>&1
}

find_python() {
    local candidate
    if [[ -n ${LANDDESK_PYTHON-} ]]; then
        fits "$LANDDESK_PYTHON" || stop "LANDDESK_PYTHON=$LANDDESK_PYTHON is not Python 3.11 or 3.12"
        python=$LANDDESK_PYTHON
        return
    fi
    for candidate in python3.11 python3.12 python3 /usr/bin/python3.11 /usr/bin/python3.12; do
        if fits "$candidate"; then
            python=$candidate
            return
        fi
    done
    return 1
}

make_environment() {
    local version venv_package
    find_python || tools/system_packages.sh install python3 python3-venv || true
    find_python || stop "LandDesk needs Python 3.11 or 3.12, found: $(python3 --version 2>&1 || true)"
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        venv_package=python$version-venv
        tools/system_packages.sh install "$venv_package" || stop "type: sudo apt-get install $venv_package"
    fi
    rm -rf .venv
    "$python" -m venv .venv
    echo "set-up: installing the locked dependencies for Python $version (once, about a minute)" >&2
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
        --require-hashes --only-binary :all: -r requirements/dev.txt
}

link_sources() { # `landdesk` runs from this folder, so an edit needs no new installation
    local site
    site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    printf '%s\n' "$root" >"$site/landdesk.pth"
    # -P: not the folder one happens to be in, which may hold another copy of the sources.
    printf '#!/bin/sh\nexec "%s" -P -m landdesk "$@"\n' "$root/.venv/bin/python" >.venv/bin/landdesk
    chmod +x .venv/bin/landdesk
}

if [[ ${1-} == window && -n ${DISPLAY-}${WAYLAND_DISPLAY-} ]]; then
    tools/system_packages.sh ensure window
fi
if ! is_set_up; then
    if command -v flock >/dev/null; then
        exec 9>.venv.lock
        flock 9
    fi
    if ! is_set_up; then
        tools/system_packages.sh ensure offscreen
        make_environment
        link_sources
        .venv/bin/python -c 'import PySide6.QtWidgets' || stop "Qt does not load, see the line above"
        printf '%s\n' "$wanted" >"$stamp"
    fi
fi
