#!/usr/bin/env bash
# Prints the bill of materials of the image, CycloneDX 1.5: Debian's packages and the jars in it.
# shellcheck source=docker/scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_engine
load_settings
docker image inspect "$IMAGE:$TAG" >/dev/null 2>&1 || die "there is no image $IMAGE:$TAG: build.sh makes it"

# The container has no JSON tools; names and versions of packages and jars need no escapes.
docker run --rm --network none --entrypoint /bin/sh "$IMAGE:$TAG" -c '
  dpkg-query -W -f "deb \${Package} \${Version} \${Architecture}\n"
  find /opt/backend-host -name "*.jar" -exec sha256sum {} + | sort -k 2 |
    while read -r hash file; do echo "jar ${file##*/} $hash -"; done
  . /opt/java/release && echo "java jre $JAVA_VERSION -"
' | awk -v image="$IMAGE" -v tag="$TAG" '
  function plus(text) { gsub(/\+/, "%2B", text); return text }
  BEGIN {
    print "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"version\":1,"
    printf "\"metadata\":{\"component\":{\"type\":\"container\",\"name\":\"%s\",\"version\":\"%s\"}},\n\"components\":[", image, tag
  }
  { printf "%s\n", (NR > 1 ? "," : "") }
  $1 == "deb" { printf "{\"type\":\"library\",\"name\":\"%s\",\"version\":\"%s\",\"purl\":\"pkg:deb/debian/%s@%s?arch=%s&distro=bookworm\"}", $2, $3, plus($2), plus($3), $4 }
  $1 == "jar" { printf "{\"type\":\"library\",\"name\":\"%s\",\"hashes\":[{\"alg\":\"SHA-256\",\"content\":\"%s\"}]}", $2, $3 }
  $1 == "java" { printf "{\"type\":\"platform\",\"name\":\"OpenJDK runtime (jlink)\",\"version\":\"%s\"}", $3 }
  END { print "\n]}" }'
