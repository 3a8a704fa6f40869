#!/bin/sh
# Builds the command for 64-bit ARM, runs it under qemu, and holds its answers against those of this machine: `make arm64-check`.
# CI leaves it out. It needs (Debian, Ubuntu)
#
#     dpkg --add-architecture arm64 && apt-get update && apt-get install gcc-aarch64-linux-gnu qemu-user-static python3
#
# and brings the libraries as packages into a folder of its own, ARM64_ROOT, so that nothing is installed for them.
#
# The engine's own code has no fused multiply-add (-ffp-contract=off) and its own elementary functions, so what is left is what others
# compiled: Debian's cminpack, which fits the skin, fuses on ARM and rounds once where x86-64 rounds twice. So each answer is
# asked for twice: with Debian's libraries it may differ by 4e-6 at most, with cminpack compiled as the engine is not by one byte.
: "${OUT:=build}" "${SCALPTONE:=$OUT/scalptone}" "${CC_ARM64:=aarch64-linux-gnu-gcc}" "${ARM64_ROOT:=build/arm64-root}" "${JOBS:=2}"
: "${ARM64_TESTS=base/elementary num/num colour/difference colour/lab colour/rgb}"
build=build/arm64 libs=usr/lib/aarch64-linux-gnu failed=0
for qemu in qemu-aarch64-static qemu-aarch64 ""; do command -v "$qemu" >/dev/null 2>&1 && break; done
if [ -z "$qemu" ] || ! command -v "$CC_ARM64" >/dev/null 2>&1; then
    echo "skip 64-bit ARM: no $CC_ARM64 or no qemu-aarch64 is here (Debian: gcc-aarch64-linux-gnu, qemu-user-static)"
    exit 0
fi
stop() { echo "not ok $1"; exit 1; }
held() { # TEXT COMMAND...: whether the command says that it is so
    text=$1
    shift
    if "$@"; then echo "ok $text"; else echo "not ok $text"; failed=1; fi
}

if [ ! -d "$ARM64_ROOT/$libs" ]; then
    mkdir -p "$ARM64_ROOT/packages"
    wanted=$(apt-get install -s --no-install-recommends liblcms2-dev:arm64 libpng-dev:arm64 libjpeg-dev:arm64 libheif-dev:arm64 libcjson-dev:arm64 \
        libcminpack-dev:arm64 libmd-dev:arm64 libdeflate-dev:arm64 libexpat1-dev:arm64 libsodium-dev:arm64 libcmocka-dev:arm64 2>/dev/null |
        sed -nE 's/^Inst ([^ ]+:arm64) .*/\1/p' | grep -vE '^(libc6-dev|linux-libc-dev):' | sort -u)
    [ -n "$wanted" ] || stop "no packages for arm64 are known; dpkg --add-architecture arm64 && apt-get update"
    # shellcheck disable=SC2086 # a list of words
    (cd "$ARM64_ROOT/packages" && apt-get download $wanted >/dev/null 2>&1) || stop "the packages for arm64 could not be fetched"
    for package in "$ARM64_ROOT"/packages/*.deb; do dpkg -x "$package" "$ARM64_ROOT"; done
    # One folder, and no link that leads out of it.
    cp -a "$ARM64_ROOT/lib/aarch64-linux-gnu/." "$ARM64_ROOT/$libs/"
    for link in "$ARM64_ROOT/$libs"/*.so; do
        case $(readlink "$link") in /*) ln -sf "$(basename "$(readlink "$link")")" "$link" ;; esac
    done
fi
root=$(cd "$ARM64_ROOT" && pwd)
export PKG_CONFIG_LIBDIR="$root/$libs/pkgconfig:$root/usr/share/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$root"
compile() {
    make --no-print-directory -j"$JOBS" BUILD=$build CC="$CC_ARM64" PKG_CONFIG=pkg-config LDFLAGS="-L$root/$libs -Wl,-rpath-link,$root/$libs" \
        CPPFLAGS="-isystem $root/usr/include -isystem $root/usr/include/aarch64-linux-gnu" "$@" >build/arm64.log 2>&1 ||
        { tail -n 20 build/arm64.log; stop "compiling for arm64"; }
}
compile all
ln -sfn ../palettes build/palettes
tests=
for name in $ARM64_TESTS; do tests="$tests $build/tests/${name%/*}/test_${name#*/}"; done
# shellcheck disable=SC2086
[ -z "$tests" ] || compile $tests
unset PKG_CONFIG_LIBDIR PKG_CONFIG_SYSROOT_DIR
fused=$("${CC_ARM64%gcc}objdump" -d $build/libscalptone.so.0 | grep -cE '[[:space:]]f(n?m(add|sub)|ml[as])[[:space:]]')
held "$fused fused multiply-adds in the engine" [ "$fused" -eq 0 ]

# cminpack as the engine is compiled.
if python3 bindings/js/sources.py build/arm64/sources cminpack >/dev/null 2>&1; then
    mkdir -p $build/unfused
    (cd $build/sources/cminpack && "$CC_ARM64" -O2 -fPIC -shared -ffp-contract=off -w -Wl,-soname,libcminpack.so.1 lmdif.c lmpar.c qrfac.c qrsolv.c enorm.c fdjac2.c dpmpar.c -lm \
        -o ../../unfused/libcminpack.so.1) || stop "compiling cminpack"
else
    echo "skip cminpack without fusing: its source could not be fetched"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
check() { # NAME ARGUMENTS...
    name=$1
    shift
    "$SCALPTONE" "$@" --no-config --language en >"$work/here" 2>&1
    "$qemu" -L "$root" $build/scalptone "$@" --no-config --language en >"$work/there" 2>&1
    python3 - "$name" "$work/here" "$work/there" <<'P' || failed=1
import json, sys
name, *files = sys.argv[1:]
here, there = ([json.loads(line) for line in open(f, encoding="utf-8")] for f in files)
worst, where, numbers = 0.0, "", 0
def walk(a, b, way):
    global worst, where, numbers
    if isinstance(a, dict) and isinstance(b, dict) and list(a) == list(b):
        for key in a: walk(a[key], b[key], way + "." + key)
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for i, pair in enumerate(zip(a, b)): walk(*pair, f"{way}[{i}]")
    elif type(a) in (int, float) and type(b) in (int, float):
        numbers += 1
        if not abs(a - b) <= worst: worst, where = abs(a - b), way
    elif a != b:
        worst, where = float("inf"), way
walk(here, there, "")
good = numbers > 0 and worst <= 4e-6
print(f"{'ok' if good else 'not ok'} {name}: {numbers} numbers, largest difference {worst:.1e} {where}")
sys.exit(not good)
P
    [ -d $build/unfused ] || return
    "$qemu" -L "$root" -E LD_LIBRARY_PATH="$PWD/$build/unfused" $build/scalptone "$@" --no-config --language en >"$work/there" 2>&1
    held "$name: byte for byte with cminpack compiled without fusing" cmp -s "$work/here" "$work/there"
}
photo=build/demo/client.jpg
check match match $photo --scale 0.018 --json
check measure measure $photo --json
check chart chart $photo --json
check region measure $photo --chart none --skin rect:10%,10%,20%,20% --json
check heal heal --skin 65,9.4,15.8 --ink generic-carbon --ladder --json
check colours match --skin-lab 65.1,13.4,15.7,2 --hair-lab 26.9,6.1,8.5,3 --json
check "dark skin" heal --skin 33,11,14 --ink generic-carbon --json
# Pixels: the near picture of the first option.
"$SCALPTONE" preview $photo --scale 0.018 -o "$work/here.png" --quiet --no-config >/dev/null 2>&1
"$qemu" -L "$root" $build/scalptone preview $photo --scale 0.018 -o "$work/there.png" --quiet --no-config >/dev/null 2>&1
held "preview: the same file" cmp -s "$work/here.png" "$work/there.png"
for test in $tests; do
    CMOCKA_MESSAGE_OUTPUT=STDOUT held "${test#"$build/tests/"} under qemu" "$qemu" -L "$root" "$test" >"$work/log" 2>&1
    grep -E '^ok |^not ok |FAILED' "$work/log"
done
exit $failed
