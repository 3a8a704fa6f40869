#!/bin/sh
# The benchmarks, one after the other, and then one table: our figure, the peer's from the same run, how many times better ours
# is, and what is asked. Never passes or fails. BENCH_JSON=FILE also writes the rows there, one object a line, for compare.sh.
: "${OUT:=build}" "${BENCH_JSON:=}"
rows=$OUT/bench/rows.tsv
mkdir -p "$OUT/bench"
: >"$rows"
sift() { awk -v rows="$rows" '/^row\t/ {print substr($0, 5) >> rows; next} {print}'; }
for b in "$@"; do "$b" | sift; done
OUT=$OUT sh tests/bench/whole_process.sh | sift
machine=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
printf '\n%s, %s cores, load %s; times are of the processor, one thread\n' "${machine:-unknown processor}" \
    "$(nproc 2>/dev/null || echo '?')" "$(cut -d' ' -f1 /proc/loadavg 2>/dev/null || echo '?')"
awk -F'\t' '
function ratio() { return $5 > 0 && $3 > 0 ? ($7 == "+" ? $3 / $5 : $5 / $3) : 0 }
NR == 1 {printf "%-52s %12s  %-34s %8s %8s\n", "", "ours", "peer", "ratio", "asked"}
{
    r = ratio()
    peer = $5 > 0 ? sprintf("%.4g %s  %s", $5, $2, $4) : "none installed or known"
    printf "%-52s %12s  %-34s %8s %8s\n", $1, sprintf("%.4g %s", $3, $2), peer, (r ? sprintf("%.1fx", r) : ""), ($6 > 0 ? $6 "x" : "")
}' "$rows"
[ -z "$BENCH_JSON" ] || awk -F'\t' '
BEGIN {print "["}
{printf "%s{\"name\":\"%s\",\"unit\":\"%s\",\"ours\":%s,\"peer\":\"%s\",\"theirs\":%s,\"asked\":%s,\"more_is_better\":%s}", (NR > 1 ? ",\n" : ""), $1, $2, $3, $4, $5, $6, ($7 == "+" ? "true" : "false")}
END {print "\n]"}' "$rows" >"$BENCH_JSON"
