#!/usr/bin/env bash
# add.sh FOLDER NAME...: takes recordings into the tests: copies FOLDER/recordings/NAME.json, and FOLDER's tools, unchanged, and lists the names.
# Steps that differ for now are named by hand in recordings.txt (waits=…).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
from=${1:?folder of the recordings}
shift
mkdir -p "$here/recordings"
for tool in "$here"/tools/*.py; do cp "$from/$(basename "$tool")" "$tool"; done
for name in "$@"; do
  cp "$from/recordings/$name.json" "$here/recordings/$name.json"
  grep -qE "^$name( |\$)" "$here/recordings.txt" || echo "$name" >>"$here/recordings.txt"
done
chmod u+w "$here"/tools/*.py "$here"/recordings/*.json
{ sed -n '/^#/p' "$here/recordings.txt"; sed -n '/^[^#]/p' "$here/recordings.txt" | LC_ALL=C sort; } >"$here/recordings.new"
mv "$here/recordings.new" "$here/recordings.txt"
