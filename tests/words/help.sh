#!/bin/sh
# The help of every command in every language: no option's text, and no heading, is left in English, nothing is wider than 120
# columns, and the names of options and values are the same.
. tests/cli/check.sh
commands=$("$SCALPTONE" help | sed -nE 's/^  ([a-z]+)  .*/\1/p' | grep -v '^help$')
[ "$(printf '%s\n' "$commands" | wc -l)" -ge 13 ] && good 'commands are named' || bad "commands: $commands"
# What stands behind the names of options, and what has no blanks before it below them: the line of more options, "Example".
texts() { sed -nE '/^  (-o, )?--/,$ { s/^  (-o, )?--[a-z-]+( [^ ]+)* {2,}(.*)/\3/p; s/^([^ ].*)/\1/p; }'; }
names() { grep -oE '^  (-o, )?--[a-z-]+( [A-Z\[][^ ]*)?'; }
count=0
for language in de es fr pt tr; do
    for command in $commands; do
        "$SCALPTONE" help "$command" >"$work/en" && "$SCALPTONE" help "$command" --language $language >"$work/$language" || bad "help $command"
        texts <"$work/en" >"$work/en.texts"
        texts <"$work/$language" >"$work/told"
        same=$(grep -Fxf "$work/en.texts" "$work/told")
        [ -z "$same" ] || bad "help $command is English in $language: $same"
        [ "$(grep -c . "$work/en.texts")" -eq "$(grep -c . "$work/told")" ] || bad "help $command has other lines in $language"
        count=$((count + $(grep -c . "$work/told")))
        names <"$work/en" >"$work/en.names"
        names <"$work/$language" | cmp -s - "$work/en.names" || bad "help $command names other options in $language"
        awk '/^Ejemplo|^Exemple|^Exemplo|^Beispiel|^Örnek/ { exit } { s = $0; gsub(/[\200-\277]/, "", s); if (length(s) > 120) print }' "$work/$language" >"$work/wide"
        [ -s "$work/wide" ] && bad "help $command is too wide in $language: $(head -1 "$work/wide")"
    done
done
[ "$failures" -eq 0 ] && good "$count texts of options and headings are told in five languages"
LC_ALL=fr "$SCALPTONE" match --help | grep -q '^Exemple$' && good 'as the locale says' || bad 'the locale is not heard'
"$SCALPTONE" help match --all --language=fr | grep -q '^Options de toutes' && good 'and with every option' || bad '--all is not heard'
"$SCALPTONE" help match --language pt | grep -q '%d no nome' && good 'a place that is data stays' || bad 'a place is lost'
refused 2 'not one of en, de' 'a language that is not there' help match --language xx
[ "$failures" -eq 0 ]
