#!/usr/bin/env bash
# base-image.sh IMAGE: makes a stand-in for a public base image on a machine that reaches Debian's packages, npm and Go
# modules, but no container registry. Prints the stand-in's name. Made once; remove the image to have it made again.
set -euo pipefail
cd "$(dirname "$0")/.."
release=bookworm
node_version=22.23.3
toxiproxy_version=v2.12.0

has_image() { docker image inspect "$1" >/dev/null 2>&1; }

# What runs in here is made by root, as debootstrap needs it.
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

work=$(mktemp -d)
trap 'as_root rm -rf "$work"' EXIT

build() { DOCKER_BUILDKIT=0 docker build --quiet --tag "$1" "$2" >&2; }

debian() {
  has_image faultline-base/debian && return
  as_root debootstrap --variant=minbase --include=ca-certificates "$release" "$work/root" >&2
  as_root tar -C "$work/root" --exclude='./var/cache/apt/archives/*.deb' -c . |
    docker import --change 'CMD ["bash"]' - faultline-base/debian >&2
}

# with_packages NAME PACKAGE...
with_packages() {
  local name=$1
  shift
  debian
  mkdir -p "$work/context"
  cat >"$work/context/Dockerfile" <<DOCKERFILE
FROM faultline-base/debian
RUN apt-get update && apt-get install -y --no-install-recommends $* && rm -rf /var/lib/apt/lists/*
DOCKERFILE
  build "faultline-base/$name" "$work/context"
}

node() {
  debian
  local machine
  case "$(uname -m)" in aarch64 | arm64) machine=arm64 ;; *) machine=x64 ;; esac
  mkdir -p "$work/context"
  (cd "$work" && npm pack --silent "node-linux-$machine@$node_version" >/dev/null && tar -xzf node-linux-*.tgz)
  cp "$work/package/bin/node" "$work/context/node"
  printf 'FROM faultline-base/debian\nCOPY node /usr/local/bin/node\nCMD ["node"]\n' >"$work/context/Dockerfile"
  build faultline-base/node "$work/context"
}

toxiproxy() {
  mkdir -p "$work/context"
  for program in server cli; do
    CGO_ENABLED=0 GOBIN="$work/bin" go install -p 2 -ldflags "-X github.com/Shopify/toxiproxy/v2.Version=${toxiproxy_version#v}" "github.com/Shopify/toxiproxy/v2/cmd/$program@$toxiproxy_version" >&2
  done
  mv "$work/bin/server" "$work/context/toxiproxy"
  mv "$work/bin/cli" "$work/context/toxiproxy-cli"
  printf 'FROM scratch\nCOPY toxiproxy toxiproxy-cli /\nEXPOSE 8474\n' >"$work/context/Dockerfile"
  build faultline-base/toxiproxy "$work/context"
}

nginx() {
  with_packages nginx nginx
  printf 'FROM faultline-base/nginx\nCMD ["nginx", "-g", "daemon off;"]\n' >"$work/context/Dockerfile"
  build faultline-base/nginx "$work/context"
}

repository=${1%%:*}
case "${repository##*/}" in
  debian | static | static-debian12 | cc-debian12) kind=debian ;;
  node | toxiproxy | nginx) kind=${repository##*/} ;;
  python) kind=python ;;
  eclipse-temurin) kind=java ;;
  *)
    echo "base-image: there is no stand-in for $1" >&2
    exit 1
    ;;
esac
if ! has_image "faultline-base/$kind"; then
  case $kind in
    python) with_packages python python3 ;;
    java) with_packages java openjdk-17-jre-headless ;;
    *) "$kind" ;;
  esac
fi
echo "faultline-base/$kind"
