#!/usr/bin/env bash
# Makes today's core-api the API 1.0.0 that every build is compared with. Until the first release only.
#
# The version carries a hash of the jar (1.0.0-3f2a9c1b): Maven keeps a copy of what it once resolved,
# so a baseline that changed under one version would go unnoticed on every other machine.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# A copy of the reactor with core-api alone, under version 1.0.0.
snapshot="$(sed -n 's:^  <version>\(.*\)</version>:\1:p' "$root/pom.xml")"
cp -r "$root/mvnw" "$root/.mvn" "$root/pom.xml" "$root/core-api" "$work"
rm -rf "$work/core-api/target" "$work/core-api/src/it"
sed -i "s:<version>$snapshot</version>:<version>1.0.0</version>:" "$work/pom.xml" "$work/core-api/pom.xml"
sed -i '/<module>core-api</!{/<module>/d}' "$work/pom.xml"
(cd "$work" && ./mvnw -B -ntp -q -Dfast -Dmaven.test.skip=true package)

jar="$work/core-api/target/core-api-1.0.0.jar"
version="1.0.0-$(sha256sum "$jar" | cut -c1-8)"
target="$root/baseline/com/virtualpytest/host/core-api"
rm -rf "$target"
mkdir -p "$target/$version"
cp "$jar" "$target/$version/core-api-$version.jar"
cat >"$target/$version/core-api-$version.pom" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.virtualpytest.host</groupId>
  <artifactId>core-api</artifactId>
  <version>$version</version>
</project>
POM
(cd "$target/$version" && for file in core-api-*; do sha1sum "$file" | cut -d' ' -f1 >"$file.sha1"; done)
sed -i "s:<baseline.version>.*</baseline.version>:<baseline.version>$version</baseline.version>:" "$root/pom.xml"
echo "The baseline is now core-api $version; commit baseline/ and pom.xml together."
