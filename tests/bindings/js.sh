#!/bin/sh
# The npm package: put together by emscripten where it is here (`make wasm`), tested by Node's own test runner beside the command that
# was built, packed, and its types checked where tsc is there. Without emscripten, or a package that it made before, it is skipped.
: "${OUT:=build}" "${SCALPTONE:=$OUT/scalptone}"
if ! command -v node >/dev/null 2>&1 || [ "$(node -p 'process.versions.node.split(".")[0] >= 20')" != true ]; then
    echo "skip the npm package: no Node 20 is here"
    exit 0
fi
# Compiling takes minutes, which CI has not: there it is for those who ask.
if [ -n "${CI:-}" ] && [ -z "${SCALPTONE_WASM:-}" ]; then
    echo "skip the npm package: it is not compiled in CI (SCALPTONE_WASM=1 does)"
    exit 0
fi
package=build/js
if command -v emcc >/dev/null 2>&1; then
    for python in ${PYTHON:-python3} /usr/bin/python3; do
        "$python" -c "import cffi" 2>/dev/null && break
    done
    if ! make --no-print-directory -j2 wasm PYTHON="$python" >build/wasm.log 2>&1; then
        echo "not ok the npm package:"; tail -n 20 build/wasm.log
        exit 1
    fi
elif [ ! -f $package/scalptone.wasm ]; then
    echo "skip the npm package: no emscripten is here (Debian: emscripten), and no build/js"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
whole() { case $1 in /*) printf '%s' "$1" ;; *) printf '%s/%s' "$PWD" "$1" ;; esac; }
failed=0
# As it is installed: packed, and unpacked into node_modules.
if command -v npm >/dev/null 2>&1; then
    (cd $package && npm pack --silent --offline --ignore-scripts --pack-destination "$work" >/dev/null 2>&1) && mkdir -p "$work/node_modules/scalptone" &&
        tar xzf "$work"/scalptone-*.tgz -C "$work/node_modules/scalptone" --strip-components=1 || { echo "not ok npm pack"; exit 1; }
    size=$(cat "$work"/scalptone-*.tgz | wc -c)
    echo "figure: npm package $size bytes packed, scalptone.wasm $(wc -c <$package/scalptone.wasm)"
else
    mkdir -p "$work/node_modules" && cp -r $package "$work/node_modules/scalptone"
fi
cp -r bindings/js/tests "$work/tests"
cp bindings/js/README.md bindings/studio/src/engine/unpack.js "$work/"
echo '{"type": "module"}' >"$work/package.json"
mkdir "$work/photos"
"$OUT/tests/phantom/phantom" --out "$work/photos" --size 1200,900 --mm-per-px 0.036 --shading 0.3 --specular 0.2 --card colorchecker >/dev/null || exit 1
if command -v heif-enc >/dev/null 2>&1 && heif-enc -q 92 "$work/photos/photo.jpg" -o "$work/photos/photo.heic" >/dev/null 2>&1; then
    export SCALPTONE_HEIC="$work/photos/photo.heic"
fi
export SCALPTONE_WORK="$work" SCALPTONE_PHOTO="$work/photos/photo.jpg" SCALPTONE_PROGRAM
SCALPTONE_PROGRAM=$(whole "$SCALPTONE")
(cd "$work" && node --expose-gc --test --test-reporter=spec tests/ >"$work/log" 2>&1) || failed=1
sed -nE "s/^ *✔ (.*)/ok js: \1/p; s/^ *﹣ (.*)/skip js: \1/p; s/^ *ℹ (figure: .*)/\1/p; s/^(figure: .*)/\1/p" "$work/log"
[ $failed -eq 0 ] || { echo "not ok the npm package:"; cat "$work/log"; }
for chromium in chromium chromium-browser google-chrome; do
    command -v "$chromium" >/dev/null 2>&1 && break
    chromium=""
done
if [ -z "$chromium" ]; then
    echo "skip js in a browser: no Chromium is here (Debian: chromium)"
else
    node "$work/tests/browser.mjs" "$chromium" "$work/node_modules/scalptone" "$SCALPTONE_PHOTO" "$SCALPTONE_PROGRAM" 2>/dev/null || failed=1
fi
for tsc in tsc /usr/bin/tsc; do
    command -v "$tsc" >/dev/null 2>&1 && break
    tsc=""
done
if [ -z "$tsc" ]; then
    echo "skip types: no tsc is here (Debian: node-typescript)"
elif (cd "$work" && cp tests/typed.ts . && "$tsc" --noEmit --strict --target es2022 --module nodenext --moduleResolution nodenext --lib es2022,dom typed.ts) >"$work/log" 2>&1; then
    echo "ok types: tsc --strict finds nothing in a program that uses the package, and what is wrong in it"
else
    echo "not ok types:"; cat "$work/log"; failed=1
fi
exit $failed
