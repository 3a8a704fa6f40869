#!/bin/sh
# Runs test programs (cmocka) and scripts (TAP-like: lines "ok ..." / "not ok ..." / "skip ...") one after another,
# shows their figures, the whole log of what failed, and one closing line.
: "${OUT:=build}"
logs=$OUT/test-logs
mkdir -p "$logs"
passed=0 failed=0 skipped=0 broken=""
export CMOCKA_MESSAGE_OUTPUT=STDOUT SCALPTONE="$OUT/scalptone" OUT
for test in "$@"; do
    name=$(printf '%s' "$test" | sed "s|^$OUT/||; s|^tests/||; s|/test_|/|; s|\.sh\$||")
    log=$logs/$(printf '%s' "$name" | tr '/' '-').log
    case $test in
    *.sh) sh "$test" >"$log" 2>&1; code=$? ;;
    *) "$test" >"$log" 2>&1; code=$? ;;
    esac
    p=$(grep -cE '^\[       OK \]|^ok ' "$log")
    f=$(grep -cE '^\[  FAILED  \] [A-Za-z_0-9]+$|^not ok ' "$log")
    s=$(grep -cE '^\[  SKIPPED \] [A-Za-z_0-9]+$|^skip ' "$log")
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
[ -n "$broken" ] && printf '\nfailed:%s (whole logs in %s)\n' "$broken" "$logs"
printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
