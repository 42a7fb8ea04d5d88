#!/usr/bin/env bash
# A real Windows Python with pywin32 and xlwings under Wine, for the COM end-to-end tests.
#
#   tests/e2e/wine/setup.sh [DIRECTORY]
#
# The directory is ${LABFOLIO_E2E:-$HOME/.cache/labfolio-e2e}/wine unless given. Everything comes
# from Debian's packages and PyPI. A second run changes nothing and takes about a second; a
# change of the pins or of the C sources rebuilds what depends on it.
#
# PYTHON names a Python 3.11 with pip (default: the first one found): it fetches the wheels and
# lends the pure-Python half of the standard library.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${1:-${LABFOLIO_E2E:-$HOME/.cache/labfolio-e2e}/wine}
mkdir -p "$root"
root=$(cd "$root" && pwd)
tree=$root/python
wine=/usr/lib/wine/wine64
export WINEPREFIX=$root/prefix
# No .NET, no browser, no menus, no crash dialogue: nothing here needs them or a screen.
export WINEDLLOVERRIDES='mscoree=;mshtml=;winemenubuilder.exe=;winedbg.exe='
export WINEDEBUG=${WINEDEBUG:--all}
unset DISPLAY

say() { printf '[%3ds] %s\n' "$SECONDS" "$*"; }
die() { printf 'setup.sh: %s\n' "$*" >&2; exit 1; }

# done_before NAME FINGERPRINT: true when the step NAME was finished with this fingerprint.
done_before() { [ "$(cat "$root/$1.done" 2>/dev/null)" = "$2" ]; }
finish() { printf '%s\n' "$2" >"$root/$1.done"; }

# Wine's programs hang on standard streams that are files, hence the pipe through cat.
in_wine() { timeout 300 "$wine" "$@" </dev/null 2>&1 | cat; }

find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3.11 python3 "$HOME"/.pyenv/versions/3.11.*/bin/python3.11; do
    if "$candidate" -c 'import sys, pip; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  die "no Python 3.11 with pip was found; set PYTHON to one"
}

install_programs() {
  if [ -x "$wine" ] && command -v x86_64-w64-mingw32-gcc >/dev/null; then return; fi
  say "Debian packages: wine64, gcc-mingw-w64-x86-64"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    wine64 gcc-mingw-w64-x86-64 >"$root/apt.log" 2>&1 || { tail "$root/apt.log"; die "apt-get failed"; }
}

fetch() { "$python" -m pip --disable-pip-version-check "$@" 2> >(grep -v WARNING >&2); }

build_tree() {
  local stdlib scratch
  local only=(--no-deps --only-binary=:all: --platform win_amd64 --python-version 3.11)
  scratch=$(mktemp -d "$root/scratch.XXXXXX")
  rm -rf "$tree"
  mkdir -p "$tree/Lib/site-packages" "$tree/DLLs"

  say "python311.dll and the compiled standard library"
  fetch download -q -d "$scratch" "${only[@]}" "$(grep '^panda3d==' "$here/requirements.txt")"
  "$python" "$here/unpack_python.py" "$scratch"/panda3d-*.whl "$tree"

  say "the pure-Python standard library of $python"
  stdlib=$("$python" -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
  tar -C "$stdlib" -cf - --exclude=site-packages --exclude=dist-packages --exclude=test \
    --exclude=tests --exclude=__pycache__ --exclude=lib-dynload --exclude='config-*' \
    --exclude=idlelib --exclude=turtledemo --exclude='_sysconfigdata*' . | tar -C "$tree/Lib" -xf -

  say "Windows wheels"
  grep -v -e '^panda3d==' -e '^#' "$here/requirements.txt" >"$scratch/requirements.txt"
  fetch install -q --no-compile --target "$tree/Lib/site-packages" "${only[@]}" \
    -r "$scratch/requirements.txt"
  # pip puts a wheel's data files below the target; a Windows environment has them beside python.exe.
  find "$tree/Lib/site-packages" -maxdepth 1 -name 'xlwings*.dll' -exec mv -t "$tree" {} +
  ls "$tree"/xlwings64-*.dll >/dev/null || die "the xlwings DLL is not in its wheel"

  say "byte code"
  # Excel starts the server with -B, which writes none: a cold start would compile everything.
  "$python" -m compileall -q -j2 -x '/tests?/|lib2to3/' "$tree/Lib" >/dev/null 2>&1 || true
  rm -rf "$scratch"
}

build_programs() {
  local cc=(x86_64-w64-mingw32-gcc -std=c11 -O2 -Wall -Wextra -Werror -s -static)
  say "python.exe, pythonw.exe and the host that plays Excel"
  "${cc[@]}" -municode -o "$tree/python.exe" "$here/launcher.c"
  "${cc[@]}" -municode -mwindows -o "$tree/pythonw.exe" "$here/launcher.c"
  "${cc[@]}" -o "$tree/xlhost.exe" "$here/xlhost.c" "$here/excel_objects.c" "$here/variant_io.c" \
    -lole32 -loleaut32 -luuid
  "${cc[@]}" -shared -o "$tree/bcryptprimitives.dll" "$here/bcryptprimitives.c" -ladvapi32
}

build_prefix() {
  say "Wine prefix"
  rm -rf "$WINEPREFIX"
  in_wine wineboot -i
  in_wine reg add 'HKCU\Software\Wine' /v Version /d win10 /f >/dev/null
}

install_programs
python=$(find_python)
wheels=$(cat "$here/requirements.txt" "$here/unpack_python.py" | sha256sum)
sources=$(cat "$here"/*.c "$here"/*.h | sha256sum)

done_before tree "$wheels" || { build_tree; rm -f "$root/programs.done"; finish tree "$wheels"; }
done_before programs "$sources" || { build_programs; finish programs "$sources"; }
done_before prefix "$("$wine" --version)" || { build_prefix; finish prefix "$("$wine" --version)"; }

if [ ! -e "$root/checked.done" ] || [ "$root/programs.done" -nt "$root/checked.done" ]; then
  version=$(in_wine "$tree/python.exe" -c \
    'import linearmodels, python_calamine, sys, typer, win32api, xlwings; print(sys.version)') \
    || die "the Windows Python does not run: $version"
  say "Windows Python $version"
  touch "$root/checked.done"
fi
say "Windows Python is ready in $root"
