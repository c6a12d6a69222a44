# What script/ceph-rgw and script/postgres share; sourced, never run.
# shellcheck shell=bash

SERVICES=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/services.sh

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

# die CODE MESSAGE...: the exit codes are those of the sohoa command (2 usage, 4 missing, 5 did not start)
die() {
  local code=$1
  shift
  say "$@"
  exit "$code"
}

# ensure_packages PROBE PACKAGE...: installs the packages where PROBE fails and apt may be used. One process after
# the other, as apt-get update waits for nobody; a server that a package starts does not hold the lock.
ensure_packages() {
  local probe=$1 as_root=()
  shift
  if "$probe"; then return 0; fi
  if [ "$(id -u)" != 0 ]; then as_root=(sudo -n); fi
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300)
  if ! (
    flock 9
    "$probe" || { "${apt[@]}" update -qq && "${apt[@]}" install -qq --no-install-recommends "$@" && "$probe"; } 9<&-
  ) 9<"$SERVICES" >&2; then
    die 4 "missing and not installable from here; run: apt-get install $*"
  fi
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# port [WISH]: the wished port if it is free, else one below the range that outgoing connections take theirs from
port() {
  local port=${1:-}
  if [ -n "$port" ] && answers "$port"; then die 5 "port $port is taken"; fi
  while [ -z "$port" ] || answers "$port"; do port=$((20000 + RANDOM % 12000)); done
  echo "$port"
}

# within SECONDS COMMAND...: tries until the command succeeds; fails when the time is over
within() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    if [ "$SECONDS" -ge "$end" ]; then return 1; fi
    sleep 0.1
  done
}

# claim_directory DIR: makes it, private; an existing one must be empty, for stop removes it whole
claim_directory() {
  umask 077
  mkdir -p "$1"
  if [ -n "$(ls -A "$1")" ]; then die 2 "$1 is not empty"; fi
  chmod 700 "$1"
}

# ended MARK PID: no process PID names MARK on its command line (a number alone may be another's by now)
ended() { ! tr '\0' ' ' 2>/dev/null <"/proc/$2/cmdline" | grep -qF -- "$1"; }

# end_process MARK PID: asks, waits, and insists (in a trap a bare `return` would return what led to the trap)
end_process() {
  if ended "$@"; then return 0; fi
  kill "$2" 2>/dev/null || true
  if within 20 ended "$@"; then return 0; fi
  kill -KILL "$2" 2>/dev/null || true
  within 10 ended "$@" || die 5 "process $2 does not end"
}
