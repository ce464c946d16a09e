#!/usr/bin/env bash
# Installs what the tests use beside the .NET SDK: strace (counts fsyncs), iproute2, nftables and faketime (break networks and clocks of a
# cluster), MariaDB's server (health checks), slapd (logins by a directory), Python with grpcio and dnspython (replays recordings), curl and openssl (TLS), clients of Consul
# (python3-consul, dig, Patroni with PostgreSQL; consul and Prometheus of Debian 11, which are only unpacked), node and the pinned npm packages of the clients of Nacos and Consul.
# Does nothing where all is there.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=()
command -v strace >/dev/null || packages+=(strace)
command -v ip >/dev/null || packages+=(iproute2)
command -v nft >/dev/null || packages+=(nftables)
command -v faketime >/dev/null || packages+=(faketime)
[ -x /usr/sbin/mariadbd ] || packages+=(mariadb-server-core)
[ -x /usr/sbin/slapd ] || packages+=(slapd)
[ -x /usr/bin/python3 ] || packages+=(python3)
/usr/bin/python3 -c 'import grpc' 2>/dev/null || packages+=(python3-grpcio)
/usr/bin/python3 -c 'import dns' 2>/dev/null || packages+=(python3-dnspython)
/usr/bin/python3 -c 'import consul' 2>/dev/null || packages+=(python3-consul)
command -v dig >/dev/null || packages+=(bind9-dnsutils)
command -v patroni >/dev/null || packages+=(patroni)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || packages+=(postgresql)
command -v curl >/dev/null || packages+=(curl)
command -v openssl >/dev/null || packages+=(openssl)
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)

if [ ${#packages[@]} -gt 0 ]; then
  echo "installing ${packages[*]}"
  sudo=
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  export DEBIAN_FRONTEND=noninteractive
  $sudo apt-get update -qq </dev/null
  $sudo apt-get install -y -qq --no-install-recommends "${packages[@]}" </dev/null
fi

# npm ci only when the lock file is newer than what it installed.
for lock in tests/conformance/clients/*/package-lock.json; do
  [ -e "$lock" ] || continue
  folder=$(dirname "$lock")
  if [ ! -e "$folder/node_modules/.package-lock.json" ] || [ "$lock" -nt "$folder/node_modules/.package-lock.json" ]; then
    echo "npm ci in $folder"
    (cd "$folder" && npm ci --no-audit --no-fund --ignore-scripts </dev/null)
  fi
done

eng/bullseye-programs.sh
