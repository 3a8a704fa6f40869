#!/bin/sh
# Runs test programs (cmocka) and scripts (TAP-like: lines "ok ..." / "not ok ..." / "skip ..."), TEST_JOBS at once (one,
# unless told), and shows in their order what they found: figures, the log of what failed, and one closing line. Those named in
# TEST_ALONE ("match/test_predict ...") print times and run last, one after the other. What took long the last time begins first, so
# that no core waits at the end for the other's long test; where there was no last time, what is named first does.
: "${OUT:=build}" "${TEST_JOBS:=1}" "${TEST_ALONE:=}" "${TEST_LEFT:=}"
logs=$OUT/test-logs
mkdir -p "$logs"
rm -f "$logs"/*.code "$logs"/*.times
lasted=$OUT/test-seconds # processor time of each test when it last ran here: "seconds name"
touch "$lasted"
passed=0 failed=0 skipped=0 broken=""
# Nobody's own settings, and English.
export XDG_CONFIG_HOME="$PWD/$OUT/no-settings"
export LC_ALL=C
export CMOCKA_MESSAGE_OUTPUT=STDOUT SCALPTONE="$OUT/scalptone" OUT

name_of() { printf '%s' "$1" | sed "s|^$OUT/||; s|^tests/||; s|/test_|/|; s|\.sh\$||"; }
log_of() { printf '%s/%s.log' "$logs" "$(name_of "$1" | tr '/' '-')"; }

by_length() { # TEST...
    printf '%s\n' "$@" | awk -v out="$OUT/" 'pass == 1 {seconds[$2] = $1; next}
        {name = $0; if (index(name, out) == 1) name = substr(name, length(out) + 1)
         sub("^tests/", "", name); sub("/test_", "/", name); sub("[.]sh$", "", name); gsub("/", "-", name)
         print (name in seconds ? seconds[name] : 0), NR, $0}' pass=1 "$lasted" pass=2 - | sort -k1,1nr -k2,2n | cut -d ' ' -f 3-
}
# In the background; each test leaves its log and, once it has ended, its exit code.
listed() { # yes|no TEST...: those that TEST_ALONE names, or the others, each with its log
    wanted=$1
    shift
    by_length "$@" | while IFS= read -r test; do
        path=${test#"$OUT/"}
        case " $TEST_ALONE " in *" ${path#tests/} "*) alone=yes ;; *) alone=no ;; esac
        [ "$alone" != "$wanted" ] || printf '%s\n%s\n' "$test" "$(log_of "$test")"
    done
}
run() {
    xargs -r -n 2 -P "$1" sh -c '
        case $0 in *.sh) sh "$0" >"$1" 2>&1 </dev/null ;; *) "$0" >"$1" 2>&1 </dev/null ;; esac
        echo $? >"$1.part"
        times >"$1.times"
        mv "$1.part" "$1.code"'
}
{ listed no "$@" | run "$TEST_JOBS"; listed yes "$@" | run 1; } &
runner=$!
# What runs in the background of a shell does not hear Ctrl-C: all that belongs to this run is ended, in its process group.
trap 'trap "" TERM; kill -TERM 0; echo "interrupted" >&2; exit 7' INT TERM

for test in "$@"; do
    name=$(name_of "$test") log=$(log_of "$test")
    while ! [ -e "$log.code" ]; do sleep 0.1; done
    code=$(cat "$log.code")
    p=$(grep -cE '^\[       OK \]|^ok ' "$log")
    f=$(grep -cE '^not ok ' "$log")
    s=$(grep -cE '^skip ' "$log")
    # cmocka names each failed or skipped test twice: once where it ran, once in the closing list (same text).
    case $test in *.sh) ;; *)
        f=$(grep -E '^\[  FAILED  \] [A-Za-z_0-9]+$' "$log" | sort -u | wc -l)
        s=$(grep -E '^\[  SKIPPED \] [A-Za-z_0-9]+$' "$log" | sort -u | wc -l) ;;
    esac
    if [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
    if [ "$code" -eq 0 ] && [ "$((p + f + s))" -eq 0 ]; then f=1; echo "$name ran no test" >>"$log"; fi
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    printf '%-28s %3d passed' "$name" "$p"
    [ "$f" -gt 0 ] && printf ', %d FAILED' "$f"
    [ "$s" -gt 0 ] && printf ', %d skipped' "$s"
    printf '\n'
    grep -E '^(figure|notice): ' "$log" | sed 's/^figure: /    /; s/^notice: /    (notice) /'
    if [ "$f" -gt 0 ]; then
        broken="$broken $name"
        sed 's/^/  | /' "$log" | tail -n 60
    fi
done
wait $runner
# Processor time, so that a busy machine does not change the order.
for t in "$logs"/*.times; do
    tail -n 1 "$t" | tr "ms" "  " | awk -v name="$(basename "$t" .log.times)" '{printf "%.2f %s\n", 60 * $1 + $2 + 60 * $3 + $4, name}'
done >"$lasted.now"
# Tests that were not run now keep what they took.
awk '!($2 in seen) {seen[$2] = 1; print}' "$lasted.now" "$lasted" >"$lasted.part"
mv "$lasted.part" "$lasted"
slowest=$(sort -rn "$lasted.now" | awk '{all += $1} NR <= 12 {list = list (NR > 1 ? ", " : "") $2 " " int($1 + 0.5)} END {printf "%d s of processor time, most of it in: %s\n", all, list}')
rm -f "$lasted.now"
printf '\n%s\n' "$slowest"
# What failed stands here once more: of a long run people and CI keep the end.
if [ -n "$broken" ]; then
    printf '\nfailed:%s (whole logs in %s)\n' "$broken" "$logs"
    for name in $broken; do
        log=$logs/$(printf '%s' "$name" | tr '/' '-').log
        { grep -E '^not ok |\[  FAILED  \]|^\[  ERROR|: error: |ran no test' "$log" || tail -n 3 "$log"; } | head -n 6 | cut -c 1-400 | sed "s|^|  $name: |"
        [ "$(cat "$log.code")" -eq 0 ] || printf '  %s: ended with %s\n' "$name" "$(cat "$log.code")"
    done
fi
[ -n "$TEST_LEFT" ] && printf '\n%s that take long were left out: make test WHOLE=1 runs them, too\n' "$TEST_LEFT"
printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
