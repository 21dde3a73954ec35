#!/bin/sh
# Installs what the tests need beside Python packages: PostgreSQL's server and Chromium. Does nothing when they are there.
set -u

missing=""
if ! command -v initdb >/dev/null 2>&1 && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    missing="postgresql"
fi
if ! command -v chromium >/dev/null 2>&1; then
    missing="$missing chromium fonts-noto-core"
fi
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing $missing …"
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null && exit 0
fi
echo "The tests need these programs: $missing. On Debian or Ubuntu: sudo apt-get install $missing" >&2
exit 1
