#!/bin/sh
# Every function that the library exports is called by the bindings of each language, or stands in their list of those that need
# not be, with the reason. Options, records and words are generated from the headers; a function wants a name there by somebody.
failed=0
functions=$(sed -nE 's/^ *(sct_[a-z0-9_]+);.*/\1/p' engine/api/exports.map)

# check FOLDER LIST ENDING: the functions called in the files of a folder, and the list of those that are not.
check() {
    cat "$1"/*."$3" >/dev/null || exit 1
    for name in $functions; do
        case $name in # what is called by a name that is put together: initialisers, destructors, words of enumerators, two widths
            *_init_sized | *_free | sct_de2000_batch_f*) continue ;;
            sct_enum_name) ;;
            *_name) continue ;;
        esac
        [ "$3 $name" = "js sct_enum_name" ] && continue # its words are in a table that is generated
        grep -qE "\b$name\b" "$1"/*."$3" && continue
        grep -q "^$name " "$2" && continue
        echo "not ok $name is not in $1: bind it, or say in $2 why not"
        failed=1
    done
    for name in $(sed -nE 's/^(sct_[a-z0-9_]+) .*/\1/p' "$2"); do
        echo "$functions" | grep -qx "$name" && ! grep -qE "\b$name\b" "$1"/*."$3" && continue
        echo "not ok $name is bound, or gone: remove it from $2"
        failed=1
    done
}
check bindings/python/scalptone bindings/python/tests/spared.txt py
check bindings/js/src bindings/js/tests/spared.txt js
[ $failed -eq 0 ] && echo "ok $(echo "$functions" | wc -l) exported functions are known to the bindings of Python and JavaScript"
exit $failed
