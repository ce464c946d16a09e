#!/usr/bin/env bash
# go-clients.sh FOLDER: plays the Go clients of FOLDER against a server of its own, every check that they have.
# The last line is "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/.."
clients=${1:?folder with nacos-checks}
host=src/Batata.Host/bin/${CONFIGURATION:-Release}/net10.0/batata.dll

# All of them: configs, naming, reconnecting.
nacos_areas='.'

main=$(eng/free-port.sh) || { echo "no free ports"; echo "0 passed, 1 failed"; exit 1; }
data=$(mktemp -d)
mkdir "$data/data"
echo '# Everything is on the command line.' >"$data/application.yml"
dotnet "$host" --conf "$data/application.yml" --data "$data/data" --nacos.server.main.port="$main" --nacos.console.port=$((main + 2000)) \
  --nacos.core.auth.enabled=false >"$data/log" 2>&1 </dev/null &
server=$!
trap 'kill -9 $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$data"' EXIT

ready() { exec 3<>"/dev/tcp/127.0.0.1/$main" && printf 'GET /nacos/v1/console/health/readiness HTTP/1.0\r\n\r\n' >&3 && head -1 <&3 | grep -q ' 200'; }
for _ in $(seq 300); do
  (ready) 2>/dev/null && break
  kill -0 $server 2>/dev/null || break
  sleep 0.1
done

echo "nacos-checks -run $nacos_areas on port $main"
"$clients/nacos-checks" -addr "127.0.0.1:$main" -run "$nacos_areas" </dev/null 2>&1 | tee "$data/out"
read -r passed failed < <(sed -nE '$s/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$data/out")
passed=${passed:-0} failed=${failed:-1}
[ $((passed + failed)) -gt 0 ] || failed=1
[ "$failed" -eq 0 ] || { echo "last lines of the server:"; tail -40 "$data/log"; }
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
