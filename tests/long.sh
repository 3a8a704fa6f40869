#!/bin/sh
# tests/long.sh - runs the commands named as "tool:argument:argument", one after the other; `make test-long` does.
# A tool is looked for in $OUT; one that begins with asan/ in $ASAN. All are run; the status says whether any failed.
status=0
for line in "$@"; do
    command=$(printf '%s' "$line" | tr ':' ' ')
    tool=${command%% *}
    case $tool in asan/*) path=$ASAN/${tool#asan/} ;; *) path=$OUT/$tool ;; esac
    set -- $command
    shift
    printf '== %s\n' "$command"
    "$path" "$@" || { status=1 && printf 'FAILED: %s\n' "$command"; }
done
exit $status
