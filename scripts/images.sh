#!/usr/bin/env bash
# images.sh [NAME...]: builds the images under fixtures/images (all of them, or those named) as faultline/NAME.
# Their bases are the public ones that the Dockerfiles name. Where those can't be had, because there is no container
# registry, stand-ins are made from Debian's packages, npm and Go modules (base-image.sh).
# FAULTLINE_BASES=public or =local decides that beforehand.
set -euo pipefail
cd "$(dirname "$0")/.."
bases=${FAULTLINE_BASES:-auto}

docker version --format '{{.Server.Version}}' >/dev/null || {
  echo 'images: no container engine answers; is dockerd running, and may this user talk to it?' >&2
  exit 1
}

has_image() { docker image inspect "$1" >/dev/null 2>&1; }

# Prints the base to build on instead of a public one: that one itself where it can be had.
base_for() {
  if [ "$bases" != local ] && { has_image "$1" || docker pull --quiet "$1" >/dev/null 2>&1; }; then
    echo "$1"
  elif [ "$bases" = public ]; then
    echo "images: $1 is not here and can't be pulled" >&2
    return 1
  else
    scripts/base-image.sh "$1"
  fi
}

# Returns 1 when any step fails: where it is called, the shell does not end by itself for a failure within it.
build() {
  local name=$1 folder=fixtures/images/$1 default base
  [ -f "$folder/Dockerfile" ] || {
    echo "images: there is no image called $name" >&2
    return 1
  }
  default=$(sed -n 's/^ARG BASE=//p' "$folder/Dockerfile")
  base=$(base_for "$default") || return 1
  if [ -f "$folder/stage.sh" ]; then
    rm -rf "out/images/$name" && mkdir -p "out/images/$name" || return 1
    "$folder/stage.sh" "out/images/$name" || return 1
  fi
  # The classic builder is there with every engine; it says on stderr that it is an old one.
  DOCKER_BUILDKIT=0 docker build --quiet --build-arg "BASE=$base" --tag "faultline/$name" --file "$folder/Dockerfile" . >/dev/null ||
    return 1
  echo "faultline/$name on $base"
}

names=("$@")
if [ ${#names[@]} -eq 0 ]; then
  for file in fixtures/images/*/Dockerfile; do names+=("$(basename "$(dirname "$file")")"); done
fi
mkdir -p out/images
failed=()
for name in "${names[@]}"; do
  # One image whose toolchain is missing here does not keep the others from being built.
  build "$name" || failed+=("$name")
done
[ ${#failed[@]} -eq 0 ] || {
  echo "images: not built: ${failed[*]}" >&2
  exit 1
}
