#!/usr/bin/env bash
# free-port.sh [COUNT]: prints main ports, one a line, whose whole family is free: raft -1000, gRPC +1000, node to node +1001, console +2000,
# Consul +3000, DNS +4000.
taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
left=${1:-1}
for main in $(seq 18848 2 18948); do
  for port in $main $((main - 1000)) $((main + 1000)) $((main + 1001)) $((main + 2000)) $((main + 3000)) $((main + 4000)); do
    taken "$port" && continue 2
  done
  echo "$main"
  left=$((left - 1))
  [ "$left" -gt 0 ] || exit 0
done
exit 1
