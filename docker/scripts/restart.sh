#!/usr/bin/env bash
# restart.sh [NAME]: starts the containers anew, or one process inside (xvfb, x11vnc, novnc, ...).
# A changed .env needs run.sh: the engine keeps a container's environment.
# shellcheck source=docker/scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_engine
load_settings
if [ $# -gt 0 ]; then
  exec docker exec "$CONTAINER" supervisorctl restart "$1"
fi
docker restart -t 20 "$CONTAINER" >/dev/null
wait_healthy 90
say "healthy"
