#!/bin/sh
# Every function that the library exports is called by the bindings of each language, or stands in their list of those that need
# not be, with the reason. Options, records and words are generated from the headers; a function wants a name there by somebody.
failed=0
functions=$(sed -nE 's/^ *(sct_[a-z0-9_]+);.*/\1/p' engine/api/exports.map)
cat bindings/python/scalptone/*.py >/dev/null || exit 1
for name in $functions; do
    case $name in # what is called by a name that is put together: initialisers, destructors, words of enumerators, two widths
        *_init_sized | *_free | sct_de2000_batch_f*) continue ;;
        sct_enum_name) ;;
        *_name) continue ;;
    esac
    grep -qE "\b$name\b" bindings/python/scalptone/*.py && continue
    grep -q "^$name " bindings/python/tests/spared.txt && continue
    echo "not ok $name is not in bindings/python/scalptone: bind it, or say in bindings/python/tests/spared.txt why not"
    failed=1
done
for name in $(sed -nE 's/^(sct_[a-z0-9_]+) .*/\1/p' bindings/python/tests/spared.txt); do
    echo "$functions" | grep -qx "$name" && ! grep -qE "\b$name\b" bindings/python/scalptone/*.py && continue
    echo "not ok $name is bound, or gone: remove it from bindings/python/tests/spared.txt"
    failed=1
done
[ $failed -eq 0 ] && echo "ok $(echo "$functions" | wc -l) exported functions are known to the bindings"
exit $failed
