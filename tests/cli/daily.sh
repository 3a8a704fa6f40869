#!/bin/sh
# Daily use: a short help, suggestions for what is misspelt, answers into pipes.
. tests/cli/check.sh

# ---- help ----
for command in match measure chart card heal preview palette diff consult record verify config; do
    "$SCALPTONE" help "$command" >"$work/short"
    "$SCALPTONE" help "$command" --all >"$work/all"
    options=$(sed -n '/^Options/,/^$/p' "$work/short" | grep -cE '^  (-o, )?--')
    rest=$(sed -n "s/^\([0-9]*\) more options are in 'scalptone help $command --all'\.$/\1/p" "$work/short")
    all=$(sed -n '/^Options/,/^Example/p' "$work/all" | grep -cE '^  (-o, )?--')
    [ "$options" -ge 2 ] && [ "$options" -le 8 ] && [ "$((options + rest))" -eq "$all" ] &&
        good "help $command: $options options, $rest more" || bad "help $command: $options options and $rest more are not $all"
    "$SCALPTONE" "$command" --help | cmp -s - "$work/short" && good "$command --help is the same" || bad "$command --help is another text"
    "$SCALPTONE" "$command" --help --all | cmp -s - "$work/all" && good "$command --help --all, too" || bad "$command --help --all is another text"
done
refused 2 "use 'help match' or 'help match --all'" 'a word behind the help' help match --everything

# ---- suggestions ----
refused 2 "did you mean 'palette list'" 'a misspelt verb' palette lsit
refused 2 "did you mean 'card transfer'" 'another' card transfre photo.jpg -o x.json
refused 2 "unknown; use 'palette check FILE'" 'a verb like no other' palette zzzzzz
refused 2 "use 'palette check FILE'" 'a verb without its file' palette check
refused 2 'no such ink in default.json; did you mean generic-carbon' 'a misspelt ink' heal --skin 65,9,15 --ink genric-carbon
refused 2 'did you mean generic-carbon' 'the misspelt beginning of an ink' heal --skin 65,9,15 --ink genric
refused 2 'did you mean generic-carbon' 'an ink in capitals' palette show Generic-Carbon
refused 2 "see 'scalptone palette list'" 'an ink like no other' palette show zzzzzzzz
refused 3 'palettes/defualt.json: no such file; did you mean palettes/default.json' 'a misspelt palette' palette list palettes/defualt.json
refused 3 'genric-carbon: no such file; did you mean generic-carbon' 'the misspelt name of a palette that ships' palette list genric-carbon
refused 3 'no such file; check the name' 'a palette like no other' palette list "$work/zzzzzzzz"
refused 3 'no such file; check the name' 'in a folder that is not there' palette list "$work/none/default.json"
answers '^generic-carbon ' 'a palette that ships, by its name' palette show generic-carbon generic-carbon
refused 2 'did you mean --weight-dot' 'the misspelt beginning of an option' match x.jpg --wieght 0.5

# ---- standard output as a file ----
ink='--skin 65,9.4,15.8 --ink generic-carbon'
# same NAME FILE ARGS...: what the call prints is the file, and nothing else.
same() {
    name=$1 file=$2
    shift 2
    "$SCALPTONE" "$@" >"$work/out" 2>"$work/err"
    [ -s "$file" ] && cmp -s "$work/out" "$file" && [ ! -s "$work/err" ] && good "$name" || bad "$name: $(cat "$work/err")"
}
# shellcheck disable=SC2086
{
    "$SCALPTONE" heal $ink --plot "$work/plot.svg" >/dev/null
    same 'a plot' "$work/plot.svg" heal $ink --plot -
    "$SCALPTONE" card -o "$work/card.svg" --description "$work/card.json" >/dev/null
    same 'a card' "$work/card.svg" card -o -
    same 'a description, and the drawing in a file' "$work/card.json" card -o "$work/second.svg" --description -
    { echo 'name;L;a;b'; sed 's/{/\n{/g' "$work/card.json" | sed -n 's/.*"name":[[:space:]]*"\([^"]*\)".*/\1/p' | grep -v ' ' |
        awk '{ printf "%s;%d,0;0,02;0,04\n", $1, 96 - 3 * NR }'; } >"$work/readings.csv"
    "$SCALPTONE" card measure "$work/readings.csv" -o "$work/my.json" >/dev/null
    same 'a card that was read' "$work/my.json" card measure "$work/readings.csv" -o -
    refused 2 'standard output takes one answer; leave --json out' 'a plot and JSON' heal $ink --plot - --json
    refused 2 'standard output takes one answer; leave --ladder out' 'a plot and a ladder' heal $ink --plot - --ladder
    refused 2 'standard output takes one answer; leave --json out' 'a description twice' card measure "$work/readings.csv" -o - --json
    refused 2 'standard output takes one answer; give the other' 'two outputs' card -o - --description -
}

# ---- a pipe that nobody reads ----
# quiet NAME ARGS...: exit 6, and not a word.
quiet() {
    name=$1
    shift
    { "$SCALPTONE" "$@" 2>"$work/err"; echo $? >"$work/code"; } | true
    case $(cat "$work/code") in 0 | 6) ;; *) bad "$name: exit $(cat "$work/code")" ;; esac
    [ ! -s "$work/err" ] && good "$name says nothing" || bad "$name: $(cat "$work/err")"
}
quiet 'a manual that nobody reads' help --man
quiet 'a list that nobody reads' palette list
# shellcheck disable=SC2086
quiet 'a plot that nobody reads' heal $ink --plot -
{ { while echo '50,0,0 51,0,0'; do :; done; } 2>/dev/null | "$SCALPTONE" diff --batch 2>"$work/err"; echo $? >"$work/code"; } | head -n 1 >/dev/null
[ "$(cat "$work/code")" -eq 6 ] && [ ! -s "$work/err" ] && good 'an endless batch ends' || bad "an endless batch: exit $(cat "$work/code"), $(cat "$work/err")"

# ---- spelling ----
answers '^0\.000000$' '--no-color works like --no-colour' diff 50,1,2 50,1,2 --no-color
answers '^0\.000000$' 'and so does a beginning of both' diff 50,1,2 50,1,2 --no-col
# ---- colours, in a real terminal ----
if command -v script >/dev/null 2>&1 && script --version 2>/dev/null | grep -q util-linux; then
    shown() { env -u NO_COLOR -u COLORTERM "$@" script -qec "$SCALPTONE diff 65,13,16 60,12,14$more" /dev/null </dev/null | tr -d '\r' | sed 's/\x1b/ESC/g'; }
    more=
    shown TERM=xterm-256color COLORTERM=truecolor | grep -q 'ESC\[48;2;' && good 'all colours' || bad "truecolor: $(shown TERM=xterm-256color COLORTERM=truecolor)"
    shown TERM=xterm-256color | grep -qE 'ESC\[48;5;1[0-9]{2}m' && good '256 colours' || bad "256: $(shown TERM=xterm-256color)"
    shown TERM=xterm | grep -q 'ESC\[48' && bad 'a swatch among 16 colours' || good 'no swatch among 16 colours, none of which is a skin'
    shown TERM=dumb | grep -q ESC && bad 'a dumb terminal gets escapes' || good 'nothing but text on a dumb terminal'
    shown TERM=xterm-256color NO_COLOR=1 | grep -q ESC && bad 'NO_COLOR gets escapes' || good 'nothing but text with NO_COLOR'
    more=' --no-color'
    shown TERM=xterm-256color COLORTERM=truecolor | grep -q ESC && bad '--no-color gets escapes' || good 'nothing but text with --no-color'
else
    echo 'skip colours in a terminal: no script(1) of util-linux'
fi

# ---- one name for one thing ----
# shellcheck disable=SC2086
{
    "$SCALPTONE" heal $ink --age 3 --json >"$work/age"
    same 'heal --years 3 is --age 3' "$work/age" heal $ink --years 3 --json
    same 'and so is --age years --years 3' "$work/age" heal $ink --age years --years 3 --json
    "$SCALPTONE" heal $ink --age 5 --json >"$work/age"
    same 'heal --years 5 is --age 5' "$work/age" heal $ink --years 5 --json
    same 'heal -o is --plot' "$work/plot.svg" heal $ink -o -
    same 'heal --output, too' "$work/plot.svg" heal $ink --output -
}
"$SCALPTONE" card -o "$work/sheet.svg" --sheet a4 >/dev/null
same 'card --layout was --sheet' "$work/sheet.svg" card -o - --layout a4
refused 3 'none.jpg: no such file' 'chart -o is --overlay' chart "$work/none.jpg" -o "$work/chart.png"
[ "$failures" -eq 0 ]
