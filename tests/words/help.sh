#!/bin/sh
# The help of every command in every language, short and with every option: no paragraph, no option's text and no heading is
# left in English, nothing is wider than the terminal, and the names of options and values are the same.
. tests/cli/check.sh
commands=$("$SCALPTONE" help | sed -nE 's/^  ([a-z]+)  .*/\1/p' | grep -v '^help$')
[ "$(printf '%s\n' "$commands" | wc -l)" -ge 13 ] && good 'commands are named' || bad "commands: $commands"
count=0
export COLUMNS=100
english() { # COMMAND [--all]: what the others are compared with
    "$SCALPTONE" help $1 $2 >"$work/en" || bad "help $1 $2"
}
looks() { # COMMAND LANGUAGE [--all]
    "$SCALPTONE" help $1 $3 --language "$2" >"$work/help" || bad "help $1 $3"
    amiss=$(awk -f tests/words/help.awk "$work/en" "$work/help")
    lines=${amiss##*"$nl"}
    count=$((count + lines))
    [ "$amiss" = "$lines" ] || bad "help $1 $3 in $2: ${amiss%"$nl"*}"
}
for command in $commands; do
    english "$command" --all
    for language in de es fr pt tr; do looks "$command" $language --all; done
    english "$command"
    looks "$command" de
done
english match # the line that counts the other options stands in the short help alone
for language in es fr pt tr; do looks match $language; done
[ "$failures" -eq 0 ] && good "$count texts of options and headings are told in five languages"
LC_ALL=fr "$SCALPTONE" match --help | grep -q '^Exemple$' && good 'as the locale says' || bad 'the locale is not heard'
"$SCALPTONE" help match --all --language=fr | grep -q '^Options de toutes' && good 'and with every option' || bad '--all is not heard'
"$SCALPTONE" help match --language pt | tr -s '\n ' ' ' | grep -q '%d no nome' && good 'a place that is data stays' || bad 'a place is lost'
XDG_CONFIG_HOME=$work/set "$SCALPTONE" config set language de --quiet && XDG_CONFIG_HOME=$work/set LC_ALL=C "$SCALPTONE" help match | grep -q '^Beispiel$' && good 'as the settings say' || bad 'the settings are not heard'
XDG_CONFIG_HOME=$work/set "$SCALPTONE" config set mix 10 --quiet && XDG_CONFIG_HOME=$work/set "$SCALPTONE" config --json | grep -q '"mix":"10"' && good 'config set KEY VALUE' || bad 'config set KEY VALUE'
refused 2 'not one of en, de' 'a language that is not there' help match --language xx
[ "$failures" -eq 0 ]
