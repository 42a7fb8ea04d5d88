#!/usr/bin/env bash
# Installs what the Calc tests and the pictures of workbooks need: LibreOffice
# 25.2 or newer with Python scripting, its SDK (unoidl-write and unoidl-read, which
# judge our type library), pdftoppm, fonts with Excel's widths, and gnumeric, which draws
# charts beside LibreOffice.
# Runs as root (or through sudo) on Debian 12 and newer; a second run does nothing.
set -euo pipefail

packages=(
  libreoffice-calc python3-uno libreoffice-script-provider-python libreoffice-dev
  gnumeric poppler-utils fonts-liberation fonts-dejavu-core fonts-crosextra-carlito
)

as_root() { if [[ $EUID -eq 0 ]]; then "$@"; else sudo "$@"; fi; }

installed() {
  local states version
  states=$(dpkg-query -W -f '${db:Status-Abbrev}\n' "${packages[@]}" 2>/dev/null) || return 1
  ! grep -qv '^ii' <<<"$states" || return 1
  version=$(dpkg-query -W -f '${Version}' libreoffice-calc)
  dpkg --compare-versions "$version" ge "4:25.2"
}

# Debian 12 itself has LibreOffice 7.4, which does not bind an add-in's functions
# in .xlsx files. Its backports have 25.2; the mirror is the one this machine uses.
add_backports() {
  local codename mirror
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  [[ "$codename" == "bookworm" ]] || return 0
  mirror=$(apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Identifier: Packages' \
    | awk '$1 == "bookworm" && $2 == "main" { print $3; exit }')
  [[ -n "$mirror" ]] || { echo "No Debian mirror in this machine's apt sources." >&2; exit 1; }
  as_root tee /etc/apt/sources.list.d/labfolio-backports.sources >/dev/null <<SOURCES
Types: deb
URIs: $mirror
Suites: bookworm-backports
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
SOURCES
  target=(-t bookworm-backports)
}

installed && { echo "LibreOffice is ready: $(soffice --version)"; exit 0; }
target=()
add_backports
export DEBIAN_FRONTEND=noninteractive
as_root apt-get update -qq
as_root apt-get install -y -qq --no-install-recommends "${target[@]}" "${packages[@]}" >/dev/null
installed || { echo "This system's packages have no LibreOffice 25.2 or newer." >&2; exit 1; }
echo "LibreOffice is ready: $(soffice --version)"
