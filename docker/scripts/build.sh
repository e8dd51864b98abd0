#!/usr/bin/env bash
# Builds the image. Without an option from the distribution in launcher/target/backend-host when there
# is one, else from source inside the image; --source always does the latter, --distribution the former.
# Other arguments go to docker build.
# shellcheck source=docker/scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

way=distribution
[ -x "$root/launcher/target/backend-host/bin/backend-host" ] || way=source
case ${1-} in
  --source | --distribution) way="${1#--}" && shift ;;
esac
[ "$way" = source ] || [ -x "$root/launcher/target/backend-host/bin/backend-host" ] ||
  die "there is no distribution: ./mvnw -Dfast -Dmaven.test.skip=true -pl launcher -am package"

need_engine
load_settings
arguments=(--build-arg "REVISION=$(git -C "$root" rev-parse --short=12 HEAD 2>/dev/null || echo unknown)")
arguments+=(--build-arg "VERSION=$(sed -n 's:^  <version>\(.*\)</version>:\1:p' "$root/pom.xml" | head -n 1)")
[ "$way" = source ] || arguments+=(--target distribution)
say "building $IMAGE:$TAG ($way)"
started=$SECONDS
docker build -f "$docker_dir/Dockerfile" -t "$IMAGE:$TAG" "${arguments[@]}" "$@" "$root"
say "$IMAGE:$TAG, $(($(docker image inspect -f '{{.Size}}' "$IMAGE:$TAG") / 1000000)) MB, in $((SECONDS - started)) s"
