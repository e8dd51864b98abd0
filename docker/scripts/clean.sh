#!/usr/bin/env bash
# Removes the containers, the image, and the network if run.sh made it and nobody is on it.
# --volumes removes the volumes too: the host's data and the database.
# shellcheck source=docker/scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_engine
load_settings
[ -e "$env_file" ] || export ENV_FILE=/dev/null
volumes=()
case ${1-} in
  --volumes) volumes=(--volumes) ;;
  '') ;;
  *) die "not understood: $1 (see help.sh)" ;;
esac
# the profile, or the database would stay
COMPOSE_PROFILES=db compose down "${volumes[@]}"
if docker image inspect "$IMAGE:$TAG" >/dev/null 2>&1; then
  docker image rm "$IMAGE:$TAG" >/dev/null
  say "removed $IMAGE:$TAG"
fi
if [ "$(docker network inspect -f '{{index .Labels "made-by"}}{{len .Containers}}' "$NETWORK" 2>/dev/null)" = "${CONTAINER}0" ]; then
  docker network rm "$NETWORK" >/dev/null
  say "removed the network $NETWORK"
fi
[ ${#volumes[@]} -gt 0 ] || say "the volumes stay (remove them with --volumes: data and database)"
