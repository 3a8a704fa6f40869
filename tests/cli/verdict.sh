#!/bin/sh
# The verdict: three lines above the answer of match, in words that artists use, and never against what stands below.
. tests/cli/check.sh
"$OUT/tests/phantom/phantom" --out "$work" --size 2000,1500 --card colorchecker --mm-per-px 0.018 --png8 >/dev/null 2>&1 || { echo "not ok phantom"; exit 1; }
mv "$work/photo.png" "$work/chart.png"
"$OUT/tests/phantom/phantom" --out "$work" --size 480,360 --png8 >/dev/null 2>&1 || { echo "not ok phantom"; exit 1; }
photo=$work/photo.png chart=$work/chart.png
# verdict ARGS...: the lines above the first empty one, each sentence on a line of its own.
verdict() { "$SCALPTONE" match "$@" 2>"$work/err" | sed '/^$/q' | tr '\n' ' ' | tr -s ' ' | sed 's/\([.!]\) /\1\n/g'; }
says() { if grep -qE -- "$2" "$work/verdict"; then good "$1: $(grep -E -- "$2" "$work/verdict")"; else bad "$1: $(cat "$work/verdict")"; fi; }

# ---- a photo that will do ----
verdict "$chart" --palette generic-carbon >"$work/verdict"
if "$SCALPTONE" match "$chart" --palette generic-carbon --json | grep -q '"pick":true'; then
    says 'a good photo' 'The photo is good enough'
    says 'a recipe' '(Mix [0-9.]+ ml .* water \(shade [0-9.]+\)|Use .* as it is)\.$'
    says 'what will be seen' 'From a metre|No difference will be seen'
    amount=$(sed -n 's/.*Mix \([0-9.]* ml [A-Z][a-z ]*[a-z]\) and .*/\1/p' "$work/verdict")
    "$SCALPTONE" match "$chart" --palette generic-carbon | grep -qF "Mix      $amount + " && good "the same recipe below: $amount" || bad "another recipe below than $amount"
    "$SCALPTONE" match "$chart" --palette generic-carbon --json | grep -oE '"verdict":\{[^}]*\}' >"$work/json"
    recipe=$(sed -n 's/.*"recipe":"\([^"]*\)".*/\1/p' "$work/json")
    tr '\n' ' ' <"$work/verdict" | grep -qF "$recipe" && grep -q '"good_enough":true' "$work/json" && good "the same in JSON: $recipe" || bad "JSON says $(cat "$work/json")"
else
    bad "the phantom with a chart gives no pick: $(cat "$work/verdict")"
fi

verdict "$chart" --hair point:5%,5% >"$work/verdict"
says 'hair pointed at where none is' 'no single hair stands out where the hair is meant to be'
"$SCALPTONE" match "$chart" --details >"$work/out"
grep -qE '[0-9]+ and [0-9]+ drops|, [0-9]+ and|as it is' "$work/out" && good 'amounts in drops, too' || bad 'no drops'
grep -qE 'dots: [0-9]+ per cm2 after the first session' "$work/out" && good 'dots over the sessions' || bad 'no dots over the sessions'
for volume in 10 10ml '10 ml' 10ML; do
    "$SCALPTONE" match "$chart" --mix "$volume" --json >"$work/volume.json" 2>"$work/err" || bad "--mix $volume: $(cat "$work/err")"
    [ -s "$work/volume.json" ] && good "--mix $volume" || bad "--mix $volume: no answer"
done
refused 2 'not a number' 'another unit' match "$chart" --mix 10l

# ---- a photo that will not ----
verdict "$photo" >"$work/verdict"
says 'a photo without a chart' '^ ?Not good enough yet: there is no colour chart in the photo\.$'
says 'the one thing to do' '^Lay a ColorChecker beside the skin, in the same light\.$'
says 'no recipe' '^No recipe yet: it would be a guess\.$'
says 'nothing is promised' '^What will be seen cannot be said before then\.$'
"$SCALPTONE" match "$photo" >"$work/out"
grep -qE '^  (Guess|Mix|Use|Or|Plan|Why) ' "$work/out" && bad "a plan against the verdict: $(grep -E '^  (Guess|Mix|Use|Or|Plan|Why) ' "$work/out")" || good 'no recipe and no plan where no ink may be picked'
"$SCALPTONE" match "$photo" --details >"$work/out"
grep -q '^  Guess ' "$work/out" && grep -q '^  Plan ' "$work/out" && good '--details shows them' || bad '--details shows no guess'
"$OUT/tests/phantom/phantom" --out "$work" --size 1200,900 --card colorchecker --mm-per-px 0.03 --blur 4 --png8 >/dev/null
mv "$work/photo.png" "$work/blurred.png"
verdict "$work/blurred.png" >"$work/verdict"
says 'a blurred photo' '^ ?Not good enough yet: the photo is blurred\.$'
"$OUT/tests/phantom/phantom" --out "$work" --size 1200,900 --card colorchecker --mm-per-px 0.03 --blur 7 --png8 >/dev/null
mv "$work/photo.png" "$work/blurred.png"
refused 4 'too blurred, or was taken from too far' 'no hair to be seen for blur' match "$work/blurred.png"
"$OUT/tests/phantom/phantom" --out "$work" --size 480,360 --png8 >/dev/null
verdict "$photo" "$chart" >"$work/verdict"
says 'two photos' 'Not good enough yet|The photos are good enough'
verdict "$photo" --quiet >"$work/verdict"
says '--quiet leaves the verdict' 'Not good enough yet'
verdict "$chart" --chart none --grey rect:2%,2%,4%,4% >"$work/verdict"
says 'another fault' 'Not good enough yet'

# ---- words ----
for args in "$photo" "$chart"; do
    words=$(verdict "$args" | grep -oiE 'leave-one-out|residual|expected|Mie|dE00|[0-9] um|L\*' | tr '\n' ' ')
    [ -z "$words" ] && good "no word of the trade of colour: $(basename "$args")" || bad "words that no artist uses: $words"
    long=$(verdict "$args" | awk 'NF > 14' | head -n 1)
    [ -z "$long" ] && good 'sentences of a dozen words' || bad "a long sentence: $long"
done

# ---- width ----
for columns in 60 80 120; do
    for args in "$photo" "$chart --blend 2"; do
        # shellcheck disable=SC2086
        long=$(COLUMNS=$columns "$SCALPTONE" match $args --details | awk -v most=$columns 'length($0) > most' | head -n 1)
        [ -z "$long" ] && good "fits into $columns columns" || bad "wider than $columns columns: $long"
    done
done
long=$("$SCALPTONE" match "$chart" --details --assumptions | awk 'length($0) > 80' | head -n 1)
[ -z "$long" ] && good 'fits into 80 columns in a pipe' || bad "wider than 80 columns in a pipe: $long"
"$SCALPTONE" match "$photo" --json >"$work/one"
COLUMNS=60 "$SCALPTONE" match "$photo" --json --details >"$work/two"
cmp -s "$work/one" "$work/two" && good 'JSON is what it was' || bad 'JSON changed'
[ "$failures" -eq 0 ]
