#!/usr/bin/env bash
# Checks the container that run.sh started. Exit code 1 if anything is not right.
# shellcheck source=docker/scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_engine
load_settings
failures=0

# check WHAT COMMAND...: tells how it went.
check() {
  local what="$1"
  shift
  if ("$@") >/dev/null 2>&1; then
    printf 'ok      %s\n' "$what"
  else
    printf 'FAILED  %s\n' "$what"
    failures=$((failures + 1))
  fi
}

# eventually COMMAND...: it holds within 30 s.
eventually() {
  local end=$((SECONDS + 30))
  until ("$@"); do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.5
  done
}

# request PORT TEXT: sends it, with CR LF after each line and an empty line at the end; prints the answer.
request() {
  exec 3<>"/dev/tcp/$(reach)/$1"
  printf '%b\r\n\r\n' "$2" >&3
  timeout 10 cat <&3
}

# A WebSocket stays open after its answer, so no more is read than is known to come: the answer, the
# display's greeting, and after ours (a masked frame, as browsers send it) another frame.
handshake() {
  local line byte
  exec 3<>"/dev/tcp/$(reach)/$NOVNC_PORT"
  printf '%b\r\n\r\n' "GET /websockify HTTP/1.1\r\nHost: localhost:$NOVNC_PORT\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: binary\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==" >&3
  read -r -t 10 line <&3 && [[ $line == *" 101 "* ]] || return 1
  while read -r -t 10 line <&3 && [ "$line" != $'\r' ]; do :; done
  LC_ALL=C read -r -t 10 line <&3 && [[ $line == *RFB* ]] || return 1
  # 0x82: binary; 0x8c: masked, 12 bytes; the mask; "RFB 003.008\n" under that mask
  printf '\x82\x8c\x01\x01\x01\x01SGC!112/119\x0b' >&3
  LC_ALL=C IFS= read -r -t 10 -n 1 byte <&3 && [ "$byte" = $'\x82' ]
}

greeting() {
  local word
  exec 3<>"/dev/tcp/$(reach)/$VNC_PORT"
  read -r -t 10 -n 3 word <&3 && [ "$word" = RFB ]
}

page() { request "$NOVNC_PORT" "GET / HTTP/1.0\r\nHost: localhost" | grep -a -q ' 200 '; }
no_key() { request "$HOST_PORT" "GET /host/devices HTTP/1.0\r\nHost: localhost" | grep -q '^HTTP/1.[01] 401'; }
inside() { docker exec "$CONTAINER" "$@"; }

# service NAME: running, as /host/health says it
service() {
  request "$HOST_PORT" "GET /host/health HTTP/1.0\r\nHost: localhost" | tr -d ' \n' |
    grep -q "\"$1\":\"running\""
}

# Each process of the container with its user; the container has no ps.
roots() {
  # shellcheck disable=SC2016 # meant for the shell inside
  inside sh -c 'for s in /proc/[0-9]*/status; do sed -n "s/^Uid:[[:space:]]*\([0-9]*\).*/\1/p" "$s" 2>/dev/null; done' |
    grep -cx 0
}
nobody_is_root() { [ "$(roots)" = 0 ]; }
zombies() {
  # shellcheck disable=SC2016 # meant for the shell inside
  inside sh -c 'cat /proc/[0-9]*/stat 2>/dev/null' | grep -c ') Z '
}
no_zombie() { [ "$(zombies)" = 0 ]; }
plain() { [ "$(docker inspect -f '{{.HostConfig.Privileged}}{{.HostConfig.ReadonlyRootfs}}' "$CONTAINER")" = falsetrue ]; }
cannot_write() { ! inside sh -c 'touch /opt/backend-host/x 2>/dev/null || touch /etc/x 2>/dev/null'; }

docker inspect "$CONTAINER" >/dev/null 2>&1 || die "there is no container $CONTAINER: run.sh starts it"
check "API: /host/health" eventually healthy
[ -z "$(setting API_KEY '')" ] || check "API: no answer without the key" no_key
check "backend-host health" inside backend-host health
for name in flask xvfb x11vnc novnc; do
  check "process $name is running" eventually service "$name"
done
check "noVNC: page" eventually page
check "noVNC: WebSocket handshake" eventually handshake
check "VNC: greeting" eventually greeting
check "supervisorctl status" inside supervisorctl status
check "no process runs as root" nobody_is_root
check "no zombies" eventually no_zombie
check "not privileged, root file system read-only" plain
check "nothing but data can be written" cannot_write
[ "$failures" -eq 0 ] || die "$failures checks failed"
say "all is well"
