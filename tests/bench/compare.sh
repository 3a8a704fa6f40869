#!/bin/sh
# Two runs of `make bench BENCH_JSON=FILE`, row by row: compare.sh BEFORE AFTER.
[ $# -eq 2 ] && [ -r "$1" ] && [ -r "$2" ] || { echo "compare.sh BEFORE.json AFTER.json: files that 'make bench BENCH_JSON=FILE' has written" >&2; exit 2; }
awk '
function field(name,    from) {
    if (!match($0, "\"" name "\":(\"[^\"]*\"|[^,}]*)")) return ""
    from = substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3)
    gsub(/"/, "", from)
    return from
}
FNR == 1 {file++}
/"name"/ {
    name = field("name")
    if (file == 1) {before[name] = field("ours"); next}
    ours = field("ours")
    times = name in before && before[name] > 0 && ours > 0 ? (field("more_is_better") == "true" ? ours / before[name] : before[name] / ours) : 0
    printf "%-52s %12s %12s %-6s %s\n", name, name in before ? before[name] : "-", ours, field("unit"), times ? sprintf("%.2fx as good", times) : "new"
    delete before[name]
}
END {for (name in before) printf "%-52s %12s %12s\n", name, before[name], "gone"}' "$1" "$2"
