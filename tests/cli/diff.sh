#!/bin/sh
# diff: the 34 pairs of Sharma, Wu & Dalal 2005, table 1, in both orders, through --batch.
. tests/cli/check.sh
pairs=tests/vectors/sharma2005.h
for order in forward backward; do
    if [ $order = forward ]; then columns='$1","$2","$3" "$4","$5","$6'; else columns='$4","$5","$6" "$1","$2","$3'; fi
    grep '^    {{' $pairs | sed 's/[{} ]//g' >"$work/pairs" # L1,a1,b1,L2,a2,b2,dE,the other value that the knife edge admits
    awk -F, "{print $columns}" "$work/pairs" | "$SCALPTONE" diff --batch >"$work/got"
    awk -F, '{print $7, $8}' "$work/pairs" | paste -d ' ' - "$work/got" |
        awk 'function near(a, b) {return a - b <= 5.01e-5 && b - a <= 5.01e-5}
             NF == 3 {n++; if (near($3, $1) || near($3, $2)) good++; else print "pair " n ": " $0 > "/dev/stderr"}
             END {print good + 0, n + 0}' >"$work/count" 2>"$work/err"
    read -r right all <"$work/count"
    echo "figure: Sharma pairs through 'diff --batch', $order: $right of $all"
    if [ "$right" = 34 ] && [ "$all" = 34 ]; then good "sharma $order"; else bad "sharma $order: $(cat "$work/err")"; fi
done
answers '^2\.04[0-9]+$' 'one pair' diff 50,2.6772,-79.7751 50,0,-82.7485
answers '"difference":' 'json' diff --json 50,0,0 51,0,0
answers '^0\.000000$' 'identity' diff 50,1,2 50,1,2
# Colours that no surface has, as the tests of colour-science's Colour take them (values of Lindbloom's calculator).
far=100.00000000,21.57210357,272.22819350
answers '^94\.035649$' 'CIEDE2000, far out' diff $far 100.00000000,426.67945353,72.39590835
answers '^83\.779226$' 'CIE94, far out' diff $far 100.00000000,426.67945353,72.39590835 --metric de94
answers '^172\.704771$' 'CMC 2:1, far out, where lightness is equal' diff $far 100.00000000,426.67945353,72.39590835 --metric cmc
refused 2 'is not a colour' 'beyond what digits tell' diff 50,0,0 50,10001,0
printf '50,0,0 51,0,0\nbroken\n' | "$SCALPTONE" diff --batch >"$work/out" 2>"$work/err"
code=$?
[ $code -eq 2 ] && grep -q 'line 2' "$work/err" && good 'the line that is no pair is named' || bad "bad line: exit $code $(cat "$work/err")"
[ "$failures" -eq 0 ]
