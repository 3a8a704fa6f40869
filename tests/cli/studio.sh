#!/bin/sh
# studio: it is found where it was installed, copied, and told where it is missing. What it does in a browser: `make test-studio`.
. tests/cli/check.sh
unset DISPLAY WAYLAND_DISPLAY
mkdir -p "$work/bin" "$work/share/scalptone"
cp "$SCALPTONE" "$(dirname "$SCALPTONE")"/libscalptone.so* "$work/bin/"
program=$work/bin/scalptone
"$program" studio >"$work/out" 2>"$work/err"
[ $? -eq 3 ] && grep -q 'make studio' "$work/err" && good 'missing: exit 3, and how to build it' || bad "missing: $(cat "$work/out" "$work/err")"
echo '<!DOCTYPE html>' >"$work/share/scalptone/studio.html"
[ "$("$program" studio --path)" = "$work/share/scalptone/studio.html" ] && good 'where it lies' || bad "lies in $("$program" studio --path)"
[ "$("$program" studio 2>"$work/err")" = "$work/share/scalptone/studio.html" ] && grep -q 'no browser' "$work/err" && good 'without a desktop it says so' || bad "without a desktop: $(cat "$work/err")"
"$program" studio -o "$work/copy.html" && cmp -s "$work/copy.html" "$work/share/scalptone/studio.html" && good 'a copy to take along' || bad 'no copy'
"$program" studio -o "$work/copy.jpg" 2>/dev/null && bad 'a copy that is called a photo' || good 'a copy is an HTML file'
[ "$failures" -eq 0 ]
