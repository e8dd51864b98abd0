#!/usr/bin/env bash
# Starts the containers and waits until the host is healthy. --dev mounts the build's drop-in folder.
# shellcheck source=docker/scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

secret() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

# write_settings: a .env with secrets of its own, so that nothing starts with a known password; the
# display is a source of pictures.
write_settings() {
  (
    umask 077
    {
      sed -e "s|^#API_KEY=.*|API_KEY=$(secret)|" \
        -e "s|^#CONSOLE_PASSWORD=.*|CONSOLE_PASSWORD=$(secret)|" \
        -e 's|^#HOST_VIDEO_SOURCE=.*|HOST_VIDEO_SOURCE=:1|' \
        -e '/^#DEVICE1_/d' "$root/launcher/src/main/dist/.env.example"
      cat <<TEXT

# --- Container ------------------------------------------------------------------------------------
# Address of this machine that the ports are published on. Any other than 127.0.0.1 needs a
# VNC_PASSWORD.
#PUBLISH_ADDRESS=127.0.0.1

# Profile db starts PostgreSQL beside the host.
#COMPOSE_PROFILES=db
POSTGRES_PASSWORD=$(secret)
TEXT
    } >"$env_file.new"
  )
  mv "$env_file.new" "$env_file"
  say "wrote $env_file with secrets of its own"
}

# free_port NAME PORT: nobody else may have it; our own container may.
free_port() {
  if (exec 3<>"/dev/tcp/$(reach)/$2") 2>/dev/null; then
    die "port $2 is taken by another program: set $1 in $env_file to a free one"
  fi
}

case ${1-} in
  --dev) export DEV=yes ;;
  '') ;;
  *) die "not understood: $1 (see help.sh)" ;;
esac
need_engine
[ -e "$env_file" ] || write_settings
load_settings

docker image inspect "$IMAGE:$TAG" >/dev/null 2>&1 ||
  die "there is no image $IMAGE:$TAG: run $docker_dir/scripts/build.sh"

# Without a password the display is shown only where nobody but this machine can reach it.
export VIEWERS=false
if [ "$PUBLISH_ADDRESS" = 127.0.0.1 ]; then
  [ -n "$(setting VNC_PASSWORD "$(setting VNC_PASSWORD_FILE '')")" ] || VIEWERS=true
elif [ -z "$(setting VNC_PASSWORD "$(setting VNC_PASSWORD_FILE '')")" ]; then
  die "PUBLISH_ADDRESS=$PUBLISH_ADDRESS would show the display to others: set VNC_PASSWORD in $env_file"
fi
[ "$PUBLISH_ADDRESS" = 127.0.0.1 ] || [ -n "$(setting API_KEY "$(setting API_KEY_FILE '')")" ] ||
  die "PUBLISH_ADDRESS=$PUBLISH_ADDRESS would open the API to others: set API_KEY in $env_file"
[ "$COMPOSE_PROFILES" != db ] || [ -n "$POSTGRES_PASSWORD" ] ||
  die "the profile db needs a POSTGRES_PASSWORD in $env_file"

if [ -z "$(docker ps -q -f "name=^/$CONTAINER\$")" ]; then
  free_port HOST_PORT "$HOST_PORT"
  free_port NOVNC_PORT "$NOVNC_PORT"
  free_port VNC_PORT "$VNC_PORT"
fi
if ! docker network inspect "$NETWORK" >/dev/null 2>&1; then
  docker network create --label "made-by=$CONTAINER" "$NETWORK" >/dev/null
  say "made the network $NETWORK"
fi

started=$(date +%s%N)
compose up -d
wait_healthy 90
took=$((($(date +%s%N) - started) / 100000000))
say "healthy after $((took / 10)).$((took % 10)) s"
cat <<TEXT
  API      http://$(reach):$HOST_PORT/host/health   (X-API-Key: API_KEY in $env_file)
  display  http://$(reach):$NOVNC_PORT/             VNC: $(reach):$VNC_PORT
  console  http://$(reach):$HOST_PORT/system/console (user admin, CONSOLE_PASSWORD)
TEXT
