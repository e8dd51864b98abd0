#!/usr/bin/env bash
# The container as its operator has it, on a real Docker engine: built from the distribution, started,
# checked, its processes killed, stopped, removed. All of it has names and ports of its own, and all but
# the builder's cache is gone in the end. Where no engine answers, one is started (root only) and ended
# again; where there is no base image and no registry to have it from, it is made with debootstrap (root
# only).
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
scripts="$root/docker/scripts"
base=debian:bookworm-slim
# not /tmp, which may lie in memory
work="$(mktemp -d /var/tmp/container-test.XXXXXX)"
engine='' base_made='' passed=0 failed=0

export IMAGE="backend-host-test-$$" TAG=test CONTAINER="backend-host-test-$$" NETWORK="backend-host-test-$$"
export ENV_FILE="$work/.env" PUBLISH_ADDRESS=127.0.0.1
unset COMPOSE_PROFILES COMPOSE_PROJECT_NAME DEV
server="$CONTAINER-server"

say() { printf 'container: %s\n' "$*" >&2; }
die() {
  say "$*"
  exit 1
}

# --- Around the test ------------------------------------------------------------------------------

remove_all() {
  local status=$?
  set +e
  if docker info >/dev/null 2>&1; then
    docker rm -f "$server" "$CONTAINER" >/dev/null 2>&1
    "$scripts/clean.sh" --volumes >/dev/null 2>&1
    [ -z "$base_made" ] || docker image rm "$base_made" >/dev/null 2>&1
  fi
  if [ -n "$engine" ]; then
    kill -TERM "$engine"
    wait "$engine"
  fi
  rm -rf --one-file-system "$work"
  exit "$status"
}

start_engine() {
  [ "$(id -u)" -eq 0 ] || die "no Docker engine answers and only root can start one: start it, or run this as root"
  command -v dockerd >/dev/null || die "no Docker engine answers and there is no dockerd: apt-get install docker.io"
  export DOCKER_HOST="unix://$work/engine.sock"
  dockerd --host "$DOCKER_HOST" --data-root "$work/engine" --exec-root "$work/exec" \
    --pidfile "$work/engine.pid" >"$work/engine.log" 2>&1 &
  engine=$!
  until docker info >/dev/null 2>&1; do
    if [ "$SECONDS" -ge 60 ] || ! kill -0 "$engine" 2>/dev/null; then
      tail -n 5 "$work/engine.log" >&2
      die "the Docker engine does not start, its last lines are above"
    fi
    sleep 0.2
  done
}

find_base() {
  docker image inspect "$base" >/dev/null 2>&1 && return
  if docker pull -q "$base" >/dev/null 2>&1; then
    base_made=$base
    return
  fi
  [ "$(id -u)" -eq 0 ] || die "there is no image $base, no registry to have it from, and only root can make it"
  debootstrap --variant=minbase bookworm "$work/base" >"$work/debootstrap.log" 2>&1 || {
    tail -n 5 "$work/debootstrap.log" >&2
    die "debootstrap failed, its last lines are above"
  }
  base="$IMAGE-base:test"
  tar -C "$work/base" --exclude=./var/lib/apt/lists/* --exclude=./var/cache/apt/* --exclude=./dev/* \
    --exclude=./usr/share/doc/* --exclude=./usr/share/man/* --exclude=./usr/share/locale/* -c . |
    docker import - "$base" >/dev/null
  base_made=$base
  rm -rf --one-file-system "$work/base"
}

# free_port: one that nobody listens on, below those that the kernel hands out itself
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

# --- What is expected -----------------------------------------------------------------------------

# expect WHAT COMMAND...: tells how it went, in how many seconds, and with what output if it failed.
expect() {
  local what="$1" started=$SECONDS
  shift
  if ("$@") >"$work/output" 2>&1; then
    passed=$((passed + 1))
    say "ok      $what ($((SECONDS - started)) s)"
  else
    failed=$((failed + 1))
    say "FAILED  $what ($((SECONDS - started)) s)"
    tail -n 40 "$work/output" >&2
  fi
}

# eventually COMMAND...: it holds within 90 s.
eventually() {
  local end=$((SECONDS + 90))
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.2
  done
}

inside() { docker exec "$CONTAINER" "$@"; }
as_it_was_built() { [ "$(docker image inspect -f "$1" "$IMAGE:$TAG")" = "$2" ]; }
small() { [ "$(docker image inspect -f '{{.Size}}' "$IMAGE:$TAG")" -lt 700000000 ]; }

bill_of_materials() {
  "$scripts/bom.sh" >"$work/bom.json" && python3 - "$work/bom.json" <<'PYTHON'
import json, sys
bom = json.load(open(sys.argv[1]))
assert bom["bomFormat"] == "CycloneDX"
names = {component["name"] for component in bom["components"]}
assert {"ffmpeg", "tini"} <= names and any(name.startswith("launcher-") for name in names), names
PYTHON
}

# A stand-in for backend_server, in a container of the same image: notes who calls.
start_server() {
  docker run -d --name "$server" --network "$NETWORK" --network-alias backend-server \
    --entrypoint python3 "$IMAGE:$TAG" -u -c '
import http.server
class Server(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        print("called", self.path, flush=True)
        body = b"{\"status\":\"success\"}"
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
http.server.ThreadingHTTPServer(("", 5109), Server).serve_forever()'
}
called() { docker logs "$server" 2>&1 | grep -q "called /server/system/$1\$"; }

# process NAME: its pid, while it is ready
process() { inside backend-host ps 2>/dev/null | awk -v name="host-$1" '$1 == name && $2 == "ready" { print $3 }'; }
ready() { [ -n "$(process "$1")" ]; }
another() {
  local now
  now="$(process "$1")"
  [ -n "$now" ] && [ "$now" != "$2" ]
}
comes_back() {
  local pid
  eventually ready "$1" || return 1
  pid="$(process "$1")"
  inside sh -c "kill -KILL $pid"
  eventually another "$1" "$pid"
}

picture_of_display() {
  API_KEY="$(sed -n 's/^API_KEY=//p' "$ENV_FILE")" python3 - <<'PYTHON'
import os, urllib.request
address = f"http://127.0.0.1:{os.environ['HOST_PORT']}/host/av/host/snapshot.jpg"
request = urllib.request.Request(address, headers={"X-API-Key": os.environ["API_KEY"]})
jpeg = urllib.request.urlopen(request, timeout=10).read()
assert jpeg[:2] == b"\xff\xd8" and jpeg[-2:] == b"\xff\xd9" and len(jpeg) > 1000, len(jpeg)
PYTHON
}

# The Java of the host is killed: tini ends with it, and the engine starts the container anew.
host_comes_back() {
  # shellcheck disable=SC2016 # meant for the shell inside
  inside sh -c 'for exe in /proc/[0-9]*/exe; do
    [ "$(readlink "$exe")" != /opt/java/bin/java ] || kill -KILL "$(echo "$exe" | cut -d / -f 3)"; done'
  eventually restarted && eventually inside backend-host health && "$scripts/test.sh"
}
restarted() { [ "$(docker inspect -f '{{.RestartCount}}{{.State.Running}}' "$CONTAINER")" = 1true ]; }

stops_in_order() {
  local started=$SECONDS
  docker stop -t 20 "$CONTAINER" || return 1
  echo "stopped after $((SECONDS - started)) s, exit code $(docker inspect -f '{{.State.ExitCode}}' "$CONTAINER")"
  [ $((SECONDS - started)) -le 10 ] && [ "$(docker inspect -f '{{.State.ExitCode}}' "$CONTAINER")" = 0 ] &&
    called unregister
}
starts_again() { docker start "$CONTAINER" && "$scripts/restart.sh" && "$scripts/test.sh"; }

no_secret_in_image() {
  sed -nE 's/^(API_KEY|CONSOLE_PASSWORD|POSTGRES_PASSWORD)=(.+)/\2/p' "$ENV_FILE" >"$work/secrets"
  [ "$(wc -l <"$work/secrets")" -eq 3 ] || return 1
  ! { docker image inspect "$IMAGE:$TAG" && docker history --no-trunc "$IMAGE:$TAG"; } |
    grep -F -f "$work/secrets"
}

nothing_left() {
  ! docker ps -a --format '{{.Names}}' | grep "^$CONTAINER" &&
    ! docker image inspect "$IMAGE:$TAG" && ! docker network inspect "$NETWORK" &&
    ! docker volume ls -q | grep "^$CONTAINER"
}

# --- The test -------------------------------------------------------------------------------------

trap remove_all EXIT
PATH="$PATH:/usr/sbin:/sbin"
HOST_PORT="$(free_port)" NOVNC_PORT="$(free_port)" VNC_PORT="$(free_port)"
export HOST_PORT NOVNC_PORT VNC_PORT
docker info >/dev/null 2>&1 || start_engine
find_base
say "engine and base image after $SECONDS s"

expect "build.sh" "$scripts/build.sh" --distribution --build-arg "BASE_IMAGE=$base"
[ "$failed" -eq 0 ] || die "0 passed, 1 failed: there is no image"
expect "the image is smaller than 700 MB" small
expect "its label names the version" as_it_was_built \
  '{{index .Config.Labels "org.opencontainers.image.version"}}' \
  "$(sed -n 's:^  <version>\(.*\)</version>:\1:p' "$root/pom.xml" | head -n 1)"
expect "its user is vptuser" as_it_was_built '{{.Config.User}}' vptuser
expect "bom.sh" bill_of_materials
expect "run.sh writes a .env and starts it" "$scripts/run.sh"
grep -h 'healthy after' "$work/output" >&2 || true
expect "the .env is for its owner alone" test "$(stat -c %a "$ENV_FILE")" = 600
expect "no secret in the image" no_secret_in_image
expect "test.sh" "$scripts/test.sh"
expect "there is a picture of the display" eventually picture_of_display
expect "its stream lies in memory" eventually inside test -f /hot/capture/segments/output.m3u8
expect "stop.sh" "$scripts/stop.sh"

expect "a server to register with" start_server
echo "SERVER_URL=http://backend-server:5109" >>"$ENV_FILE"
expect "run.sh with a changed .env" "$scripts/run.sh"
expect "the host registers" eventually called register
for name in xvfb fluxbox x11vnc novnc; do
  expect "$name comes back when it is killed" comes_back "$name"
done
expect "the host comes back when it is killed" host_comes_back
expect "docker stop: within 10 s, exit code 0, unregistered" stops_in_order
expect "docker start, docker restart" starts_again
docker rm -f "$server" >/dev/null
expect "clean.sh --volumes" "$scripts/clean.sh" --volumes
expect "nothing is left" nothing_left

say "$passed passed, $failed failed, $SECONDS s"
[ "$failed" -eq 0 ]
