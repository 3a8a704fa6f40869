#!/bin/sh
# The studio in a real browser: see studio.mjs. `make test-studio` builds it first; without Chromium or Node it is skipped.
: "${OUT:=build}" "${SCALPTONE:=$OUT/scalptone}" "${STUDIO:=build/studio.html}"
for chromium in chromium chromium-browser google-chrome ""; do
    command -v "$chromium" >/dev/null 2>&1 && break
done
if [ -z "$chromium" ]; then
    echo "skip the studio: no Chromium is here (Debian: chromium)"
    exit 0
fi
if ! command -v node >/dev/null 2>&1 || [ "$(node -p 'process.versions.node.split(".")[0] >= 20')" != true ]; then
    echo "skip the studio: no Node 20 is here"
    exit 0
fi
[ -f "$STUDIO" ] || { echo "skip the studio: it was not built (make studio)"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$OUT/tests/phantom/phantom" --out "$work" --size 1200,900 --mm-per-px 0.036 --shading 0.3 --specular 0.2 --card colorchecker >/dev/null || exit 1
! command -v heif-enc >/dev/null 2>&1 || heif-enc -q 92 "$work/photo.jpg" -o "$work/photo.heic" >/dev/null 2>&1 || rm -f "$work/photo.heic"
node tests/studio/studio.mjs "$chromium" "$STUDIO" "$work" "$SCALPTONE" "$OUT/tests/phantom/phantom"
