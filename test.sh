#!/usr/bin/env bash
# Installs what the tests need where it is missing, builds once, runs every test project and adds up.
# The last line is "N passed, N failed"; the exit status is 1 when a test failed or none ran.
#
#   ./test.sh                        all
#   ./test.sh Domain Application     only projects whose name contains one of these words
#   BATATA_LONG=1 ./test.sh Cluster  the long form: 100 rounds of faults instead of 10
set -uo pipefail
cd "$(dirname "$0")"
. eng/lib.sh

started=$SECONDS
configuration=${CONFIGURATION:-Release}
patience=$([ "${BATATA_LONG:-}" = 1 ] && echo 100m || echo 12m)  # for a single test
results=artifacts/test-results
say() { printf '== %4ds  %s\n' $((SECONDS - started)) "$*"; }

say "what the tests need"
eng/prerequisites.sh || { echo "prerequisites are missing"; echo "0 passed, 1 failed"; exit 1; }

say "restore and build ($configuration)"
rm -rf "$results"
mkdir -p "$results"
dotnet restore Batata.sln --nologo -v q || dotnet restore Batata.sln --nologo -v q || { echo "restore failed"; echo "0 passed, 1 failed"; exit 1; }
dotnet build Batata.sln --nologo -v q -clp:NoSummary --no-restore -c "$configuration" || { echo "build failed"; echo "0 passed, 1 failed"; exit 1; }

# Marks every process that the tests start, through the environment that they inherit.
export TESTS_OF_BATATA="$$.$RANDOM"
passed=0 failed=0 summary=()
for project in tests/*.Tests benchmarks/*.Tests; do
  name=$(basename "$project")
  wanted "$name" "$@" || continue
  say "$name"
  begin=$SECONDS
  # A test that hangs must not eat the time of the whole run: the blame collector ends it and names it.
  # A shell that was started in the background ignores SIGINT, and so would the servers under test.
  env --default-signal=INT,QUIT dotnet test "$project/bin/$configuration/net10.0/$name.dll" --nologo --results-directory "$results" \
    --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=$(verbosity "$name")" \
    --blame-hang-timeout "$patience" --blame-hang-dump-type none </dev/null
  status=$?
  read -r p f < <(trx_counts "$results/$name.trx")
  # A runner that fell over, or found nothing to run, counts as a failure of its own.
  if [ "$f" -eq 0 ] && { [ $status -ne 0 ] || [ "$p" -eq 0 ]; }; then
    f=1
    echo "FAILED $name: the run ended with $status after $p tests" >>"$results/failed.txt"
  fi
  [ ! -f "$results/$name.trx" ] || python3 eng/failed-tests.py "$results/$name.trx" >>"$results/failed.txt"
  passed=$((passed + p)) failed=$((failed + f))
  summary+=("$(printf '%-32s %5d passed %5d failed %5ds' "$name" "$p" "$f" $((SECONDS - begin)))")
done

leftovers=$(processes_of "$TESTS_OF_BATATA")
if [ -n "$leftovers" ]; then
  echo "left running by the tests:"
  ps -o pid,args -p "$(echo $leftovers | tr ' ' ,)"
  echo "FAILED: processes were left running by the tests" >>"$results/failed.txt"
  kill -9 $leftovers
  failed=$((failed + 1))
fi

say "done"
# Once more where nobody has to look for it: logs are long, and cut in the middle.
[ ! -s "$results/failed.txt" ] || cat "$results/failed.txt"
printf '%s\n' "${summary[@]}"
[ $((passed + failed)) -gt 0 ] || { echo "no test ran"; failed=1; }
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
