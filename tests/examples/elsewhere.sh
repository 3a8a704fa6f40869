#!/bin/sh
# The source archive builds in another folder, without git, and to the same bytes as here: one file in ten of the engine and of
# the program, or with SCALPTONE_LONG (make test-long) all of it, linked.
. tests/cli/check.sh
: "${CC:=cc}"
[ "$OUT" = build ] || { echo "skip a build elsewhere: it is compared with the usual build"; exit 0; }
mkdir -p "$work/another/folder" "$work/bin"
printf '#!/bin/sh\necho "no git here" >&2\nexit 1\n' >"$work/bin/git" && chmod +x "$work/bin/git"
if [ -z "$(git status --porcelain 2>&1)" ] && make --no-print-directory dist >"$work/log" 2>&1; then
    gzip -dc build/scalptone-*.tar.gz | (cd "$work/another/folder" && tar -xf - && mv scalptone-*/* .) && good 'the archive'
else
    echo "notice: not all is committed here (or there is no git): the tree stands for its archive"
    tar -cf - --exclude=./build --exclude=./.git . | (cd "$work/another/folder" && tar -xf -)
fi
jobs=$(nproc 2>/dev/null || echo 2)
if [ -z "${SCALPTONE_LONG:-}" ]; then
    files=$(cd build && find obj/engine obj/cli -name '*.o' | sort | awk 'NR % 10 == 3 {print "build/" $0}')
    # shellcheck disable=SC2086
    (cd "$work/another/folder" && PATH="$work/bin:$PATH" make --no-print-directory -j"$jobs" CC="$CC" $files) >"$work/log" 2>&1 ||
        bad "a build elsewhere: $(tail -n 5 "$work/log")"
    grep -q 'no git here' "$work/log" && bad 'the build asked git' || good 'it builds without git'
    differ="" count=0
    for f in $files; do
        count=$((count + 1))
        cmp -s "$f" "$work/another/folder/$f" || differ="$differ $f"
    done
    [ -z "$differ" ] && [ "$count" -gt 20 ] && good "$count objects are the same" ||
        bad "of $count objects these differ (from ones made with other flags? then 'make clean' first):$differ"
    [ "$failures" -eq 0 ]
    exit
fi
if (cd "$work/another/folder" && PATH="$work/bin:$PATH" make --no-print-directory -j"$jobs" CC="$CC" all) >"$work/log" 2>&1; then
    grep -q 'no git here' "$work/log" && bad 'the build asked git' || good 'it builds without git'
else
    bad "a build elsewhere: $(tail -n 5 "$work/log")"
    exit 1
fi
for f in libscalptone.so.0 libscalptone.a scalptone manual/man1/scalptone.1; do
    cmp -s "build/$f" "$work/another/folder/build/$f" && good "$f is the same, $(wc -c <"build/$f") bytes" ||
        bad "$f differs (from one made with other flags? then 'make clean' first)"
done
[ "$failures" -eq 0 ]
