#!/bin/sh
# Every call of the system that a command makes for its files fails in turn, until the command succeeds: it says so in one line,
# leaves the file as it was or whole as it shall be, and nothing beside it.
. tests/cli/check.sh
: "${CC:=cc}"
case $OUT in *asan | *tsan | *cover | *count) echo "skip failing calls: this build is instrumented"; exit 0 ;; esac
# shellcheck disable=SC2086
if ! $CC -std=c11 -shared -fPIC -o "$work/fail_call.so" tests/cli/fail_call.c -ldl 2>"$work/err"; then
    echo "skip failing calls: $(head -n 1 "$work/err")"
    exit 0
fi
runs=0 refused=0
# fault NAME FILE COMMAND...: FILE is what the command writes, in a folder of its own; its old self lies at FILE.old, the new one at FILE.new.
fault() {
    name=$1 file=$2
    shift 2
    here=$(dirname "$file")
    broken=""
    for call in open:13 read:5 mkstemp:28 fchmod:1 write:28 fsync:5 close:5 rename:18; do
        n=0 code=1
        while [ $code -ne 0 ] && [ $n -lt 60 ]; do
            n=$((n + 1))
            cp "$work/old" "$file"
            code=0
            FAIL_CALL=${call%:*}:$n:${call#*:} LD_PRELOAD=$work/fail_call.so "$SCALPTONE" "$@" >"$work/out" 2>"$work/err" || code=$?
            runs=$((runs + 1))
            cmp -s "$file" "$work/old" || cmp -s "$file" "$work/new" || broken="$broken; the ${n}th $call damaged the file"
            [ "$(ls -A "$here" | wc -l)" -eq 1 ] || broken="$broken; the ${n}th $call left $(ls -A "$here" | tr '\n' ' ')"
            [ $code -eq 0 ] && break
            refused=$((refused + 1))
            case $code in 2 | 3 | 5 | 6) ;; *) broken="$broken; the ${n}th $call ended with $code" ;; esac
            [ "$(grep -c '^scalptone: ' "$work/err")" -eq 1 ] && [ "$(wc -l <"$work/err")" -eq 1 ] || broken="$broken; the ${n}th $call said $(head -c 200 "$work/err")"
        done
        [ $code -eq 0 ] || broken="$broken; $call never stopped failing"
    done
    [ -z "$broken" ] && good "$name: no call that fails loses anything" || bad "$name: ${broken#; }"
}
ink='--skin 65,9.4,15.8 --ink generic-carbon'
mkdir "$work/a" "$work/b" "$work/c"
# shellcheck disable=SC2086
"$SCALPTONE" heal $ink --plot "$work/old" >/dev/null && "$SCALPTONE" heal $ink --depth 200 --plot "$work/new" >/dev/null
# shellcheck disable=SC2086
fault 'a drawing' "$work/a/plot.svg" heal $ink --depth 200 --plot "$work/a/plot.svg"

cp palettes/ready-shades.json "$work/old"
cp "$work/old" "$work/b/mine.json"
"$SCALPTONE" palette stock "$work/b/mine.json" "*" --in-stock no >"$work/out" 2>"$work/err" || bad "palette stock: $(cat "$work/err")"
cp "$work/b/mine.json" "$work/new"
fault 'a palette that is changed' "$work/b/mine.json" palette stock "$work/b/mine.json" "*" --in-stock no

XDG_CONFIG_HOME=$work/c "$SCALPTONE" config set mix=10 >/dev/null
cp "$work/c/scalptone/"* "$work/old"
XDG_CONFIG_HOME=$work/c "$SCALPTONE" config set mix=20 >/dev/null
cp "$work/c/scalptone/"* "$work/new"
kept=$(ls "$work/c/scalptone"/*)
export XDG_CONFIG_HOME="$work/c"
fault 'settings' "$kept" config set mix=20

# A record that cannot be read is missing in no list in silence.
mkdir "$work/records"
"$SCALPTONE" record new "$work/records/anna.json" --name anna >/dev/null
"$SCALPTONE" record list "$work/records" >"$work/whole" 2>&1
silent="" said=0
for n in 1 2 3 4 5 6 7 8 9 10 11 12; do
    FAIL_CALL=open:$n:13 LD_PRELOAD=$work/fail_call.so "$SCALPTONE" record list "$work/records" >"$work/out" 2>"$work/err"
    if [ -s "$work/err" ]; then said=$((said + 1)); elif ! cmp -s "$work/out" "$work/whole"; then silent="$silent $n"; fi
done
[ -z "$silent" ] && [ $said -gt 0 ] && good 'a list says of a record that it could not be read' || bad "a list without a record, in silence: open$silent ($said told)"
echo "figure: $runs runs with a failing open, read, mkstemp, fchmod, write, fsync, close or rename; $refused told of it in one line"
[ "$failures" -eq 0 ]
