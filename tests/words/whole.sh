#!/bin/sh
# Every sentence that people see stands in the table of words, in every language, with the places of its format; and none stands
# there that nobody says. What stays English stands in tests/words/english.txt by its kinds, which only gets shorter.
export LC_ALL=C
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
no() { echo "not ok $1"; failed=1; }

# ---- the languages among themselves ----

# One line for each sentence: English, tab, how it is said, tab, what the file tells of it.
cat >"$work/read.awk" <<'AWK'
function unquote(s) { sub(/^[^"]*"/, "", s); sub(/"[ \t]*$/, "", s); return s }
function keep() { if (id != "") print id "\t" text "\t" note; id = text = note = state = "" }
/^#\. / { if (state == "text") keep(); note = note " " substr($0, 4); next }
/^#/ { next }
/^msgid / { if (state == "text") keep(); state = "id"; id = unquote($0); next }
/^msgstr / { state = "text"; text = unquote($0); next }
/^"/ { if (state == "id") id = id unquote($0); else text = text unquote($0) }
END { keep() }
AWK
for language in $(sed -n 's/^LANGUAGES := //p' engine/words/sources.mk); do
    awk -f "$work/read.awk" engine/words/$language.po >"$work/$language"
    cut -f1 "$work/$language" | sort >"$work/$language.ids"
    [ -e "$work/ids" ] || cp "$work/$language.ids" "$work/ids"
    cmp -s "$work/ids" "$work/$language.ids" || no "$language: other sentences than the first language: $(diff "$work/ids" "$work/$language.ids" | grep '^[<>]' | head -3 | tr '\n' ' ')"
    [ -z "$(uniq -d "$work/$language.ids")" ] || no "$language: twice: $(uniq -d "$work/$language.ids" | head -3)"
    bad=$(awk -F'\t' '
        # The places of a format, in order of their numbers: "%2$s" stands for the second.
        function places(s,    n, out, i, p, at, spot) {
            gsub(/%%/, "", s); n = 0; split("", spot)
            while (match(s, /%([0-9]\$)?[-+#0-9.]*(l|z|h)*[diufgesc]/)) {
                p = substr(s, RSTART, RLENGTH); s = substr(s, RSTART + RLENGTH); n++; at = n
                if (p ~ /^%[0-9]\$/) { at = substr(p, 2, 1) + 0; p = "%" substr(p, 4) }
                spot[at] = spot[at] p
            }
            out = n
            for (i = 1; i <= n; i++) out = out " " spot[i]
            return out
        }
        $2 == "" { print "nothing for: " $1; next }
        places($1) != places($2) { print $1 " | " $2 }
        { gsub(/[^{}]*/, "", $1); gsub(/[^{}]*/, "", $2); if ($1 != $2) print "braces: " $0 }' "$work/$language")
    [ -z "$bad" ] || no "$language: $bad"
    if command -v msgfmt >/dev/null; then
        LC_ALL=C.UTF-8 msgfmt --check-format -o /dev/null "engine/words/$language.po" 2>"$work/err" || no "$language: $(head -3 "$work/err")"
    fi
done
command -v msgfmt >/dev/null || echo "skip the formats by msgfmt: gettext is not installed"
[ "$failed" -eq 0 ] && echo "ok $(grep -c . "$work/ids") sentences are whole in every language, with the same places"

# ---- the sources ----

# A header that has functions says things, too.
{ find engine cli -name '*.c' && find engine cli -name '*.h' -exec grep -l 'static inline' {} +; } | grep -vE '_table\.c$|^cli/(manual|completion)\.c$|report_schema' | sort >"$work/files"
sources="$(cat "$work/files") engine/report/page/consultation.html engine/report/page/verification.html"
awk -f engine/words/sentences.awk $sources | sort -u >"$work/said"
awk -F'\t' 'NR == FNR { known[$1] = 1; next } !($2 in known)' "$work/ids" "$work/said" | sort -u >"$work/english"
grep -v '^#' tests/words/english.txt | grep . | sort -u >"$work/stays"
comm -13 "$work/stays" "$work/english" >"$work/more"
comm -23 "$work/stays" "$work/english" >"$work/less"
if [ -s "$work/more" ]; then
    no "outside the table (engine/words), in the way that sentences.awk would find them there:"
    head -20 "$work/more"
else
    echo "ok $(cut -f2 "$work/said" | sort -u | comm -12 - "$work/ids" | grep -c .) sentences of the sources are in the table, $(grep -c . "$work/english") texts are no sentences for people"
fi
[ -s "$work/less" ] && no "tests/words/english.txt has what is not said any more, or is in the table: $(head -5 "$work/less")"
# The studio speaks by the same files (make words-json).
grep -rohE 'say\("[^"]*"' bindings/studio/src | sed 's/^say("//; s/"$//' | sort -u >"$work/studio"
comm -23 "$work/studio" "$work/ids" >"$work/silent"
[ -s "$work/silent" ] && no "the studio says what is in no table: $(head -5 "$work/silent")" || echo "ok $(grep -c . "$work/studio") sentences of the studio are in the table"
# What is put together, or comes as data, is marked as a word; all else is said somewhere as it stands in the table.
awk -v every=1 -f engine/words/sentences.awk $(find engine cli -name '*.[ch]' | sort) engine/report/page/consultation.html engine/report/page/verification.html | cut -f2 | sort -u >"$work/texts"
awk -F'\t' '$3 !~ /word|studio/ { print $1 }' "$work/de" | sort | comm -23 - "$work/texts" >"$work/stale"
if [ -s "$work/stale" ]; then
    no "in the table, but nobody says it: $(head -5 "$work/stale")"
else
    echo "ok nothing stands in the table that nobody says"
fi
# What stands in front of a line has eight columns.
long=$(for language in $(sed -n 's/^LANGUAGES := //p' engine/words/sources.mk); do
    sed -nE 's/.*(print_wrapped|print_long|print_label)\("([^"]+)".*/\2/p; s/.*print_colour\(a, "([^"]+)".*/\1/p' cli/show/*.c cli/cmd/*.c cli/keep/*.c |
        sed 's/^print_[a-z]*//' | sort -u | awk -F'\t' -v language=$language 'NR == FNR { told[$1] = $2; next }
            { said = told[$1] == "" ? $1 : told[$1]; gsub(/[\200-\277]/, "", said); if (length(said) > 8) print language ": " told[$1] }' "$work/$language" -
done)
[ -z "$long" ] && echo "ok labels fit into eight columns" || no "labels are too long: $long"
exit $failed
