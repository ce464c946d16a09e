#!/usr/bin/env bash
# consul-clients.sh FOLDER: plays the Go clients of Consul in FOLDER (consul/api, its watches, DNS), every check that they have, against a server of its own.
# What tests/conformance/consul-checks.txt names is played too, but counts neither as passed nor as failed; it says so when one of them passes.
# The last line is "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/.."
clients=${1:?folder with consul-checks}
left_out=tests/conformance/consul-checks.txt
host=src/Batata.Host/bin/${CONFIGURATION:-Release}/net10.0/batata.dll

data=$(mktemp -d)
server=
trap 'kill -9 $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$data"' EXIT
main=$(eng/free-port.sh) || { echo "no free ports"; echo "0 passed, 1 failed"; exit 1; }
consul=$((main + 3000)) dns=$((main + 4000))

echo '# Everything is on the command line.' >"$data/application.yml"
dotnet "$host" --conf "$data/application.yml" --data "$data/node" --nacos.core.auth.enabled=false --batata.listen-address=127.0.0.1 \
  --nacos.server.main.port="$main" --nacos.console.port=$((main + 2000)) --batata.consul.port="$consul" --batata.consul.dns.port="$dns" \
  --batata.node.name=node1 --batata.consul.enable-script-checks=true >"$data/log" 2>&1 </dev/null &
server=$!

ready() { exec 3<>"/dev/tcp/127.0.0.1/$main" && printf 'GET /nacos/v1/console/health/readiness HTTP/1.0\r\n\r\n' >&3 && head -1 <&3 | grep -q ' 200'; }
for _ in $(seq 300); do
  (ready) 2>/dev/null && break
  kill -0 $server 2>/dev/null || break
  sleep 0.1
done

timeout 900 "$clients/consul-checks" -addr "127.0.0.1:$consul" -dns "127.0.0.1:$dns" </dev/null >"$data/out" 2>&1
sed 's/[[:space:]]*#.*//; /^$/d' "$left_out" >"$data/left-out"

# "ok NAME" and "FAIL NAME: why"; a list of names, or the beginnings of names with a star at the end.
awk '
  FILENAME == ARGV[1] { if (sub(/\*$/, "")) begins[$0]; else named[$0]; next }
  function is_left_out(name, begin) {
    if (name in named) return 1
    for (begin in begins) if (index(name, begin) == 1) return 1
    return 0
  }
  $1 == "ok" || $1 == "FAIL" {
    name = $2
    sub(/:$/, "", name)
    if (!is_left_out(name)) { if ($1 == "ok") passed++; else failed++; print; next }
    left++
    if ($1 == "ok") print "ok " name ", though it is in the list of what is left out: take it out there"
    else print "left out " name
    next
  }
  { last = $0 }
  END {
    if (last !~ /^[0-9]+ passed, [0-9]+ failed$/) { print "the clients did not come to their end: " last; failed++ }
    print left + 0 " are left out"
    print passed + 0 " passed, " failed + 0 " failed"
  }
' "$data/left-out" "$data/out" >"$data/judged"
if ! tail -1 "$data/judged" | grep -q ' 0 failed$'; then
  echo "last lines of the server:"
  tail -40 "$data/log"
fi
cat "$data/judged"
tail -1 "$data/judged" | grep -q '^[1-9][0-9]* passed, 0 failed$'
