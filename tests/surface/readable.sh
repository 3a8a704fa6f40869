#!/bin/sh
# How much a reader must hold in mind: no function of engine/ and cli/ branches more than 15 times (modified McCabe, as pmccabe
# counts: a switch is one branch) or is longer than 60 lines, no file (of bindings/, too) is longer than 450 lines but tables, and 55 % of a public
# header's lines are prose. Prints the figures of the whole house.
#
# What is over a limit today stands in these lists. They may only get shorter: a line for something that is fine is a failure.
branching=""
long_functions=""
long_files=""
little_prose=""

: "${OUT:=build}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
find engine cli -name '*.[ch]' | sort >"$work/files"

# limit NAME WORDS < LINES: each line is "what it is; how much"; those whose first word stands in WORDS are known.
limit() {
    cat >"$work/over"
    for word in $2; do
        grep -q "^$word " "$work/over" || { echo "not ok $1: $word is fine now; remove it from the list in tests/surface/readable.sh"; failed=1; }
    done
    new=$(awk -v known=" $2 " 'index(known, " " $1 " ") == 0' "$work/over")
    if [ -n "$new" ]; then
        echo "not ok $1:"; echo "$new"; failed=1
    else
        echo "ok $1 (known to be over: $(wc -l <"$work/over"))"
    fi
}

if command -v pmccabe >/dev/null 2>&1; then
    grep '\.c$' "$work/files" | xargs pmccabe >"$work/functions" # branches, the same with each case, statements, line, lines, file(line): name
    awk '$1 > 15 {print $NF " branches " $1 " times, " $(NF - 1)}' "$work/functions" | limit 'functions that branch more than 15 times' "$branching"
    awk '$5 > 60 {print $NF " has " $5 " lines, " $(NF - 1)}' "$work/functions" | limit 'functions of more than 60 lines' "$long_functions"
    awk '{n++; sum += $1; weighted += $1 * $5; lines += $5; if ($1 > most) most = $1; if ($5 > longest) longest = $5}
        END {printf "figure: %d functions branch %.2f times in the mean, %.2f weighted by lines, %d at most; the longest has %d lines\n", n, sum / n, weighted / lines, most, longest}' "$work/functions"
else
    echo "notice: pmccabe is not here: functions are not measured"
    echo "skip functions: no pmccabe"
fi

{ grep -v '_table\.c$' "$work/files"; find bindings -name '*.py'; } | xargs wc -l | awk '$2 != "total" && $1 > 450 {n = split($2, p, "/"); print p[n] " has " $1 " lines"}' |
    limit 'files of more than 450 lines' "$long_files"

# Lines that are comment and nothing else, of all that are not blank.
prose() {
    awk '/^[ \t]*$/ {next}
        {n++; code = ""; line = $0
         while (line != "") {
             i = index(line, inside ? "*/" : "/*")
             if (!inside) code = code (i ? substr(line, 1, i - 1) : line)
             line = i ? substr(line, i + 2) : ""
             if (i) inside = !inside
         }
         gsub(/[ \t]/, "", code); if (code == "") prose++}
        END {printf "%.1f\n", 100 * prose / n}' "$@"
}
for header in include/scalptone/*.h; do
    echo "${header##*/} is $(prose "$header") % prose"
done >"$work/prose"
awk '$3 < 55' "$work/prose" | limit 'public headers of less than 55 % prose' "$little_prose"
echo "figure: prose of the public headers: $(cat include/scalptone/*.h | prose) % ($(sed 's/\.h is//; s/ % prose//' "$work/prose" | tr '\n' ',' | sed 's/,$//; s/,/, /g'))"

# The rooms.
sed -nE 's|^(engine/[a-z]*)/.*|\1|p; s|^(cli)/.*|\1|p' "$work/files" | sort | uniq -c | while read -r count room; do
    lines=$(grep "^$room/" "$work/files" | xargs cat | wc -l)
    printf '%s %d files %d lines; ' "${room#engine/}" "$count" "$lines"
done | sed 's/; $//' >"$work/rooms"
echo "figure: $(cat "$work/rooms")"
if [ -e "$OUT/libscalptone.so.0" ]; then
    strip -o "$work/stripped" "$OUT/libscalptone.so.0" 2>/dev/null &&
        echo "figure: $(nm -D --defined-only "$OUT/libscalptone.so.0" | grep -c ' sct_') exported symbols; the stripped library has $(wc -c <"$work/stripped") bytes"
fi
exit $failed
