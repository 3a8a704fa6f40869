#!/bin/sh
# The page in a browser: its script runs under its own policy, nothing is complained of, and it prints on two sheets of paper.
. tests/cli/check.sh
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
    { echo "notice: no Chromium is here: the page is not opened"; echo "skip the page in a browser: none is here"; exit 0; }
"$OUT/tests/phantom/phantom" --out "$work" --size 1600,1200 --card colorchecker --mm-per-px 0.02 >/dev/null 2>&1 || { echo "not ok phantom"; exit 1; }
"$SCALPTONE" consult "$work/photo.jpg" --scale 0.02 --name '<b>"anna"</b>' --date 2026-11-29 -o "$work/page" --no-pdf >/dev/null || { echo "not ok consult"; exit 1; }
[ "$(id -u)" -eq 0 ] && sandbox=--no-sandbox || sandbox=--disable-sync
opened=page/consultation.html
open_page() { timeout 60 "$browser" --headless --disable-gpu "$sandbox" --user-data-dir="$work/profile" --enable-logging=stderr "$@" "file://$work/$opened" 2>"$work/log"; }
open_page --dump-dom >"$work/dom"
if ! [ -s "$work/dom" ]; then echo "skip the page in a browser: it does not start: $(head -n 1 "$work/log")"; exit 0; fi
grep -q '<html lang="en" class="">' "$work/dom" && good 'its script runs' || bad 'its script did not run'
grep -q 'aria-valuetext="50 percent' "$work/dom" && good 'the slider says where it stands' || bad 'the slider says nothing'
grep -q 'CONSOLE' "$work/log" && bad "the console says: $(grep -m1 CONSOLE "$work/log")" || good 'the console says nothing'
grep -q '<bdi>&lt;b&gt;"anna"&lt;/b&gt;</bdi>' "$work/dom" && good 'a name is a name' || bad 'a name is markup'
open_page --no-pdf-header-footer --print-to-pdf="$work/page.pdf" >/dev/null
pages=$(grep -ac '/Type /Page$' "$work/page.pdf")
[ "$pages" -eq 2 ] && good 'it prints on two sheets' || bad "it prints on $pages sheets"
grep -qaE "$work|$(id -un)@" "$work/page.pdf" && bad 'the PDF tells where it was made' || good 'the PDF tells no path'

# The page of a healed result, of the same photo held against itself.
"$SCALPTONE" verify "$work/photo.jpg" "$work/photo.jpg" --area rect:10%,10%,30%,40% --scale 0.02 --name '<b>"anna"</b>' --quiet \
    --page "$work/healed.html" >/dev/null || bad verify
opened=healed.html
open_page --dump-dom >"$work/dom"
grep -q '<html lang="en" class="">' "$work/dom" && good 'its script runs on a healed result' || bad 'its script did not run on a healed result'
grep -q 'aria-valuetext="50 percent as it was before"' "$work/dom" && good 'its slider says where it stands' || bad 'its slider says nothing'
grep -q 'CONSOLE' "$work/log" && bad "the console says: $(grep -m1 CONSOLE "$work/log")" || good 'the console says nothing of it'
open_page --no-pdf-header-footer --print-to-pdf="$work/page.pdf" >/dev/null
pages=$(grep -ac '/Type /Page$' "$work/page.pdf")
[ "$pages" -eq 1 ] && good 'it prints on one sheet' || bad "the healed result prints on $pages sheets"
[ "$failures" -eq 0 ]
