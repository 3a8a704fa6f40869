#!/bin/sh
# The law of dependencies: engine/layers.txt against every #include line of engine/, cli/ and bindings/.
awk '
BEGIN { for (i = 1; i < ARGC; i++) there[ARGV[i]] }
function fail(text) { print "not ok " FILENAME ":" FNR ": " text; bad++ }
FILENAME == "engine/layers.txt" {
    if ($1 == "" || $1 ~ /^#/) next
    if ($1 == "lib") { for (i = 3; i <= NF; i++) home[$2, i - 3] = $i; lib[$2] = NF - 2; next }
    layer[$1] = $2; next
}
/^[ \t]*#[ \t]*include/ {
    target = $0
    sub(/^[^<"]*[<"]/, "", target); sub(/[>"].*$/, "", target)
    quoted = ($0 ~ /"/)
    checked++
    split(FILENAME, part, "/")
    for (l in lib)
        if (index(target, l) == 1) {
            at_home = 0
            for (i = 0; i < lib[l]; i++) at_home += index(FILENAME, home[l, i]) == 1
            if (!at_home) fail("<" target "> belongs to " home[l, 0] (lib[l] > 1 ? " and others" : "") " alone")
        }
    if (part[1] == "cli" || part[1] == "bindings") {
        if (quoted && target !~ /^scalptone(\.h|\/)/ && !(part[1] "/" target in there)) fail(part[1] " may include the public headers and its own only, not " target)
        next
    }
    module = part[2]
    if (!(module in layer)) { fail("module " module " has no line in engine/layers.txt"); next }
    if (!quoted || target ~ /^scalptone\//) next
    n = split(target, t, "/")
    if (n == 1) next                     # a private header of the same folder
    if (!(t[1] in layer)) { fail("unknown module " t[1]); next }
    if (t[1] == module) next
    if (t[2] != t[1] ".h") fail("only " t[1] "/" t[1] ".h may be included from outside, not " target)
    if (layer[t[1]] >= layer[module]) fail(module " (layer " layer[module] ") may not include " t[1] " (layer " layer[t[1]] ")")
}
END {
    if (checked < 50) { print "not ok only " checked " includes were read"; bad++ }
    if (bad) exit 1
    print "ok " checked " includes obey the law of dependencies"
}' engine/layers.txt $(find engine cli bindings -name '*.[ch]' | sort)
