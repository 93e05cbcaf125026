#!/usr/bin/env bash
# Install Debian/Ubuntu packages when that is allowed, else say in one line what to type.
#
#   tools/system_packages.sh ensure offscreen   libraries Qt needs without a display
#   tools/system_packages.sh ensure window      libraries of a real window
#   tools/system_packages.sh ensure proofs      foreign programs that tests compare with (SpatiaLite, GDAL, Xvfb)
#   tools/system_packages.sh ensure installers  programs that make the installers
#   tools/system_packages.sh ensure trials      programs that try them in clean systems
#   tools/system_packages.sh install NAME...    any packages
set -euo pipefail

offscreen=(
    libglib-2.0.so.0:libglib2.0-0 libdbus-1.so.3:libdbus-1-3 libfontconfig.so.1:libfontconfig1
    libxkbcommon.so.0:libxkbcommon0 libEGL.so.1:libegl1 libGL.so.1:libgl1
    libgssapi_krb5.so.2:libgssapi-krb5-2 libbrotlidec.so.1:libbrotli1
)
window=(
    libxkbcommon-x11.so.0:libxkbcommon-x11-0 libxcb-cursor.so.0:libxcb-cursor0
    libxcb-icccm.so.4:libxcb-icccm4 libxcb-image.so.0:libxcb-image0 libxcb-keysyms.so.1:libxcb-keysyms1
    libxcb-render-util.so.0:libxcb-render-util0 libxcb-shape.so.0:libxcb-shape0 libxcb-xkb.so.1:libxcb-xkb1
)
proofs=(
    mod_spatialite.so:libsqlite3-mod-spatialite spatialite:spatialite-bin ogrinfo:gdal-bin Xvfb:xvfb
)
installers=(makensis:nsis osslsigncode:osslsigncode dpkg-deb:dpkg strip:binutils git:git)
trials=(
    debootstrap:debootstrap unshare:util-linux mke2fs:e2fsprogs Xvfb:xvfb xwininfo:x11-utils xdotool:xdotool
)

libraries=$(/sbin/ldconfig -p 2>/dev/null || true)

is_there() { # a library of the loader's list, a loadable module or a program
    [[ $libraries == *"$1 "* ]] || command -v "$1" >/dev/null || compgen -G "/usr/lib/*/$1" >/dev/null
}

install() {
    local as_root=()
    command -v apt-get >/dev/null || return 1
    if [[ $(id -u) != 0 ]]; then
        sudo -n true 2>/dev/null || return 1
        as_root=(sudo -n)
    fi
    echo "set-up: installing $*" >&2
    "${as_root[@]}" apt-get update -qq >&2 || true
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" \
        </dev/null >/dev/null
}

ensure() {
    local -n pairs=$1
    local pair missing=()
    for pair in "${pairs[@]}"; do
        is_there "${pair%%:*}" || missing+=("${pair#*:}")
    done
    if ((${#missing[@]})) && ! install "${missing[@]}"; then
        echo "set-up: system packages are missing, type: sudo apt-get install ${missing[*]}" >&2
        return 1
    fi
}

"$@"
