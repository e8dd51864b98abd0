# shellcheck shell=bash
# Sourced by ./run and ./test: what the scripts need of the machine, and how it gets there.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

# Holds the hash of the sources that the distribution in launcher/target was built from.
# shellcheck disable=SC2034 # it is for those who source this
stamp="$root/launcher/target/backend-host.sources"

# want GROUP: the packages a group of work needs, one per line, with how to see that they are there.
# package | what shows that it is there | why
want() {
  case "$1" in
    run) cat <<'LIST' ;;
openjdk-17-jdk-headless | find_jdk | compiles and runs the host (any JDK from 17 on will do)
adb | command -v adb | the server that the Android devices are reached through
ffmpeg | command -v ffmpeg | captures pictures: stills, streams, recordings
fonts-dejavu-core | test -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf | the virtual Android devices write with it
socat | command -v socat | makes the virtual board's pseudo terminal
unzip | command -v unzip | the Maven wrapper checks and unpacks Maven's zip
xvfb | command -v Xvfb | the host's display
fluxbox | command -v fluxbox | its window manager
x11vnc | command -v x11vnc | shows it to others
websockify | command -v websockify | shows it in browsers
xdotool | command -v xdotool | automation on it, and the check that it answers
LIST
    unit) cat <<'LIST' ;;
postgresql | ls /usr/lib/postgresql/*/bin/initdb | the store is tested against a server that the tests start themselves
xterm | command -v xterm | the tests type into it
ser2net | [ -x /usr/sbin/ser2net ] | the RFC 2217 client is tested against it
python3-serial | [ -e /usr/lib/python3/dist-packages/serial/rfc2217.py ] | the RFC 2217 server is tested against it
LIST
    test) cat <<'LIST' ;;
prometheus | command -v promtool | its promtool judges what /host/metrics answers
chromium | command -v chromium | the tests log in to the web console with it (headless, no display)
docker.io | has dockerd | the container is tested on a real engine
docker-compose | has_compose | it is started with compose
debootstrap | has debootstrap | makes the base image where no registry is in reach
LIST
  esac
}

# has PROGRAM: it is installed; those for root may not be on the PATH.
has() { PATH="$PATH:/usr/sbin:/sbin" command -v "$1"; }
has_compose() { docker compose version || has docker-compose; }

say() { printf '%s\n' "$*" >&2; }

# release_of HOME: the feature release (17, 25) of a JDK; nothing if there is no compiler in it.
release_of() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' "$1/release"
}

# find_jdk: sets JAVA_HOME to a JDK >= 17: the one it names, else that of the PATH, else the oldest installed.
find_jdk() {
  local home release best='' best_release=0
  for home in "${JAVA_HOME-}" "$(readlink -f "$(command -v javac || true)" | sed 's:/bin/javac$::')"; do
    [ -n "$home" ] || continue
    release="$(release_of "$home")"
    if [ "${release:-0}" -ge 17 ]; then
      export JAVA_HOME="$home"
      return 0
    fi
  done
  for home in /usr/lib/jvm/*; do
    release="$(release_of "$home")"
    if [ "${release:-0}" -ge 17 ] && { [ -z "$best" ] || [ "$release" -lt "$best_release" ]; }; then
      best="$home" best_release="$release"
    fi
  done
  [ -n "$best" ] && export JAVA_HOME="$best"
}

# set_up GROUP...: installs what lacks and leaves JAVA_HOME set; touches nothing if all is there.
set_up() {
  local group package shown why missing=()
  for group in "$@"; do
    while IFS='|' read -r package shown why; do
      $shown >/dev/null 2>&1 && continue
      missing+=("${package// /}")
      say "set-up: ${package// /} is missing:$why"
    done < <(want "$group")
  done
  [ "${#missing[@]}" -eq 0 ] || install "${missing[@]}"
  find_jdk || {
    say "set-up: no JDK from 17 on was found; set JAVA_HOME to one"
    exit 1
  }
}

# install PACKAGE...: as root, with sudo, or not at all, telling the line to run.
install() {
  local line="apt-get update && apt-get install -y --no-install-recommends $*" sudo=() log
  command -v apt-get >/dev/null || by_hand "install with the package manager of this system: $*"
  if [ "$(id -u)" -ne 0 ]; then
    line="sudo sh -c '$line'"
    command -v sudo >/dev/null || by_hand "$line"
    if sudo -n true 2>/dev/null; then
      sudo=(sudo -n)
    elif [ -t 0 ]; then
      sudo=(sudo)
    else
      by_hand "$line"
    fi
  fi
  say "set-up: installing $*"
  "${sudo[@]}" apt-get -qq -o DPkg::Lock::Timeout=300 update || by_hand "$line"
  # Releases that no longer have JDK 17 have a newer one under the default name.
  [ -n "$(apt-cache madison openjdk-17-jdk-headless)" ] ||
    set -- "${@/#openjdk-17-jdk-headless/default-jdk-headless}"
  log="$(mktemp)"
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 \
    -o Dpkg::Use-Pty=0 install -y --no-install-recommends "$@" >"$log" 2>&1 || {
    cat "$log" >&2
    rm -f "$log"
    by_hand "$line"
  }
  rm -f "$log"
}

# by_hand LINE: the end, with the one thing to do.
by_hand() {
  say "set-up: could not install it from here. Run this once, then start again:"
  say "  $1"
  exit 1
}

# sources_hash: one hash over what goes into the distribution: the modules without their tests.
sources_hash() {
  (
    cd "$root" || exit
    shopt -s nullglob
    local files=(pom.xml mvnw .mvn) modules=(*/pom.xml) file
    for file in LICENSE NOTICE THIRD-PARTY.md .env.example; do
      [ ! -e "$file" ] || files+=("$file")
    done
    find "${files[@]}" "${modules[@]%/pom.xml}" \
      \( -name target -o -path '*/src/test' -o -path '*/src/it' -o -path itest -o -path distribution-check \) -prune \
      -o -type f ! -name README.md -print0 |
      LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
  )
}
