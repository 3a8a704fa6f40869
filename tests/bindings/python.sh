#!/bin/sh
# The Python package: put together around the library that was built, tested with the system's Python and cffi, and its types
# checked where mypy is there. A Python of your own: PYTHON=...
: "${OUT:=build}" "${SCALPTONE:=$OUT/scalptone}" "${CC:=cc}"
# One with NumPy is better: without it a test is skipped.
found=""
for modules in cffi,numpy cffi; do
    for python in ${PYTHON:-python3 /usr/bin/python3}; do
        [ -z "$found" ] && "$python" -c "import $modules" 2>/dev/null && found=$python
    done
done
if [ -z "$found" ]; then
    echo "skip the Python package: no Python with cffi (Debian: python3-cffi) is here"
    exit 0
fi
if nm -D "$OUT/libscalptone.so.0" 2>/dev/null | grep -qE '__asan_init|__tsan_init'; then
    echo "skip the Python package: Python cannot load a library that was built with sanitizers"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
whole() { case $1 in /*) printf '%s' "$1" ;; *) printf '%s/%s' "$PWD" "$1" ;; esac; }
failed=0
export PYTHONDONTWRITEBYTECODE=1
if SCALPTONE_BUILD=$(whole "$OUT") "$found" bindings/python/builder.py tree "$work/package" >"$work/log" 2>&1; then
    echo "ok the package is put together ($("$found" -c 'import cffi, sys; print("Python %d.%d, cffi %s" % (*sys.version_info[:2], cffi.__version__))'))"
else
    echo "not ok the package: $(cat "$work/log")"
    exit 1
fi
mkdir "$work/tests"
CC=$CC SCALPTONE_BUILD=$(whole "$OUT") PYTHONPATH=$work/package:bindings/python/tests "$found" -W error::ResourceWarning bindings/python/tests/run.py "$work/tests" \
    "$(whole "$OUT/tests/phantom/phantom")" "$(whole "$SCALPTONE")" || failed=1
for mypy in mypy /usr/bin/mypy; do
    command -v "$mypy" >/dev/null 2>&1 && break
    mypy=""
done
if [ -z "$mypy" ]; then
    echo "skip types: mypy is not here"
elif cp bindings/python/tests/typed.py "$work/package" && (cd "$work/package" && # Unpack: mypy before 1.4 asks to be told
    "$mypy" --strict --cache-dir "$work/mypy" --enable-incomplete-feature=Unpack scalptone typed.py) >"$work/log" 2>&1; then
    echo "ok types: mypy --strict finds nothing in the package, and what is wrong in a program that uses it"
else
    echo "not ok types:"; cat "$work/log"; failed=1
fi
exit $failed
