#!/bin/sh
# Each public header compiles alone in C99 and C++11 without a warning, and has at most 450 lines.
: "${CC:=cc}"
failed=0
flags="-fsyntax-only -Wall -Wextra -Wpedantic -Werror -Iinclude"
for header in include/scalptone.h include/scalptone/*.h; do
    name=${header#include/}
    if printf '#include "%s"\n#include "%s"\n' "$name" "$name" | $CC -std=c99 $flags -x c - ; then
        echo "ok $name alone in C99"
    else
        echo "not ok $name alone in C99"; failed=1
    fi
    if ! command -v c++ >/dev/null 2>&1; then
        echo "skip $name in C++11: no C++ compiler here"
    elif printf '#include "%s"\n#include "%s"\n' "$name" "$name" | c++ -std=c++11 $flags -x c++ - ; then
        echo "ok $name alone in C++11"
    else
        echo "not ok $name alone in C++11"; failed=1
    fi
    lines=$(wc -l <"$header")
    if [ "$lines" -gt 450 ]; then echo "not ok $name has $lines lines: split it by subject"; failed=1; fi
done
exit $failed
