#!/usr/bin/env bash
# logs.sh [NAME]: follows the log; with a name, the lines of that process only. --no-follow ends at once.
# shellcheck source=docker/scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_engine
load_settings
follow=(-f)
[ "${1-}" != --no-follow ] || { follow=() && shift; }
if [ $# -eq 0 ]; then
  exec docker logs --tail 200 "${follow[@]}" "$CONTAINER"
fi
[[ $1 =~ ^[A-Za-z0-9_.-]+$ ]] || die "no name of a process: $1"
docker logs "${follow[@]}" "$CONTAINER" 2>&1 | grep --line-buffered -E "(^|[^A-Za-z0-9_-])$1([^A-Za-z0-9_-]|\$)"
