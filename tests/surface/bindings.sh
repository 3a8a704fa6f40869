#!/bin/sh
# Every function that the library exports is called by the bindings of each language, or stands in their list of those that need
# not be, with the reason. Options, records and words are generated from the headers; a function wants a name there by somebody.
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
functions=$(sed -nE 's/^ *(sct_[a-z0-9_]+);.*/\1/p' engine/api/exports.map)

# check FOLDER LIST ENDING: the functions called in the files of a folder, and the list of those that are not.
check() {
    cat "$1"/*."$3" | grep -oE '\bsct_[A-Za-z0-9_]+\b' | sort -u >"$work/called" && [ -s "$work/called" ] || exit 1
    sed -nE 's/^(sct_[a-z0-9_]+) .*/\1/p' "$2" >"$work/spared"
    printf '%s\n' "$functions" | awk -v folder="$1" -v list="$2" -v kind="$3" '
        # What is called by a name that is put together: initialisers, destructors, words of enumerators (in JavaScript a table
        # that is generated), two widths.
        function put_together(name) {
            if (name == "sct_enum_name") return kind == "js"
            return name ~ /_init_sized$|_free$|_name$|^sct_de2000_batch_f/
        }
        FILENAME == ARGV[1] {called[$0] = 1; next}
        FILENAME == ARGV[2] {spared[$0] = 1; next}
        {exported[$0] = 1}
        !put_together($0) && !($0 in called) && !($0 in spared) {print "not ok " $0 " is not in " folder ": bind it, or say in " list " why not"; bad = 1}
        END {for (name in spared) if (!(name in exported) || name in called) {print "not ok " name " is bound, or gone: remove it from " list; bad = 1}
             exit bad}' "$work/called" "$work/spared" - || failed=1
}
check bindings/python/scalptone bindings/python/tests/spared.txt py
check bindings/js/src bindings/js/tests/spared.txt js
[ $failed -eq 0 ] && echo "ok $(echo "$functions" | wc -l) exported functions are known to the bindings of Python and JavaScript"
exit $failed
