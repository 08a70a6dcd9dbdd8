#!/usr/bin/env bash
# Builds the fixtures that this machine has the toolchain for, one after the other; says which ones it leaves out.
# Usage: build-fixtures.sh [NAME...], such as "go" or "clients/go"; without names all of them.
set -uo pipefail
cd "$(dirname "$0")/../fixtures"

# What a build needs, by the name of its folder.
declare -A tools=([go]=go [rust]=cargo [java]=mvn)
status=0
for script in */*/build.sh; do
  folder=${script%/build.sh}
  name=${folder#*/}
  if [ $# -gt 0 ] && [[ " $* " != *" $name "* && " $* " != *" $folder "* ]]; then continue; fi
  tool=${tools[$name]:-}
  if [ -n "$tool" ] && ! command -v "$tool" >/dev/null; then
    echo "not built: $folder: there is no $tool"
  elif "./$script"; then
    echo "built: $folder"
  else
    echo "failed: $folder"
    status=1
  fi
done
exit "$status"
