#!/usr/bin/env bash
# Builds Omni2 and runs every check and test; ends with one line: "N passed, N failed[, N skipped]".
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
exec </dev/null

configuration=Debug
hang_timeout=5m
with_e2e=true
with_benchmarks=true
passed=0
failed=0
skipped=0
code=0
suite=
shown=

usage() {
  cat <<'TEXT'
Usage: ./test.sh [--no-e2e] [--no-benchmarks] [--help]

Checks the tools, builds, checks the format, runs the unit and integration tests (Omni2.Web.Tests),
the browser tests (Omni2.E2E) and, briefly, every benchmark (Omni2.Benchmarks). Needs the .NET SDK 10, Node.js 20 and, for the browser tests,
Chromium (installed with apt-get on Debian when it is not there) and nginx (its package is unpacked in .tools). No database is needed.

  --no-e2e          leave the browser tests out
  --no-benchmarks   leave the benchmarks out
  --help            this text

OMNI2_CHROMIUM   path of a Chromium or Chrome to use
OMNI2_NGINX      path of an nginx to use
The last line says what passed and failed; the exit code is 1 when anything failed or nothing ran.
TEXT
}

main() {
  read_options "$@"
  prepare_environment
  check_tools || finish
  build
  check_format
  if [[ $built == true ]]; then
    fetch_nginx
    run_suite Omni2.Web.Tests
    if [[ $with_e2e == true ]]; then run_browser_tests; fi
    if [[ $with_benchmarks == true ]]; then run_benchmarks; fi
  fi
  finish
}

read_options() {
  for option in "$@"; do
    case $option in
      --no-e2e) with_e2e=false ;;
      --no-benchmarks) with_benchmarks=false ;;
      --help | -h) usage; exit 0 ;;
      *) echo "Unknown option: $option" >&2; usage >&2; exit 2 ;;
    esac
  done
}

prepare_environment() {
  # The totals are read from the English output.
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
  # Build servers that stay behind would keep a CI job's output open.
  if [[ -n ${CI:-} ]]; then export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false; fi
  logs=$(mktemp -d)
  trap 'end_suite; rm -rf "$logs"' EXIT
  trap 'exit 130' INT TERM
}

check_tools() {
  step "Checking the tools"
  if ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
    fail "The .NET SDK 10 is missing: install it from https://dotnet.microsoft.com/download/dotnet/10.0"
    return 1
  fi
  local node
  node=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\)\..*/\1/p')
  if (( ${node:-0} < 20 )) || ! command -v npm >/dev/null; then
    fail "Node.js 20 or newer with npm is missing: install it from https://nodejs.org (Debian: apt-get install nodejs npm)"
    return 1
  fi
  echo ".NET SDK $(dotnet --version), Node.js $(node --version)"
}

build() {
  step "Building"
  built=true
  dotnet build Omni2.sln --configuration "$configuration" || { built=false; fail "The build failed; no test was run"; }
}

check_format() {
  step "Checking the format"
  dotnet format Omni2.sln --verify-no-changes --no-restore || fail "The format check failed; 'dotnet format' puts it right"
}

# The tests behind a proxy need nginx. Its package is unpacked here, not installed: nothing of the system changes, and no service starts.
fetch_nginx() {
  step "Looking for nginx"
  local place=.tools/nginx
  if [[ -z ${OMNI2_NGINX:-} ]] && ! PATH=$PATH:/usr/sbin:/usr/local/sbin command -v nginx && [[ ! -x $place/usr/sbin/nginx ]]; then
    echo "Fetching nginx's package into $place"
    mkdir -p "$place"
    if ! command -v apt-get >/dev/null || ! download_nginx "$place" >"$logs/nginx" 2>&1; then
      if [[ -s $logs/nginx ]]; then tail -n 5 "$logs/nginx" >&2; fi
      echo "nginx could not be fetched, so the tests behind a proxy are skipped: install it, or set OMNI2_NGINX to its path." >&2
    fi
  fi
}

download_nginx() {
  (cd "$1" && apt-get download nginx) || (as_root apt-get update -qq; cd "$1" && apt-get download nginx) || return 1
  dpkg-deb --extract "$1"/nginx_*.deb "$1" && rm "$1"/nginx_*.deb && "$1/usr/sbin/nginx" -v || { rm -rf "$1"; return 1; }
}

run_browser_tests() {
  step "Looking for Chromium"
  if find_chromium || install_chromium; then
    echo "Chromium: $OMNI2_CHROMIUM"
    run_suite Omni2.E2E
  else
    fail "The browser tests need Chromium or Chrome: install one, or set OMNI2_CHROMIUM to its path, or leave them out with --no-e2e"
  fi
}

# Ubuntu's chromium-browser may be a stub that only asks for a snap, so a browser counts when it tells its version.
find_chromium() {
  local candidate path
  if [[ -n ${OMNI2_CHROMIUM:-} ]]; then
    "$OMNI2_CHROMIUM" --version >/dev/null 2>&1 && return 0
    echo "OMNI2_CHROMIUM is $OMNI2_CHROMIUM, which does not run." >&2
    return 1
  fi
  for candidate in chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    path=$(command -v "$candidate") && "$path" --version >/dev/null 2>&1 && { export OMNI2_CHROMIUM=$path; return 0; }
  done
  return 1
}

install_chromium() {
  [[ -z ${OMNI2_CHROMIUM:-} ]] || return 1
  command -v apt-get >/dev/null || return 1
  as_root apt-get update -qq || echo "apt-get update failed; trying with the lists that are there." >&2
  local version
  version=$(apt-cache policy chromium 2>/dev/null | sed -n 's/^ *Candidate: //p')
  if [[ -z $version || $version == "(none)" || $version == *snap* ]]; then
    echo "This system has no Chromium package but a snap: install it with 'snap install chromium', or install Google Chrome." >&2
    return 1
  fi
  echo "Installing Chromium $version"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation >"$logs/apt" 2>&1 || { tail -n 20 "$logs/apt" >&2; return 1; }
  find_chromium
}

as_root() {
  if (( EUID == 0 )); then "$@"; else sudo "$@"; fi
}

# Not through a pipe, and in a process group of its own: a test that hung or crashed leaves processes that would
# keep the pipe open, and that nobody else ends.
run_suite() {
  local name=$1
  step "Testing $name"
  run_apart "$name" dotnet test "$name" --no-build --configuration "$configuration" --results-directory artifacts/test-results \
    --blame-hang-timeout "$hang_timeout" --blame-hang-dump-type none
  count "$name" "$logs/$name" "$code"
}

# Shows that every benchmark runs; how fast it is on this machine counts for nothing.
run_benchmarks() {
  local name=Omni2.Benchmarks ran
  step "Running $name"
  run_apart "$name" dotnet "$name/bin/$configuration/net10.0/$name.dll" all --quick
  ran=$(grep -c ' took [0-9]* s$' "$logs/$name")
  passed=$((passed + ran))
  if (( code != 0 )); then fail "$name: a scenario did not run to its end (exit code $code)"; fi
}

run_apart() {
  local log="$logs/$1"
  shift
  : >"$log"
  tail -n +1 -f "$log" &
  shown=$!
  set -m
  "$@" >"$log" 2>&1 &
  suite=$!
  set +m
  wait "$suite"
  code=$?
  sleep 1
  end_suite
}

end_suite() {
  if [[ -n $suite ]]; then kill -KILL -- "-$suite" 2>/dev/null; fi
  if [[ -n $shown ]]; then kill "$shown" && wait "$shown"; fi 2>/dev/null
  suite=
  shown=
}

count() {
  local name=$1 log=$2 code=$3 suite_failed suite_passed suite_skipped
  read -r suite_failed suite_passed suite_skipped < <(sed -n 's/.* - Failed: *\([0-9]*\), Passed: *\([0-9]*\), Skipped: *\([0-9]*\),.*/\1 \2 \3/p' "$log" | tail -n 1)
  failed=$((failed + ${suite_failed:-0}))
  passed=$((passed + ${suite_passed:-0}))
  skipped=$((skipped + ${suite_skipped:-0}))
  if [[ -z ${suite_failed:-} ]] && (( code == 0 )) && grep -q '^No test is available' "$log"; then
    echo "$name has no tests yet."
  elif [[ -z ${suite_failed:-} ]]; then
    fail "$name ended without a result (exit code $code)"
  elif grep -q '^Test Run Aborted' "$log" || (( code != 0 && suite_failed == 0 )); then
    fail "$name did not run to its end (exit code $code)"
  fi
}

step() {
  printf '\n== %s\n' "$1"
}

fail() {
  failed=$((failed + 1))
  printf 'FAILED: %s\n' "$1" >&2
}

finish() {
  local line="$passed passed, $failed failed"
  if (( skipped > 0 )); then line+=", $skipped skipped"; fi
  printf '\n%s\n' "$line"
  if (( failed > 0 || passed == 0 )); then exit 1; fi
  exit 0
}

main "$@"
