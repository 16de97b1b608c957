# Shared by ./run, ./test and ./bench. Sourced, not run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false

fail() { echo "$*" >&2; exit 1; }

# Says what is missing in one sentence, before anything is begun.
need_tools() {
  command -v dotnet >/dev/null || fail "Steward needs the .NET SDK 10 (command dotnet), which is not installed: https://dotnet.microsoft.com/download"
  [ "$(dotnet --version 2>/dev/null | cut -d. -f1)" -ge 10 ] 2>/dev/null || fail "Steward needs the .NET SDK 10 or newer; the one here is older."
  command -v node >/dev/null || fail "Steward needs Node.js 20 or newer (command node), which is not installed: https://nodejs.org"
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || fail "Steward needs Node.js 20 or newer; the one here is $(node --version)."
  command -v npm >/dev/null || fail "Steward needs npm, which comes with Node.js and is not here."
}

# quietly TEXT COMMAND…: says TEXT, runs the command, shows its output only when it fails.
quietly() {
  echo "$1 …"; shift
  local log; log=$(mktemp)
  if ! "$@" >"$log" 2>&1; then cat "$log" >&2; rm -f "$log"; return 1; fi
  rm -f "$log"
}

web_packages() {
  [ -f web/node_modules/.steward-installed ] && cmp -s web/package-lock.json web/node_modules/.steward-installed && return
  quietly "Installing the web app's packages" npm ci --prefix web --no-audit --no-fund --loglevel=error || fail "The web app's packages cannot be installed: see above."
  cp web/package-lock.json web/node_modules/.steward-installed
}

# The page is built again when one of its sources has changed.
build_web() {
  local sum; sum=$(find web/src web/public web/index.html web/package-lock.json web/vite.config.ts web/tsconfig.json -type f 2>/dev/null | LC_ALL=C sort | xargs cat | cksum)
  [ -f web/dist/.steward-built ] && [ "$(cat web/dist/.steward-built)" = "$sum" ] && return
  web_packages
  quietly "Building the web app" npm run --prefix web build || fail "The web app does not build: see above."
  echo "$sum" > web/dist/.steward-built
}

build_server() {
  quietly "Building Steward" dotnet build src/Steward.Host -c Release -v q -nologo || fail "Steward does not build: see above."
}
