#!/bin/sh
# Builds the library with probes that count its steps, and runs the test of how they grow.
: "${OUT:=build}"
[ "$OUT" = build ] || { echo "ok growth is counted in the usual build"; exit 0; }
if ! printf 'int main(void) { return 0; }\nvoid __sanitizer_cov_trace_pc(void) {}\n' | ${CC:-cc} -x c -fsanitize-coverage=trace-pc -c -o /dev/null - 2>/dev/null; then
    echo "notice: this compiler has no probes: growth is not tested"
    exit 0
fi
make -s --no-print-directory CONFIG=count build/count/tests/api/test_growth >/dev/null || { echo "not ok the build with probes"; exit 1; }
build/count/tests/api/test_growth
