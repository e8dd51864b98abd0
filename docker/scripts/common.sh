# shellcheck shell=bash
# Sourced by the scripts beside it: names, settings, the engine.

set -euo pipefail
docker_dir="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# shellcheck disable=SC2034 # it is for those who source this
root="$(cd "$docker_dir/.." && pwd)"
self="$(basename "$0")"

say() { printf '%s: %s\n' "$self" "$*"; }
die() {
  printf '%s: %s\n' "$self" "$*" >&2
  exit 1
}

env_file="${ENV_FILE:-$root/.env}"

# setting NAME DEFAULT: of the environment, else of the .env file, else the default.
setting() {
  local value="${!1-}"
  [ -n "$value" ] || value="$(sed -nE "s/^[[:space:]]*(export[[:space:]]+)?$1[[:space:]]*=[[:space:]]*[\"']?([^[:space:]\"'#]+).*/\2/p" "$env_file" 2>/dev/null | tail -n 1)"
  printf '%s' "${value:-$2}"
}

# What the compose file is told. Its own reading of .env is not used: only one place is asked.
load_settings() {
  export ENV_FILE="$env_file"
  local name
  for name in IMAGE=virtualpytest-backend-host TAG=latest CONTAINER=virtualpytest-backend-host \
    NETWORK=virtualpytest_virtualpytest PUBLISH_ADDRESS=127.0.0.1 HOST_PORT=6109 NOVNC_PORT=6080 \
    VNC_PORT=5900 MEMORY_LIMIT=1g POSTGRES_PASSWORD= COMPOSE_PROFILES=; do
    export "${name%%=*}=$(setting "${name%%=*}" "${name#*=}")"
  done
  export COMPOSE_PROJECT_NAME="${COMPOSE_PROJECT_NAME:-$CONTAINER}"
}

# need_engine: a running engine that this user may use.
need_engine() {
  command -v docker >/dev/null ||
    die "docker is not installed (Debian: apt-get install docker.io docker-compose)"
  docker info >/dev/null 2>&1 ||
    die "no answer from the Docker engine: start it (systemctl start docker), and be root or in the group docker"
}

# compose ARGUMENT...: compose v2 where there is one, else docker-compose 1.29.
compose() {
  local files=(-f "$docker_dir/docker-compose.yml")
  [ -z "${DEV-}" ] || files+=(-f "$docker_dir/docker-compose.dev.yml")
  if docker compose version >/dev/null 2>&1; then
    docker compose "${files[@]}" "$@"
  elif command -v docker-compose >/dev/null; then
    docker-compose "${files[@]}" "$@"
  else
    die "compose is not installed (Debian: apt-get install docker-compose)"
  fi
}

# reach: the address at which this machine reaches what is published.
reach() {
  case $PUBLISH_ADDRESS in
    0.0.0.0) echo 127.0.0.1 ;;
    *) echo "$PUBLISH_ADDRESS" ;;
  esac
}

# healthy [PATH]: does the API answer that it can work? Takes one line of its answer.
healthy() {
  local line
  {
    exec 3<>"/dev/tcp/$(reach)/$HOST_PORT" &&
      printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "${1:-/host/health}" >&3 &&
      read -r -t 5 line <&3
  } 2>/dev/null || return 1
  exec 3>&-
  [[ $line == *" 200"* ]]
}

# wait_healthy SECONDS: until the host is ready, with all its bundles.
wait_healthy() {
  local end=$((SECONDS + $1))
  until (healthy /host/health/ready); do
    if [ "$(docker inspect -f '{{.State.Running}}{{.State.Restarting}}' "$CONTAINER" 2>/dev/null)" != truefalse ]; then
      docker logs --tail 20 "$CONTAINER" >&2 || true
      die "the container does not stay up; its last lines are above"
    fi
    [ "$SECONDS" -lt "$end" ] || die "no health after $1 s; see docker/scripts/logs.sh"
    sleep 0.2
  done
}
