#!/usr/bin/env bash
# Records the example company again on another sample of flights: again.sh WORK OUT. Installs what it needs into WORK.
set -euo pipefail
work=$1 out=$2
here=$(cd "$(dirname "$0")/../.." && pwd)
python=$(command -v python3)
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
  sudo=''
  [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update -qq && $sudo apt-get install -y -qq python3-venv >/dev/null
fi
"$python" -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/tools/departures/requirements.txt"
mkdir -p "$work/flights"
npm install --no-save --silent --prefix "$work/flights" vega-datasets@3.2.1
"$work/venv/bin/python" "$here/tools/departures/record.py" \
  --flights "$work/flights/node_modules/vega-datasets/data/flights-3m.parquet" --sample 2 --small --out "$out"
# What a person wrote stays what it is: the declarations, and the documents they point to.
cp "$here/examples/departures/"{assay,answers}.yaml "$out/"
mkdir -p "$out/docs"
cp -n "$here/examples/departures/docs/"*.md "$out/docs/"
