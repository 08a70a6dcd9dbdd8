#!/usr/bin/env bash
# container-checks.sh [RESULTS.json]: what must hold where there is a container engine: the images build, the tests of the
# topology pass, docker-compose.yml comes up and answers, and the gold server and the gold client pass in their containers.
# Leaves nothing running. Wants the project built (pnpm build).
set -euo pipefail
cd "$(dirname "$0")/.."
results=${1:-}

scripts/images.sh toxiproxy nginx gold gold-client

report=()
[ -z "$results" ] || report=(--reporter=default --reporter=json "--outputFile.json=$results")
npx vitest run --config vitest.containers.config.ts "${report[@]}"

compose() { if docker compose version >/dev/null 2>&1; then docker compose "$@"; else docker-compose "$@"; fi; }
if docker compose version >/dev/null 2>&1 || command -v docker-compose >/dev/null; then
  compose config --quiet
  trap 'compose down --timeout 2 >/dev/null 2>&1' EXIT
  compose up -d
  curl --silent --show-error --fail --retry 30 --retry-delay 1 --retry-all-errors --max-time 10 --output /dev/null \
    --header 'content-type: application/json' --header 'accept: application/json, text/event-stream' \
    --data '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"curl","version":"0"}}}' \
    http://127.0.0.1:8600/mcp
  curl --silent --fail --max-time 10 http://127.0.0.1:8474/proxies/gold >/dev/null
  compose down --timeout 2
  trap - EXIT
  echo 'docker-compose.yml: the server answers through Toxiproxy and nginx'
else
  echo 'docker-compose.yml: not run: there is no compose'
fi

node dist/harness/cli/main.js server --topology containers --image faultline/gold --suite resets --suite restart --suite streams --suite misrouting
node dist/harness/cli/main.js client --topology containers --image faultline/gold-client --suite reconnect --suite resumption
