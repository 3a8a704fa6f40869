#!/bin/sh
# What the files that were built say of their own hardening: addresses that are not known beforehand, tables that nothing can
# write to once it runs, guarded stacks, checked copies; and where the processor has it, jumps that land where they may.
: "${OUT:=build}"
failures=0
good() { printf 'ok %s\n' "$1"; }
bad() { printf 'not ok %s\n' "$1"; failures=1; }
case $OUT in *asan | *tsan | *cover | *count) echo "skip hardening: this build is instrumented"; exit 0 ;; esac
command -v readelf >/dev/null 2>&1 || { echo "skip hardening: no readelf is here"; exit 0; }
library=$OUT/libscalptone.so.0 program=$OUT/scalptone
for file in "$library" "$program"; do
    name=${file##*/}
    readelf -lW "$file" >"$OUT/segments" && readelf -dW "$file" >"$OUT/entries" && readelf -sW --dyn-syms "$file" >"$OUT/names"
    grep -q GNU_RELRO "$OUT/segments" && grep -qE 'BIND_NOW|NOW' "$OUT/entries" && good "$name: tables of addresses are read-only" || bad "$name: RELRO"
    grep -E 'GNU_STACK' "$OUT/segments" | grep -q 'RW ' && good "$name: no code on the stack" || bad "$name: the stack holds code"
    grep -q 'RWE' "$OUT/segments" && bad "$name: a segment that is written to and run" || good "$name: nothing is written to and run"
    grep -q '__stack_chk_fail' "$OUT/names" && good "$name: stacks are guarded" || bad "$name: no guards"
    readelf -hW "$file" | grep -qE 'Type: +DYN' && good "$name: lies at any address" || bad "$name: a fixed address"
done
grep -qE '_chk(@|$| )' "$OUT/names" && good 'copies into arrays are checked' || bad 'no checked copies (_FORTIFY_SOURCE)'
# The linker marks a file for CET only where the C library's own objects are; what is ours says so in its first instruction.
if objdump -d --no-show-raw-insn --disassemble=sct_version "$library" 2>/dev/null | grep -q endbr; then
    good 'functions begin where jumps may land (CET)'
else
    echo "skip CET: another processor or compiler, or objects of older flags ('make clean')"
fi
rm -f "$OUT/segments" "$OUT/entries" "$OUT/names"
exit $failures
