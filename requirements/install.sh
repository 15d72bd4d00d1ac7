#!/usr/bin/env bash
# Makes .venv anew from the hashed lock. Called by `make install`; the stamp is made last, so that a half-made .venv is never taken for a whole one.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}

fail() {
  printf 'hubsim: %s\n' "$*" >&2
  exit 2
}

missing=()
need() { # need PACKAGE COMMAND...: the Debian package is wanted when the command fails
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}

command -v "$python" >/dev/null 2>&1 || fail "no $python here. Type: make install PYTHON=/path/to/python3.11 (3.11 to 3.13)"
"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' ||
  fail "needs Python 3.11 to 3.13, $python is $("$python" -V). Type: make install PYTHON=python3.13"

# What Debian must give, a line each.
need python3-venv "$python" -c 'import ensurepip, venv'
if [ "${CI:-}" = true ]; then # elsewhere the tests of the page skip by name
  need chromium command -v chromium
  need libatomic1 sh -c 'ls /usr/lib/*/libatomic.so.1' # what drives the browser is linked with it
fi

if ((${#missing[@]})); then
  advice="apt-get update && apt-get install --yes --no-install-recommends ${missing[*]}"
  if ! command -v apt-get >/dev/null 2>&1; then
    fail "missing ${missing[*]}, and no apt-get. Install what your system calls so, then type the same again."
  elif [ "$(id -u)" = 0 ]; then
    root=()
  elif sudo -n true 2>/dev/null; then
    root=(sudo -n)
  else
    fail "missing ${missing[*]}. Type: sudo sh -c '$advice'"
  fi
  echo "hubsim: installing ${missing[*]}"
  said=$("${root[@]}" env DEBIAN_FRONTEND=noninteractive sh -c "$advice" 2>&1) || fail "could not install ${missing[*]}: $(tail -n 1 <<<"$said"). Type as root: $advice"
fi

echo 'hubsim: making .venv'
rm -rf .venv
"$python" -m venv .venv
.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all: --requirement requirements/lock.txt
touch .venv/.lock-stamp
