#!/bin/sh
# Fuzzes each target for some seconds: OUT=build tests/fuzz/fuzz.sh SECONDS TARGET...
# Inputs that found something new are kept in build/fuzz/corpus/TARGET; what breaks is left in build/fuzz/found/TARGET-*:
# name it after what is wrong, put it into tests/fuzz/found/TARGET/ with the repair, and `make test` runs it for ever.
: "${OUT:=build}"
seconds=$1
shift
broken=""
for target in "$@"; do
    corpus=$OUT/fuzz/corpus/$target
    mkdir -p "$corpus" "$OUT/fuzz/seeds/$target" "$OUT/fuzz/found"
    "$OUT/tests/fuzz/fuzz_$target" --seeds "$OUT/fuzz/seeds/$target" || exit 1
    log=$OUT/fuzz/$target.log
    # Leaks are looked for at the end of the run and after each new input; 2 GB and 10 seconds are far above any limit.
    "$OUT/fuzz/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$OUT/fuzz/found/$target-" "$corpus" "$OUT/fuzz/seeds/$target" >"$log" 2>&1
    code=$?
    runs=$(sed -nE 's/^stat::number_of_executed_units: *//p' "$log")
    coverage=$(sed -nE 's/.* cov: ([0-9]+) .*/\1/p' "$log" | tail -n 1)
    printf '%-10s %9s inputs, %6s edges reached' "$target" "${runs:-?}" "${coverage:-?}"
    if [ $code -ne 0 ]; then
        printf ', BROKEN (%s)' "$log"
        broken="$broken $target"
    fi
    printf '\n'
done
[ -z "$broken" ] || { printf 'broken:%s\n' "$broken"; exit 1; }
