#!/usr/bin/env bash
# What the scripts do.
cat <<'TEXT'
build.sh [--distribution|--source] [docker build options]   builds the image
run.sh [--dev]        starts the containers, waits until healthy; writes a .env if there is none
test.sh               checks the running container; exit code 1 if anything is not right
logs.sh [--no-follow] [NAME]   the log, or the lines of one process (xvfb, x11vnc, novnc, ...)
restart.sh [NAME]     the container, or one process inside
stop.sh               stops and removes the containers; data stays
clean.sh [--volumes]  removes containers, image and network; with --volumes data and database too

Read from the environment, else from .env in the root of the tree (ENV_FILE names another):
IMAGE TAG CONTAINER NETWORK PUBLISH_ADDRESS HOST_PORT NOVNC_PORT VNC_PORT MEMORY_LIMIT
COMPOSE_PROFILES POSTGRES_PASSWORD, and all settings of the host (.env.example).
TEXT
