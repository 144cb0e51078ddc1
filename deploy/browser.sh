#!/usr/bin/env bash
# See that a Chromium is on this machine; install Debian's where that is allowed.
# The tests that need one skip without it, but never in CI.
set -euo pipefail
for name in chromium chromium-browser google-chrome; do
    command -v "$name" > /dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    echo "browser: installing Debian's chromium"
    apt-get update -qq && apt-get install -y -qq --no-install-recommends \
        chromium fonts-dejavu-core fonts-noto-color-emoji > /dev/null
elif [ -n "${CI:-}" ]; then
    echo "browser: no Chromium here: apt-get install chromium" >&2
    exit 1
else
    echo "browser: no Chromium here, the page's tests will be skipped: sudo apt-get install chromium"
fi
