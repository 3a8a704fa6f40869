#!/bin/sh
# Files of kinds that people have complained about, made here byte by byte, each with the colours, the orientation or the refusal
# that its standard (or, where that is silent, every other reader) gives it. Needs python3 and nothing more.
: "${SCALPTONE:=build/scalptone}"
case $SCALPTONE in /*) ;; *) SCALPTONE=$PWD/$SCALPTONE ;; esac
export SCALPTONE PYTHONDONTWRITEBYTECODE=1
here=$(dirname "$0")/cases
if ! command -v python3 >/dev/null 2>&1; then
    echo "notice: no python3"
    echo "skip file cases"
    exit 0
fi
code=0
for kind in png jpeg heic tables; do
    python3 "$here/$kind.py" || code=1
done
exit $code
