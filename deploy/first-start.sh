#!/bin/sh
# Makes, once, what several processes of one Gander must share: the key of fingerprints and the API token. $1 is the data folder; into the
# folder $2, if it is given, the API token is copied for Prometheus.
set -eu
data=$1
umask 077
mkdir -p "$data/keys"
put() {
  [ -e "$1" ] && return
  cat > "$1.new"
  mv "$1.new" "$1"
}
head -c 32 /dev/urandom | od -An -vtx1 | tr -d ' \n' | put "$data/keys/default.key"
printf 'gnd_%s\n' "$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n')" | put "$data/api-token"
if [ $# -gt 1 ]; then
  cp "$data/api-token" "$2/gander-api-token"
  # Prometheus runs as another user; nothing else sees this folder.
  chmod 0644 "$2/gander-api-token"
fi
