#!/bin/sh
# The source archive builds in another folder, without git, and to the same bytes as here.
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
