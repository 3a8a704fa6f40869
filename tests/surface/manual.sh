#!/bin/sh
# The manual: what is exported has a page, what stands on a page exists, formats are told whole, and mandoc finds nothing.
. tests/cli/check.sh
pages=$OUT/manual
[ -e "$pages/links" ] || { echo "skip the manual: it is written by the plain build only"; exit 0; }

# Functions: those that are exported, those that the pages name, and the macros over them.
sed -nE 's/^ *(sct_[a-z0-9_]+);.*/\1/p' engine/api/exports.map | sort >"$work/exported"
for page in "$pages"/man3/scalptone-*.3; do
    sed -n '/^\.SH NAME/,/^\\-/p' "$page" | tr ', ' '\n\n' | grep '^sct_'
done | sort >"$work/named"
grep -vxFf "$work/named" "$work/exported" >"$work/missing" && bad "no page names $(tr '\n' ' ' <"$work/missing")" || good "pages name all $(wc -l <"$work/exported") functions that are exported"
grep -vxFf "$work/exported" "$work/named" | while read -r name; do
    grep -q "^#define $name(" include/scalptone/*.h || echo "$name"
done >"$work/odd"
[ -s "$work/odd" ] && bad "pages name what is not there: $(tr '\n' ' ' <"$work/odd")" || good 'pages name nothing else'
uniq -d "$work/named" >"$work/twice"
[ -s "$work/twice" ] && bad "on two pages: $(cat "$work/twice")" || good 'each stands on one page'
sed 's|man3/||; s/\.3 .*//' "$pages/links" | sort | cmp -s - "$work/named" && good 'each has a link' || bad 'the links are not the names'
awk -v pages="$pages" 'FNR == NR {exported[$0] = 1; next}
    {name = $1; sub(/^man3\//, "", name); sub(/\.3$/, "", name)}
    name in exported {page = pages "/man3/" $2
        if (!(page in synopsis)) {begun = 0; text = ""
            while ((getline line < page) > 0) if (begun) text = text line "\n"; else if (line ~ /^\.SH.SYNOPSIS/) begun = 1
            synopsis[page] = text}
        if (index(synopsis[page], name "(")) delete exported[name]}
    END {for (name in exported) print name}' "$work/exported" "$pages/links" >"$work/undeclared"
[ -s "$work/undeclared" ] && bad "without its declaration: $(tr '\n' ' ' <"$work/undeclared")" || good 'each is declared on its page'

# Formats: the keys of the schemas and the fields of a record.
told() { # PAGE, names on standard input
    page=$pages/man5/$1
    sed 's/\\f[BIR]//g; s/\\//g' "$page" >"$work/page"
    awk 'FNR == NR {n = split($0, words, /[^A-Za-z0-9_-]+/); for (i = 1; i <= n; i++) {told[words[i]] = 1
            m = split(words[i], parts, "-"); for (j = 1; j <= m; j++) told[parts[j]] = 1}; next}
        !($0 in told)' "$work/page" - >"$work/untold"
    [ -s "$work/untold" ] && bad "$1 does not tell of $(tr '\n' ' ' <"$work/untold")" || good "$1 tells of all keys"
}
# A key of a schema has an object or a list of rules behind it, and so has no word that schemas use themselves.
keys() { grep -oE '"[a-z0-9_]+": ?\{' "$1" | tr -d '": {' | grep -vxE 'properties|items|ink|pigment|[$]defs' | sort -u; }
keys palettes/palette.schema.json >"$work/keys"; told scalptone-palette.5 <"$work/keys"
keys palettes/charts/chart.schema.json >"$work/keys"; told scalptone-chart.5 <"$work/keys"
"$SCALPTONE" record new "$work/r.json" --name anna >/dev/null
"$SCALPTONE" record show "$work/r.json" | awk '/^  [a-z]/{print $1} /^  Empty|^   /{sub(/^  Empty/, ""); gsub(/,/, ""); for (i = 1; i <= NF; i++) print $i}' | tr . '\n' | grep -vxE '[0-9N]+' | sort -u >"$work/keys"
[ "$(wc -l <"$work/keys")" -gt 40 ] || bad 'record show names too few fields'
told scalptone-record.5 <"$work/keys"

# Pages of commands have what people look for there, and each reference leads to a page.
for command in $("$SCALPTONE" help | awk '/^  [a-z]+ +[a-z]/ && $1 != "scalptone" && $1 != "help" {print $1}'); do
    without=$(awk 'BEGIN {n = split("NAME,SYNOPSIS,DESCRIPTION,OPTIONS,\"EXIT STATUS\",EXAMPLES,\"SEE ALSO\"", wanted, ",")} {has[$0] = 1}
        END {for (i = 1; i <= n; i++) if (!((".SH " wanted[i]) in has)) printf " %s", wanted[i]}' "$pages/man1/scalptone-$command.1")
    [ -z "$without" ] || bad "scalptone-$command.1 has no$without"
done
cat "$pages"/man?/* | sed 's/\\-/-/g; s/\.BR \([a-z-]*\) (\([1-8]\)).*/\1(\2)/' | grep -oE 'scalptone[a-z-]*\([1-8]\)' | sort -u | tr -d ')' | while IFS='(' read -r name section; do
    [ -e "$pages/man$section/$name.$section" ] || echo "$name($section)"
done >"$work/nowhere"
[ -s "$work/nowhere" ] && bad "pages name pages that are not there: $(tr '\n' ' ' <"$work/nowhere")" || good 'every page that is named is there'

# Two makers of awk agree.
for awk in gawk 'busybox awk' original-awk; do
    # shellcheck disable=SC2086
    $awk 'BEGIN {exit}' </dev/null 2>/dev/null || continue
    mkdir -p "$work/other/man3" "$work/other/man5" "$work/other/man7"
    date=$(sed -n 's/^.TH SCALPTONE 1 \([0-9-]*\) .*/\1/p' "$pages/man1/scalptone.1")
    $awk -v out="$work/other" -v version="$("$SCALPTONE" --version | sed 's/.* //')" -v date="$date" -f cli/manual/manual.awk \
        include/scalptone/*.h cli/manual/*.md >/dev/null
    for section in 3 5 7; do diff -r "$work/other/man$section" "$pages/man$section"; done >"$work/diff" &&
        good "$awk writes the same pages" || bad "$awk writes other pages: $(head -n 5 "$work/diff")"
done
if command -v mandoc >/dev/null 2>&1; then
    mandoc -Tlint "$pages"/man?/* >"$work/lint" 2>&1
    [ -s "$work/lint" ] && bad "mandoc: $(head -n 5 "$work/lint")" || good "mandoc finds nothing in $(ls "$pages"/man?/* | wc -l) pages"
else
    echo "skip mandoc: it is not here"
fi
[ "$failures" -eq 0 ]
