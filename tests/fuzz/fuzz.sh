#!/bin/sh
# Fuzzes each target for some seconds: OUT=build tests/fuzz/fuzz.sh SECONDS TARGET...
# Inputs that found something new are kept in build/fuzz/corpus/TARGET; what breaks is left in build/fuzz/found/TARGET-*:
# name it after what is wrong, put it into tests/fuzz/found/TARGET/ with the repair, and `make test` runs it for ever.
# Date, commit, target, seconds, inputs and edges are added to FUZZ_LOG, and the sums of all runs are shown last.
: "${OUT:=build}" "${FUZZ_LOG:=$OUT/fuzz/log.tsv}"
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
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$(git rev-parse --short HEAD 2>/dev/null || echo -)" \
        "$target" "$seconds" "${runs:-0}" "${coverage:-0}" "$code" >>"$FUZZ_LOG"
    printf '%-10s %9s inputs, %6s edges reached' "$target" "${runs:-?}" "${coverage:-?}"
    if [ $code -ne 0 ]; then
        printf ', BROKEN (%s)' "$log"
        broken="$broken $target"
    fi
    printf '\n'
done
printf '\nall runs in %s:\n' "$FUZZ_LOG"
awk -F'\t' '{seconds[$3] += $4; runs[$3] += $5; broken[$3] += $7 != 0; if ($6 > edges[$3]) edges[$3] = $6; all += $5}
END {for (t in runs) printf "%-10s %12d inputs in %7d s, %6d edges at most, broken in %d runs\n", t, runs[t], seconds[t], edges[t], broken[t] | "sort"
close("sort"); printf "%-10s %12d inputs\n", "all", all}' "$FUZZ_LOG"
[ -z "$broken" ] || { printf 'broken:%s\n' "$broken"; exit 1; }
