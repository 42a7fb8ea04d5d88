#!/usr/bin/env bash
# Installs SheetJS, the npm package "xlsx", by which tests read the built files a second way.
# Needs npm and Node 18; a second run does nothing.
#   tests/e2e/readers/setup.sh [DIRECTORY]
# The directory is ${LABFOLIO_E2E:-$HOME/.cache/labfolio-e2e}/readers unless given.
set -euo pipefail

version=0.18.5 # the last on npm, and the last under the Apache licence there
# What it depends on by ranges, at the versions that were tested.
parts=(adler-32@1.3.1 cfb@1.2.2 codepage@1.15.0 crc-32@1.2.2 frac@1.1.2 ssf@0.11.2 wmf@1.0.2 word@0.3.0)
target=${1:-${LABFOLIO_E2E:-$HOME/.cache/labfolio-e2e}/readers}
library=$target/node_modules/xlsx/xlsx.js

if [[ ! -f "$library" ]]; then
  command -v npm >/dev/null || { echo "npm is missing: install Node 18 or newer." >&2; exit 1; }
  mkdir -p "$target"
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$target" "xlsx@$version" "${parts[@]}"
fi
echo "SheetJS: $library"
