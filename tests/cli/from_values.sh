#!/bin/sh
# match without a photo: colours that somebody gives.
. tests/cli/check.sh
export COLUMNS=160 # a sentence is asked for as one line
skin=65,13,16 hair=27,6,8
match() { name=$1 pattern=$2; shift 2; answers "$pattern" "$name" match "$@"; }
given="--skin-lab $skin --hair-lab $hair"

# ---- answers ----
# shellcheck disable=SC2086
{
    match 'colours instead of a photo' '^  Mix |^  Use ' $given
    grep -q '^  No photo was measured: the colours are those that were given\.$' "$work/out" && good 'the verdict says so' || bad "the verdict: $(head -n 3 "$work/out")"
    grep -q 'L  65\.0  a  13\.0  b  16\.0 .* +- 3\.0$' "$work/out" && grep -q 'L  27\.0  a   6\.0  b   8\.0 .* +- 3\.0$' "$work/out" && good 'the colours are those given' || bad "the colours: $(grep -E '^  (skin|stubble)' "$work/out")"
    grep -q 'predicted: what this hair would leave' "$work/out" && good 'the shadow is predicted' || bad 'no shadow is predicted'
    grep -qE 'photo, in|by this photo|the photo.s colours' "$work/out" && bad "a photo is spoken of: $(grep -E 'by this photo|the photo.s colours' "$work/out")" || good 'no photo is spoken of where there is none'
    match 'how far off they may be' '\+- 1\.5$' --skin-lab $skin,1.5 --hair-lab $hair,2
    match 'grown hair' '^  hair ' $given --hair-kind grown
    match 'another palette' 'Carbon black' $given --palette generic-carbon --top 2
    match 'JSON' '^\{.*"matches":' $given --json
    grep -q '"code":"from-values"' "$work/out" && good 'JSON tells where the colours are from' || bad 'JSON does not tell where the colours are from'
    match 'an answer without draws has a plan for those who ask' '^  Plan ' $given --draws 0 --details
    grep -q 'in 100 that the area' "$work/out" && bad "odds that nobody counted: $(grep -A 2 '^  Plan' "$work/out")" || good 'which claims no odds that nobody counted'
    match 'numbers that are missing in the table are told' '^  Know +row numbers that are missing are more mixes' $given --draws 0
    match 'the same call again' '^\{' $given --json
    "$SCALPTONE" match $given --json | cmp -s - "$work/out" && good 'has the same answer' || bad 'has another answer'
    match 'colours that are not sure' 'not sure enough' --skin-lab $skin,20 --hair-lab $hair,20
    grep -qE '^  (Mix|Use|Guess|Plan) ' "$work/out" && bad 'a recipe of unsure colours' || good 'give no recipe'
    "$SCALPTONE" match --skin-lab $skin,20 --hair-lab $hair,20 --strict >/dev/null 2>"$work/err"
    [ $? -eq 1 ] && grep -q 'strict' "$work/err" && good 'nor pass --strict' || bad "--strict: $(cat "$work/err")"
    match 'dark hairs among grey ones' '^  Grey     dots and area match the dark hairs, as if none were grey' $given --grey-share 0.4 --grey-hair dark
    match 'few grey hairs' '^  Mix |^  Use ' $given --grey-share 0.05 --grey-hair softer --assumptions
    grep -q 'less than a tenth, or not counted: the choice changes nothing' "$work/out" && good 'are nothing to choose about' || bad "few grey hairs: $(grep -i grey "$work/out")"
    match 'grey hair in JSON' '"grey_hair":"softer","grey_share":0.4,' $given --grey-share 0.4 --grey-hair softer --json
    printf -- '%s\n--skin-lab 65,13,16 --hair-lab 90,0,0\n' "$given" >"$work/list"
    "$SCALPTONE" match --batch "$work/list" >"$work/out" 2>"$work/err"
    sed -n 1p "$work/out" | grep -q '"matches":' && sed -n 2p "$work/out" | grep -q '"error":{"exit":4' && good 'lines of a batch' || bad "a batch: $(cut -c 1-200 "$work/out")"
}

# ---- a measurement of yesterday ----
mkdir "$work/photo"
"$OUT/tests/phantom/phantom" --out "$work/photo" --size 480,360 --png8 >/dev/null 2>&1 || { echo "not ok phantom"; exit 1; }
photo=$work/photo/photo.png
"$SCALPTONE" measure "$photo" --json >"$work/yesterday.json" 2>"$work/err" || bad "measure: $(cat "$work/err")"
"$SCALPTONE" match "$photo" --json >"$work/today" 2>"$work/err"
"$SCALPTONE" match --measurement "$work/yesterday.json" --json >"$work/out" 2>"$work/err"
[ -s "$work/today" ] && cmp -s "$work/today" "$work/out" && good 'a measurement ranks as its photo did, byte for byte' || bad "another ranking: $(cat "$work/err")"
match 'for people' '^yesterday.json   480 x 360' --measurement "$work/yesterday.json"
"$SCALPTONE" measure "$photo" --json | "$SCALPTONE" match --measurement - --json --palette generic-carbon >"$work/out" 2>"$work/err" &&
    good 'through a pipe, with another palette' || bad "through a pipe: $(cat "$work/err")"
printf -- '--measurement %s\n' "$work/yesterday.json" | "$SCALPTONE" match --batch - >"$work/out"
cmp -s "$work/today" "$work/out" && good 'as a line of a batch' || bad "as a line of a batch: $(cut -c 1-200 "$work/out")"
# What may be no hair has no ink but with --details.
sed 's/"quality":\[/"quality":[{"code":"region-unsure","message":"what was taken for hair may be none: it is a sofa","fix":"mark the hair","forbids_pick":true},/' \
    "$work/yesterday.json" >"$work/sofa.json"
match 'what to do where there may be no head at all' 'Photograph scalp and hair from near, or mark the hair\.' --measurement "$work/sofa.json" --json
match 'hair that may be none' 'it is a sofa' --measurement "$work/sofa.json"
grep -qE '^ +[0-9]+ .*#|Carbon' "$work/out" && bad "inks for a sofa: $(cat "$work/out")" || good 'has no ink'
match 'with --details' '^ +1 .*#' --measurement "$work/sofa.json" --details
refused 2 'not both' 'a photo, too' match "$photo" --measurement "$work/yesterday.json"
refused 2 'not both' 'colours, too' match --measurement "$work/yesterday.json" --hair-lab $hair
refused 2 '^scalptone: --overlay: belongs to a photo, and a measurement was given' 'an overlay of a measurement' match --measurement "$work/yesterday.json" --overlay "$work/o.png"
refused 3 'no such file' 'a measurement that is not there' match --measurement "$work/none.json"
refused 5 'photo.png: ' 'a measurement that is a photo' match --measurement "$photo"
refused 5 'json: ' 'a palette as a measurement' match --measurement palettes/default.json
head -c 500 "$work/yesterday.json" >"$work/cut.json"
refused 5 'cut.json: ' 'half a measurement' match --measurement "$work/cut.json"

# ---- refusals ----
refused 2 'the hair is missing; give its colour by --hair-lab' 'a skin alone' match --skin-lab $skin
refused 2 'the skin is missing; give its colour by --skin-lab' 'hair alone' match --hair-lab $hair
for lab in 65,9 nan,9,15 65,inf,15 65,9,15,2,1 red ''; do refused 2 'skin-lab' "--skin-lab '$lab'" match --skin-lab "$lab" --hair-lab $hair; done
refused 2 'decimals with a point' 'decimal commas' match --skin-lab '65,4;9,4;15,8' --hair-lab $hair
for lab in -1,0,0 101,0,0 50,200,0 1e6,0,0; do refused 2 'hair-lab .*must be between' "--hair-lab $lab" match --skin-lab $skin --hair-lab "$lab"; done
for u in 0 0.05 51 -2; do refused 2 'may be off by 0.1 to 50' "off by $u" match --skin-lab $skin,$u --hair-lab $hair; done
refused 4 'not darker than the skin; no ink imitates such hair' 'white hair on black skin' match --skin-lab 20,8,8 --hair-lab 90,0,0
refused 4 'not darker than the skin' 'hair as light as the skin' match --skin-lab $skin --hair-lab 65,0,0
for lab in 50,0,-40 60,10,-25 60,10,55 30,10,40; do refused 4 '^scalptone: --skin-lab: no skin has the colour .* away: check' "a skin of $lab" match --skin-lab $lab --hair-lab 10,0,0; done
refused 2 'the hair is missing' 'a kind of hair without its colour' match --skin-lab $skin --hair-kind grown
refused 2 'not one of auto, stubble, grown' 'another kind of hair' match --skin-lab $skin --hair-lab $hair --hair-kind curly
refused 2 'grey-hair salt: not one of blend, dark, softer' 'another wish for grey hair' match $given --grey-hair salt
refused 2 'grey-share' 'a head without dark hairs' match $given --grey-share 1
refused 2 'not both' 'a photo, too' match photo.jpg --skin-lab $skin --hair-lab $hair
refused 2 'not both' 'a shape, too' match --skin rect:1,1,9,9 --skin-lab $skin --hair-lab $hair
refused 2 '^scalptone: --overlay: belongs to a photo' 'an overlay of no photo' match --skin-lab $skin --hair-lab $hair --overlay "$work/o.png"
refused 2 '^scalptone: --scale: belongs to a photo' 'a scale of no photo' match --skin-lab $skin --hair-lab $hair --scale 0.02
# shellcheck disable=SC2086
answers '^  No recipe: without draws nobody can tell how sure an ink is\.$' 'why there is no recipe without draws' match $given --draws 0 --top 1
[ "$failures" -eq 0 ]
