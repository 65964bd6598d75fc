#!/usr/bin/env bash
# The tests' browser, Java, Chinese font, nginx, curl and openssl: installed when we are root, else asked for.
set -euo pipefail
missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v java >/dev/null || missing+=(default-jdk-headless)
[ -x /usr/sbin/nginx ] || missing+=(nginx-light)
command -v curl >/dev/null || missing+=(curl)
command -v openssl >/dev/null || missing+=(openssl)
fc-list 2>/dev/null | grep -qi "Noto Sans CJK" || missing+=(fonts-noto-cjk)
[ "${#missing[@]}" -eq 0 ] && exit 0
if [ "$(id -u)" -ne 0 ]; then
  echo "The tests need these Debian packages. As root: apt-get install ${missing[*]}" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# In this runlevel nothing is started: the tests run nginx themselves, on ports of their own.
RUNLEVEL=1 apt-get install -y -qq --no-install-recommends fontconfig "${missing[@]}" >/dev/null
