#!/usr/bin/env bash
# go-clients.sh FOLDER [NODES] [login]: plays the Go clients of FOLDER, every check that they have, against a server of its own; with NODES against
# each node of a cluster of so many, all at the same time, so that the other nodes serve the same load meanwhile.
# With "login" the servers ask for one, and the clients have it.
# The last line is "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/.."
clients=${1:?folder with nacos-checks}
nodes=${2:-1}
auth=(--nacos.core.auth.enabled=false) login=()
if [ "${3:-}" = login ]; then
  password=a-password-of-the-tests
  auth=("--batata.auth.admin-password=$password" --batata.listen-address=127.0.0.1) login=(-user nacos -password "$password")
fi
host=src/Batata.Host/bin/${CONFIGURATION:-Release}/net10.0/batata.dll

# All of them: configs, naming, reconnecting.
nacos_areas='.'

data=$(mktemp -d)
servers=()
trap 'kill -9 "${servers[@]}" 2>/dev/null; wait "${servers[@]}" 2>/dev/null; rm -rf "$data"' EXIT
mapfile -t mains < <(eng/free-port.sh "$nodes")
[ ${#mains[@]} -eq "$nodes" ] || { echo "no free ports"; echo "0 passed, 1 failed"; exit 1; }

cluster=()
if [ "$nodes" -gt 1 ]; then
  openssl rand -base64 32 >"$data/secret"
  members=$(printf ',127.0.0.1:%s' "${mains[@]}")
  cluster=(--nacos.standalone=false "--nacos.member.list=${members#,}" "--batata.cluster.secret-file=$data/secret")
fi
echo '# Everything is on the command line.' >"$data/application.yml"
for main in "${mains[@]}"; do
  mkdir "$data/$main"
  dotnet "$host" --conf "$data/application.yml" --data "$data/$main" --nacos.server.main.port="$main" --nacos.console.port=$((main + 2000)) --batata.consul.port=0 --batata.consul.dns.port=0 \
    "${auth[@]}" "${cluster[@]}" >"$data/log.$main" 2>&1 </dev/null &
  servers+=($!)
done

ready() { exec 3<>"/dev/tcp/127.0.0.1/$1" && printf 'GET /nacos/v1/console/health/readiness HTTP/1.0\r\n\r\n' >&3 && head -1 <&3 | grep -q ' 200'; }
for i in "${!mains[@]}"; do
  for _ in $(seq 300); do
    (ready "${mains[$i]}") 2>/dev/null && break
    kill -0 "${servers[$i]}" 2>/dev/null || break
    sleep 0.1
  done
done

players=()
for main in "${mains[@]}"; do
  echo "nacos-checks -run $nacos_areas on port $main"
  "$clients/nacos-checks" -addr "127.0.0.1:$main" "${login[@]}" -run "$nacos_areas" </dev/null >"$data/out.$main" 2>&1 &
  players+=($!)
done
wait "${players[@]}"

passed=0 failed=0
for main in "${mains[@]}"; do
  [ "$nodes" -eq 1 ] || echo "on port $main:"
  cat "$data/out.$main"
  p=0 f=1
  read -r p f < <(sed -nE '$s/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$data/out.$main") || { p=0; f=1; }
  [ $((p + f)) -gt 0 ] || f=1
  [ "$f" -eq 0 ] || { echo "last lines of the server on port $main:"; tail -40 "$data/log.$main"; }
  passed=$((passed + p)) failed=$((failed + f))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
