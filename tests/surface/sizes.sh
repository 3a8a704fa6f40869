#!/bin/sh
# The sizes of public structs are those that were accepted last (tests/surface/sizes.txt), and no struct has a hole: a field put
# into one later would change nothing that a program compiled before could be told by.
#   sizes.sh          compares
#   sizes.sh accept   renews tests/surface/sizes.txt; `make abi-accept` calls it
: "${CC:=cc}"
stored=tests/surface/sizes.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
sed -nE 's/^typedef struct (sct_[a-z0-9_]+) \{.*/\1/p' include/scalptone/*.h | sort >"$work/structs"
{
    printf '#include "scalptone.h"\n#include <stdio.h>\nint main(void)\n{\n'
    sed 's/.*/    printf("%s %zu\\n", "&", sizeof(&));/' "$work/structs"
    printf '    return 0;\n}\n'
} >"$work/sizes.c"
$CC -std=c11 -Iinclude -o "$work/sizes" "$work/sizes.c" && "$work/sizes" >"$work/now" || { echo "not ok the sizes cannot be asked"; exit 1; }
if [ "${1:-}" = accept ]; then cp "$work/now" "$stored"; exit; fi
echo "figure: $(wc -l <"$work/now") public structs, the largest: $(sort -k2 -rn "$work/now" | head -n 5 | awk '{printf "%s%s %d bytes", (NR > 1 ? ", " : ""), $1, $2}')"
if [ "$(getconf LONG_BIT 2>/dev/null)" != 64 ]; then
    echo "skip sizes: they are pinned for pointers of 64 bits"
elif [ ! -e "$stored" ]; then
    echo "notice: no sizes were accepted yet ('make abi-accept'): nothing to compare with"
    echo "skip sizes: none was accepted yet"
elif diff "$stored" "$work/now" >"$work/diff"; then
    echo "ok sizes of $(wc -l <"$stored") public structs"
else
    echo "not ok sizes of public structs differ from those accepted ('make abi-accept' accepts them):"; cat "$work/diff"; failed=1
fi

# -Wpadded names the line of the field before which, or of the end at which, the compiler fills up.
printf '#include "scalptone.h"\n' | $CC -std=c11 -Wpadded -fsyntax-only -Iinclude -x c - 2>&1 |
    sed -nE 's/^(include\/[^:]*):([0-9]+):[0-9]+: warning: padding .*/\1 \2/p' >"$work/padded"
for header in include/scalptone/*.h; do
    grep "^$header " "$work/padded" | awk -v header="$header" 'FNR == NR && FILENAME == "-" {at[$2]; next}
        /^typedef struct sct_[a-z0-9_]* \{/ {name = $3; start = FNR}
        FNR in at {hole[++n] = FNR}
        /^}/ {for (i = 1; i <= n; i++) print name, header ":" hole[i]; n = 0}' - "$header"
done >"$work/holes"
awk '{print $1}' "$work/holes" | sort -u >"$work/holed"
echo "figure: $(wc -l <"$work/holed") public structs have holes, $(wc -l <"$work/holes") in all"
if [ -s "$work/holes" ]; then
    echo "not ok public structs with holes (order the fields by size, or name the filling):"; cat "$work/holes"; failed=1
else
    echo "ok no public struct has a hole"
fi
exit $failed
