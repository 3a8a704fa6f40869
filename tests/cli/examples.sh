#!/bin/sh
# Every example of README.md and of the manual's texts (lines that begin with "    scalptone"), of each command's --help, which its
# page has, too, and of palettes/README.md runs.
. tests/cli/check.sh
mkdir -p "$work/bin"
ln -s "$(cd "$(dirname "$SCALPTONE")" && pwd)/$(basename "$SCALPTONE")" "$work/bin/scalptone"
PATH=$work/bin:$PATH
export PATH
{ [ -e build/demo/client.jpg ] && [ -e build/demo/card-readings.csv ]; } || make --no-print-directory demo-photo >/dev/null ||
    { echo "not ok the demo photo"; exit 1; }
touch "$work/done"
rm -f build/demo/anna.json # a record that is there is not made again
run_lines() {
    while IFS= read -r line; do
        grep -qxF -- "$line" "$work/done" && continue # another page has it, too
        printf '%s\n' "$line" >>"$work/done"
        case $line in 'scalptone studio'*)
            [ -e build/studio.html ] || { echo "skip $1: $line: the studio was not built (make studio)"; continue; } ;;
        esac
        if sh -c "$line" >"$work/out" 2>"$work/err" </dev/null; then
            good "$1: $line"
        else
            bad "$1: $line: exit $?: $(cat "$work/err")"
        fi
    done
}
{
    grep -E '^    (printf .*\| )?scalptone ' README.md | sed 's/^    //' | run_lines README
    for page in cli/manual/*.md; do
        grep -E '^    (printf .*\| )?scalptone ' "$page" | sed 's/^    //' | run_lines "$page"
    done
    for command in $(scalptone help | awk '/^  [a-z]+ +[a-z]/ && $1 != "scalptone" && $1 != "help" {print $1}'); do
        scalptone help "$command" | sed -n '/^Example/,$p' | grep -E '^  ' | sed 's/^  //' | run_lines "help $command"
    done
    sed -n '/^```json$/,/^```$/p' palettes/README.md | grep -v '^```' >"$work/mine.json"
    echo "scalptone palette check $work/mine.json --strict" | run_lines 'palettes/README'
} >"$work/log"
cat "$work/log"
! grep -q '^not ok' "$work/log"
