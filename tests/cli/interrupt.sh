#!/bin/sh
# An interrupt ends with exit 7, whole lines and no partial file; colours and progress are for terminals only.
. tests/cli/check.sh
photo=$work/photo.jpg
"$OUT/tests/phantom/phantom" --out "$work" --size 640,480 >/dev/null 2>&1 || { echo "not ok phantom"; exit 1; }

# interrupted NAME COMMAND...: sends SIGINT once $work/out holds something (or after a while) and expects exit 7, one line.
interrupted() {
    name=$1
    shift
    "$SCALPTONE" "$@" >"$work/out" 2>"$work/err" &
    process=$!
    tries=0
    while [ $tries -lt 100 ] && ! [ -s "$work/out" ]; do sleep 0.05; tries=$((tries + 1)); done
    kill -INT $process
    wait $process
    code=$?
    if [ $code -eq 7 ] && [ "$(wc -l <"$work/err")" -eq 1 ] && grep -q interrupted "$work/err"; then
        good "$name: $(cut -c 12- "$work/err")"
    else
        bad "$name: exit $code: $(cat "$work/err")"
    fi
}
i=0
while [ $i -lt 400 ]; do echo "$photo --chart none"; i=$((i + 1)); done >"$work/list"
interrupted 'a batch' measure --batch "$work/list" --threads 2
broken=$(grep -cv '^{.*}$' "$work/out")
lines=$(wc -l <"$work/out")
[ "$lines" -ge 1 ] && [ "$lines" -lt 400 ] && [ "$broken" -eq 0 ] && good "its $lines answers are whole lines" ||
    bad "$lines lines, $broken broken"

# Standard input that never ends: the program is surely at work when the signal comes.
mkfifo "$work/pipe"
(exec 3>"$work/pipe"; head -c 2000 "$photo" >&3; sleep 3) &
feeder=$!
"$SCALPTONE" measure - --overlay "$work/overlay.png" <"$work/pipe" >"$work/out" 2>"$work/err" &
process=$!
sleep 0.5
kill -INT $process
wait $process
code=$?
kill $feeder 2>/dev/null
[ $code -eq 7 ] && good "waiting for standard input: $(cut -c 12- "$work/err")" || bad "waiting for standard input: exit $code: $(cat "$work/err")"
[ -z "$(find "$work" -name 'overlay.png*')" ] && good 'no partial overlay' || bad 'a partial overlay is left'

"$SCALPTONE" measure "$photo" >"$work/out" 2>"$work/err"
[ -s "$work/err" ] && bad "standard error is no terminal: $(cat "$work/err")" || good 'no progress where standard error is no terminal'
escape=$(printf '\033')
grep -q "$escape" "$work/out" && bad 'colours where standard output is no terminal' || good 'no colours where standard output is no terminal'
if ! command -v script >/dev/null 2>&1 || ! script -qec true /dev/null >/dev/null 2>&1; then
    echo "skip colours on a terminal: there is no script(1) of util-linux here"
else
    # on_terminal ENVIRONMENT... : the number of lines with colours.
    on_terminal() {
        env -u NO_COLOR "$@" script -qec "'$SCALPTONE' measure '$photo' $options" /dev/null </dev/null >"$work/tty" 2>&1
        grep -c "${escape}\[48;2;" "$work/tty"
    }
    options=''
    [ "$(on_terminal COLORTERM=truecolor)" -ge 1 ] && good 'colours on a terminal that has them' || bad "no colours on a terminal: $(head -c 300 "$work/tty")"
    [ "$(on_terminal COLORTERM=)" -eq 0 ] && good 'none on a terminal that has not' || bad 'colours on a poor terminal'
    [ "$(on_terminal COLORTERM=truecolor NO_COLOR=1)" -eq 0 ] && good 'none with NO_COLOR' || bad 'colours in spite of NO_COLOR'
    options='--no-colour'
    [ "$(on_terminal COLORTERM=truecolor)" -eq 0 ] && good 'none with --no-colour' || bad 'colours in spite of --no-colour'
fi
[ "$failures" -eq 0 ]
