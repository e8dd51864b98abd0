#!/usr/bin/env bash
# Stops and removes the containers; images, volumes and network stay.
# shellcheck source=docker/scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_engine
load_settings
[ -e "$env_file" ] || export ENV_FILE=/dev/null
compose down
