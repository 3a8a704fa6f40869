#!/bin/sh
# Programs and libraries of different ages. A newer version is made of this one: every options struct has a field more at its
# end. Programs that were built with today's headers run with the newer library, and programs of the newer headers with
# today's library: no byte beside a struct is touched, and what they print is the same. The newer library is built with
# SCALPTONE_LONG (make test-long) only; without it programs of the newer headers run with today's.
. tests/cli/check.sh
: "${CC:=cc}"
[ "$OUT" = build ] || { echo "skip programs of another age: they are run with the usual build"; exit 0; }
mkdir -p "$work/newer"
tar -cf - --exclude=./build --exclude=./.git . | (cd "$work/newer" && tar -xf -)
marks=$(cat include/scalptone/*.h | grep -c '/\* version 0\.1 ends here \*/')
for header in "$work"/newer/include/scalptone/*.h; do
    sed 's|^ *\(/\* version 0\.1 ends here \*/\)|    double wish_of_a_newer_version;\n    \1|' "$header" >"$work/header" && cp "$work/header" "$header"
done
jobs=$(nproc 2>/dev/null || echo 2)
ages="this newer" libraries="this newer" pairs="this-newer newer-this newer-newer"
if [ -z "${SCALPTONE_LONG:-}" ]; then
    libraries="this" pairs="newer-this"
elif (cd "$work/newer" && make --no-print-directory -j"$jobs" CC="$CC" CFLAGS="-O0 -g0" build/libscalptone.so) >"$work/log" 2>&1; then
    good "a newer library: $marks structs have a field more"
else
    bad "the newer library: $(tail -n 5 "$work/log")"
    exit 1
fi

# Every struct that an init macro fills, with guards behind it.
{
    printf '#include <scalptone.h>\n#include <stdio.h>\n#include <string.h>\n'
    printf '#define CHECK(type, init) { struct { type s; unsigned char guard[256]; } g; memset(&g, 0xa5, sizeof g); init(&g.s); int ok = g.s.size == sizeof g.s; \\\n'
    printf 'for (int i = 0; i < 256; i++) ok &= g.guard[i] == 0xa5; printf("%%s %%s\\n", #type, ok ? "whole" : "BROKEN"); }\n'
    printf 'int main(void)\n{\n'
    cat include/scalptone/*.h | sed -n 's/^SCT_API void \(sct_[a-z_0-9]*_init\)_sized(\(sct_[a-z_0-9]*\) \*.*/    CHECK(\2, \1)/p'
    printf '    return 0;\n}\n'
} >"$work/structs.c"

"$OUT/tests/phantom/phantom" --out "$work" >/dev/null 2>&1 || bad 'phantom'
folder() { [ "$1" = this ] && printf '%s' "$PWD" || printf '%s' "$work/newer"; }
library_for() { case " $libraries " in *" $1 "*) printf '%s/build/libscalptone.so' "$(folder "$1")" ;; *) printf '%s/build/libscalptone.so' "$PWD" ;; esac; }
program() { # NAME SOURCE [ARGUMENT...]: built with the headers of both ages, run with the libraries of both
    name=$1 source=$2
    shift 2
    for headers in $ages; do
        if ! $CC -std=c11 -I "$(folder $headers)/include" "$source" "$(library_for $headers)" -lpthread -o "$work/$name-$headers" 2>"$work/err"; then
            bad "$name by the headers of $headers version: $(head -n 3 "$work/err")"
            return
        fi
        for library in $libraries; do
            LD_LIBRARY_PATH="$(folder $library)/build" "$work/$name-$headers" "$@" >"$work/$name-$headers-$library" 2>&1
            echo "code $?" >>"$work/$name-$headers-$library"
        done
    done
    for pair in $pairs; do
        cmp -s "$work/$name-this-this" "$work/$name-$pair" && good "$name: headers-library $pair" ||
            bad "$name, headers-library $pair: $(diff "$work/$name-this-this" "$work/$name-$pair" | head -n 4)"
    done
}
program structs "$work/structs.c"
grep -q BROKEN "$work"/structs-*-* && bad "bytes beside a struct: $(grep BROKEN "$work"/structs-*-*)" || good "$(grep -c whole "$work/structs-newer-this") structs are filled, and no byte beside them"
program consult tests/examples/consult.c "$work/photo.jpg" palettes/default.json
program values tests/examples/values.c palettes/default.json
program tomorrow tests/examples/tomorrow.c "$work/photo.jpg" palettes/default.json
program pixels tests/examples/pixels.c
[ "$failures" -eq 0 ]
