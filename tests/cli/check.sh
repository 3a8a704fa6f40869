# shellcheck shell=sh
# shellcheck disable=SC2034 # what is set here is used by the scripts that read this
# tests/cli/check.sh - sourced by the command-line tests: runs the program and looks at what people and scripts see.
: "${OUT:=build}" "${SCALPTONE:=$OUT/scalptone}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
nl='
'
good() { echo "ok $1"; }
bad() { echo "not ok $1"; failures=$((failures + 1)); }

# refused CODE PATTERN NAME ARGS...: exit code, one line on standard error that begins with "scalptone: " and matches,
# nothing on standard output.
refused() {
    want=$1 pattern=$2 name=$3
    shift 3
    "$SCALPTONE" "$@" >"$work/out" 2>"$work/err" </dev/null
    code=$?
    lines=$(wc -l <"$work/err")
    if [ "$code" -ne "$want" ]; then
        bad "$name: exit $code, not $want: $(cat "$work/err")"
    elif [ "$lines" -ne 1 ] || ! grep -q '^scalptone: ' "$work/err"; then
        bad "$name: $lines lines on standard error: $(cat "$work/err")"
    elif ! grep -qE "$pattern" "$work/err"; then
        bad "$name: message is: $(cat "$work/err")"
    elif [ -s "$work/out" ]; then
        bad "$name: wrote to standard output"
    else
        good "$name: $(cut -c 12- "$work/err")"
    fi
}

# answers PATTERN NAME ARGS...: exit 0 and standard output matches.
answers() {
    pattern=$1 name=$2
    shift 2
    if ! "$SCALPTONE" "$@" >"$work/out" 2>"$work/err" </dev/null; then
        bad "$name: $(cat "$work/err")"
    elif ! grep -qE -- "$pattern" "$work/out"; then
        bad "$name: printed: $(head -c 300 "$work/out")"
    else
        good "$name"
    fi
}

# fits NAME WHICH COMMAND [VERB]: the answer in $work/out fits the schema of the command. WHICH is `closed` where it also refuses
# in each object a key that nobody named, or `open` where keys of other people's files are kept.
fits() {
    name=$1 which=$2
    shift 2
    "$SCALPTONE" "$@" --schema >"$work/schema" 2>"$work/err" </dev/null || { bad "$name: $(cat "$work/err")"; return; }
    if ! said=$("$OUT/tests/report/fits" "$which" "$work/schema" "$work/out"); then
        bad "$name does not fit its schema: $said"
    else
        good "$name fits its schema: $said"
    fi
}
