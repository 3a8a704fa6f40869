#!/bin/sh
# --schema: what a command answers with --json fits the schema that it prints, which refuses a key that nobody named. Answers that
# take long are held against theirs where another script asks for them anyway.
. tests/cli/check.sh
"$OUT/tests/phantom/phantom" --out "$work" --size 480,360 --card colorchecker --png8 >/dev/null 2>&1 || { echo "not ok phantom"; exit 1; }
photo=$work/photo.png

answers '^\{' 'measure' measure "$photo" --json
fits 'measure' closed measure
answers '"hair":null' 'measure of skin alone' measure "$photo" --skin rect:10%,10%,20%,20% --json
fits 'measure of skin alone' closed measure
answers '"ladder"' 'heal --ladder' heal --skin 65,9.4,15.8 --ink generic-carbon --ladder --json
fits 'heal --ladder' closed heal
answers '^\{' 'heal of bare tissue' heal --tissue melanin=0.02,blood=0.0075,base=0.3 --json
fits 'heal of bare tissue' closed heal
answers '^\{' 'chart' chart "$photo" --json
fits 'chart' closed chart
answers '^\{' 'palette list' palette list --json
fits 'palette list' open palette list
answers '^\{' 'palette show' palette show generic-carbon --json
fits 'palette show' open palette show
answers '^\{' 'palette check' palette check palettes/default.json --json
fits 'palette check' closed palette check
answers '^\{' 'diff' diff 50,2.5,0 56,-27,-3 --metric cmc --json
fits 'diff' closed diff
answers '^\{' 'card' card -o "$work/card.svg" --json
fits 'card' open card
answers '"kind":"values"' 'match of colours that are given' match --skin-lab 65.1,13.4,15.7,2 --hair-lab 26.9,6.1,8.5 --json
fits 'match of colours that are given' closed match
cup() { answers '"batch_ml":8,' "palette cup, $1" palette cup "$photo" --ink generic-carbon --want 20 "$2" 8ml --film 24 --field 'mix=20:rect:10%,40%,10%,10%' --json; }
cup '--mix' --mix
fits 'palette cup' closed palette cup
answers 'strips missing to be sure within 5 %: [1-9][0-9]* of the mix, [1-9]' 'it says how many strips are missing' palette cup "$photo" --ink generic-carbon --want 20 --film 24 --field 'mix1:rect:10%,40%,10%,10%' --field 'mix2:rect:30%,40%,10%,10%'
grep -q '[0-9]e+' "$work/out" && bad "and prints what nobody can mix: $(cat "$work/out")" || good 'and leaves out an interval that tells nothing'
cup '--batch, as it was called before' --batch

# Each answer that has a schema is tried somewhere, but record verify, which answers like verify.
sed -nE 's/^    \{"([a-z]+)", (NULL|"([a-z]+)"), schema_.*/\1 \3/; s/^([a-z]+) ([a-z]*)$/\1 \2/; t keep; d; :keep; s/ $//; p' cli/schema/schema.c >"$work/names"
[ "$(wc -l <"$work/names")" -ge 16 ] && good 'the table of schemas is read' || bad "the table of schemas has $(wc -l <"$work/names") rows"
{ echo 'record verify'; sed -nE "s/^ *fits '[^']*' (closed|open) ([a-z ]+)$/\2/p" tests/cli/*.sh; } | sort -u >"$work/tried"
left=$(grep -vxFf "$work/tried" "$work/names")
[ -z "$left" ] && good 'and each of it is tried' || bad "no answer was held against the schema of: $left"
"$SCALPTONE" verify --schema >"$work/verify"
answers '"retention"' 'record verify' record verify --schema
cmp -s "$work/out" "$work/verify" && good 'answers like verify' || bad 'record verify --schema differs from verify --schema'
refused 2 'answer is meant: check, list, show' 'a verb without an answer' palette new --schema
refused 2 'answer is meant: list, mix, verify' 'no verb' record --schema

# A check that cannot fail proves nothing.
"$SCALPTONE" diff --schema >"$work/schema"
damaged() {
    printf '%s\n' "$2" >"$work/answer"
    said=$("$OUT/tests/report/fits" open "$work/schema" "$work/answer") && bad "$1 passes: $said" || good "$1: $said"
}
damaged 'a difference that is a word' '{"metric":"de76","difference":"1"}'
damaged 'no difference' '{"metric":"de76"}'
damaged 'a formula of another name' '{"metric":"de75","difference":1}'
damaged 'one key more' '{"metric":"de76","difference":1,"more":1}'
damaged 'less than nothing' '{"metric":"de76","difference":-1}'
damaged 'half an answer' '{"metric":"de76",'
damaged 'a number that is none' '{"metric":"de76","difference":nan}'
sed '1s/{/{"unheardOf": 1,/' "$work/schema" >"$work/odd"
printf '{"metric":"de76","difference":1}' >"$work/answer"
said=$("$OUT/tests/report/fits" open "$work/odd" "$work/answer") && bad 'a word of a schema that the check does not know passes' || good "a word that the check does not know: $said"
[ "$failures" -eq 0 ]
