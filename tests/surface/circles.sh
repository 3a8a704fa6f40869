#!/bin/sh
# No circle between files: neither do headers include each other in one, nor do the files of the engine call each other in
# one, and a call between rooms goes down engine/layers.txt as an #include does. A reader can then take the files one by one,
# from below. A folder of more than 15 files is too many to look through.
: "${OUT:=build}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What is not so yet. "circle A B": A may call B, which calls it back. "up A B": A calls B in a room that stands
# above. "full FOLDER": more than 15 files.
# This list is to become empty; a line that is no longer needed is to be struck out.
cat >"$work/except" <<'LIST'
LIST

# The call graph: a symbol that one object defines and another needs. Objects without a source are left from earlier builds.
find engine -name '*.c' | sort | sed 's/\.c$//' >"$work/files"
while read -r file; do
    [ -e "$OUT/obj/$file.o" ] && echo "$OUT/obj/$file.o"
done <"$work/files" | xargs nm -A | sed "s|^$OUT/obj/||; s|\.o:[0-9a-f]* *| |" | awk '
    $2 ~ /[TDRBVWC]/ { print "defines", $1, $3 }
    $2 ~ /[Uw]/ { print "needs", $1, $3 }' >"$work/symbols"
awk '$1 == "defines" { home[$3] = $2; next }
     ($3 in home) && home[$3] != $2 { print "call", $2, home[$3] }' "$work/symbols" "$work/symbols" | sort -u >"$work/calls"
# The include graph.
find engine -name '*.[ch]' | sort | xargs awk '
    /^[ \t]*#[ \t]*include[ \t]*"/ {
        target = $0; sub(/^[^"]*"/, "", target); sub(/".*$/, "", target)
        if (target ~ /^scalptone/) next
        from = FILENAME; folder = from; sub(/[^\/]*$/, "", folder)
        print "include", from, (index(target, "/") ? "engine/" : folder) target
    }' >"$work/includes"

awk '
function room(file,   part) { split(file, part, "/"); return part[2] }
# What can be reached from `start` along the graph, into reach[].
function walk(start,   head, tail, at, i) {
    delete reach
    head = tail = 0
    queue[tail++] = start
    while (head < tail) {
        at = queue[head++]
        for (i = 1; i <= degree[at]; i++)
            if (!(next_of[at, i] in reach)) { reach[next_of[at, i]] = 1; queue[tail++] = next_of[at, i] }
    }
}
function fail(text) { print "not ok " text; bad++ }
FILENAME ~ /except$/ {
    if ($1 == "circle") { excused[$2 " " $3] = excused[$3 " " $2] = 1; line[$2 " " $3] = 1 }
    if ($1 == "up") upward[$2 " " $3] = 1
    if ($1 == "full") full[$2] = 1
    next
}
FILENAME ~ /layers\.txt$/ { if ($1 != "" && $1 !~ /^#/ && $1 != "lib") layer[$1] = $2; next }
FILENAME ~ /files$/ { files++; folder = $1; sub(/\/[^\/]*$/, "", folder); size[folder]++; next }
{
    count[$1]++
    if (room($2) != room($3) && layer[room($3)] >= layer[room($2)] && !(($2 " " $3) in upward))
        fail($2 " needs " $3 ": a room may use lower ones only")
    edge[$2 " " $3] = 1
    if (($2 " " $3) in excused) next
    next_of[$2, ++degree[$2]] = $3
    node[$2] = node[$3] = 1
}
END {
    for (n in node) {
        walk(n)
        for (m in reach) reaches[n, m] = 1
    }
    for (n in node) {
        if (!((n, n) in reaches)) continue
        circles++
        members = ""
        for (i = 1; i <= degree[n]; i++)
            if ((next_of[n, i], n) in reaches) members = members " " next_of[n, i]
        fail(n " is part of a circle through" members)
    }
    for (l in line) {
        split(l, pair, " ")
        if (!((pair[1] " " pair[2]) in edge && (pair[2] " " pair[1]) in edge))
            print "notice: " pair[1] " and " pair[2] " no longer call each other: strike the exception out"
        else
            left++
    }
    for (u in upward) {
        if (u in edge) left++
        else print "notice: " u ": that call up is no longer made: strike the exception out"
    }
    for (f in size) {
        if (size[f] > most) most = size[f]
        if (size[f] > 15 && !(f in full)) fail(f " holds " size[f] " files: part it, or join what has one duty")
        if (size[f] <= 15 && f in full) print "notice: " f " no longer holds more than 15 files: strike the exception out"
    }
    if (count["call"] < 200 || count["include"] < 200) fail("only " count["call"] + 0 " calls and " count["include"] + 0 " includes were read")
    printf "figure: %d files, %d calls between two of them, %d includes: files in a circle %d, exceptions %d, fullest folder %d files\n", files, count["call"], count["include"], circles + 0, left + 0, most
    if (bad) exit 1
    print "ok no circle between files"
}' "$work/except" engine/layers.txt "$work/files" "$work/calls" "$work/includes"
