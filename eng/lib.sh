# Shared by test.sh and .ci/run. To be sourced.

# wanted NAME WORD...: no words, or one of them is in the name
wanted() {
  local name=$1 word
  shift
  [ $# -eq 0 ] && return 0
  for word in "$@"; do [[ "$name" == *"$word"* ]] && return 0; done
  return 1
}

# The suites that take minutes show each test as it ends, with what it measured.
verbosity() {
  case $1 in *Conformance*|*Cluster*) echo detailed ;; *) echo minimal ;; esac
}

# trx_counts FILE: "passed failed" of a test run; what was neither passed nor failed (timeout, aborted, error) is failed
trx_counts() {
  [ -f "$1" ] || { echo "0 0"; return; }
  sed -n 's/.*<Counters total="\([0-9]*\)" executed="[0-9]*" passed="\([0-9]*\)".*/\1 \2/p' "$1" |
    awk '{ total += $1; passed += $2 } END { print passed + 0, total - passed }'
}

# processes_of MARK: ids of the processes that were started with TESTS_OF_BATATA=MARK in their environment
processes_of() {
  local environment id
  for environment in /proc/[0-9]*/environ; do
    id=${environment#/proc/}
    if tr '\0' '\n' 2>/dev/null <"$environment" | grep -qx "TESTS_OF_BATATA=$1"; then echo "${id%/environ}"; fi
  done 2>/dev/null
}
