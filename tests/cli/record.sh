#!/bin/sh
# record: made, filled in, shown and listed; whole or not at all, for its owner alone, never over another file.
. tests/cli/check.sh
r=$work/anna.json
answers 'Fill it in' 'a new record' record new "$r" --name anna --date 2026-11-29
[ "$(ls -l "$r" | cut -c 1-10)" = -rw------- ] && good 'for its owner alone' || bad "$(ls -l "$r")"
refused 2 'is there already' 'a second time' record new "$r"
answers 'Wrote' 'fields' record set "$r" --set chosen.ink=oxide-dark-brown --set chosen.lot=A17 --set chosen.expiry=2027-12-31 --set 'chosen.reason=in stock; = fine'
answers 'chosen.lot +A17' 'are shown' record show "$r" --date 2026-11-29
grep -q 'chosen.reason *in stock; = fine' "$work/out" && good 'with what they hold' || bad "$(grep reason "$work/out")"
grep -q 'no patch test' "$work/out" && good 'what is to be minded' || bad 'no warning'
grep -q 'Not checked yet: applicators' "$work/out" && good 'nothing is checked by itself' || bad 'the list is not named'
answers 'Wrote' 'a young patch test' record set "$r" --set patch_test.placed=2026-11-28T18:00
"$SCALPTONE" record show "$r" --date 2026-11-29 >"$work/out"; grep -q 'less than 48 hours' "$work/out" && good 'is warned of' || bad 'no warning of a young patch test'
answers 'has expired' 'ink that expired' record show "$r" --date 2028-01-01
answers '^\{' 'as JSON' record show "$r" --json
"$SCALPTONE" record show "$r" --strict >/dev/null 2>"$work/err"
[ $? -eq 1 ] && grep -q 'to be minded' "$work/err" && good 'which --strict forbids' || bad "--strict: $(cat "$work/err")"
printf 'a photo' >"$work/photo.jpg"
answers 'Wrote' 'a photo' record set "$r" --photo "$work/photo.jpg" --role after --date 2026-12-24
sha=$(sha256sum "$work/photo.jpg" | cut -d ' ' -f 1)
grep -q "$sha" "$r" && good 'by its SHA-256' || bad 'no SHA-256'
grep -q 'photo.jpg' "$r" && bad 'the name of the photo' || good 'not by its name'

# ---- refused, and as it was ----
cp "$r" "$work/before"
refused 2 'has no such field' 'no such field' record set "$r" --set chosen.colour=red
refused 2 'is no day such as' 'no day' record set "$r" --set chosen.expiry=soon
refused 2 'write KEY=VALUE' 'no value' record set "$r" --set chosen.lot
refused 2 'yes or no' 'neither yes nor no' record set "$r" --set checklist.gloves=maybe
refused 3 'no such file' 'no such photo' record set "$r" --photo "$work/none.jpg"
refused 3 'no such file' 'no such record' record set "$work/none.json" --set notes=x
sed 's/"scalptone_record":.1/"scalptone_record": 2/' "$r" >"$work/newer.json"; cp "$work/newer.json" "$work/newer.copy"
refused 5 'newer than this program' 'a newer version' record set "$work/newer.json" --set notes=x
cmp -s "$work/newer.json" "$work/newer.copy" && good 'which stays as it was' || bad 'a newer record was changed'
head -c 200 "$r" >"$work/half.json"; cp "$work/half.json" "$work/half.copy"
refused 5 'half.json' 'a damaged one' record set "$work/half.json" --set notes=x
cmp -s "$work/half.json" "$work/half.copy" && good 'which stays, too' || bad 'a damaged record was changed'
cmp -s "$r" "$work/before" && good 'the record is as it was' || bad 'the record was changed'
refused 2 'new.*set.*show.*list' 'no verb' record
refused 2 "did you mean 'record show'" 'a slip' record shwo "$r"
refused 2 'name a record' 'no name' record show
refused 2 'takes one name' 'two names' record show "$r" "$r"

# ---- killed while writing ----
halves=0
i=0
while [ $i -lt 30 ]; do
    "$SCALPTONE" record set "$r" --set "notes=$i" --quiet 2>/dev/null &
    process=$!
    sleep 0.00$((i % 10))
    kill -KILL $process 2>/dev/null
    wait $process 2>/dev/null
    "$SCALPTONE" record show "$r" >/dev/null 2>"$work/err" || { halves=$((halves + 1)) && cp "$work/err" "$work/half"; }
    i=$((i + 1))
done
[ $halves -eq 0 ] && good 'killed thirty times, never half' || bad "half $halves times, at last: $(cat "$work/half"; ls -l "$work"/anna*)"

# ---- listing ----
mkdir -p "$work/clients/ben" "$work/clients/cleo" "$work/clients/dan"
for client in 'ben 65,13,16 27,6,8' 'cleo 40,12,16 25,3,3' 'dan 64,13,16 27,6,8'; do
    # shellcheck disable=SC2086
    set -- $client
    "$SCALPTONE" record new "$work/clients/$1/record.json" --name "$1" --set "measured.skin_lab=$2" --set "measured.hair_lab=$3" --quiet || bad "$1"
done
echo '{"no":"record"}' >"$work/clients/other.json"
"$SCALPTONE" record new "$work/clients/unmeasured.json" --name eve --quiet
answers 'ben' 'a list' record list "$work/clients"
[ "$(wc -l <"$work/out")" -eq 4 ] && good 'of what is a record' || bad "lists: $(cat "$work/out")"
"$SCALPTONE" record list "$work/clients" --like "$work/clients/ben/record.json" >"$work/out"
order=$(grep -oE 'ben|cleo|dan|eve' "$work/out" | uniq | tr '\n' ' ')
[ "$order" = 'ben dan cleo eve ' ] && good "the most alike first: $order" || bad "in the order $order"
head -n 1 "$work/out" | grep -q '^ *0\.0 ' && good 'with how far they are off' || bad "$(cat "$work/out")"
{ COLUMNS=60 "$SCALPTONE" record list "$work/clients" --like "$work/clients/ben/record.json" && COLUMNS=60 "$SCALPTONE" record show "$work/clients/ben/record.json"; } >"$work/out"
grep -q "^ *$work/clients/ben/record.json$" "$work/out" && grep -q '^  There is no patch test' "$work/out" && good 'a list and a record in 60 columns' || bad "60 columns: $(head -n 3 "$work/out")"
wide=$(grep -vF "$work" "$work/out" | awk 'length > 60')
[ -z "$wide" ] && good 'no line is wider than the terminal' || bad "wider than 60 columns: $wide"
answers '"client":"dan"' 'a list as JSON' record list "$work/clients" --json
fits 'record list' closed record list
mkdir "$work/empty"
answers 'No record' 'an empty folder' record list "$work/empty"
refused 3 'no such folder' 'no folder' record list "$work/none"

# ---- what consult writes ----
"$OUT/tests/phantom/phantom" --out "$work" --size 1600,1200 --card colorchecker --mm-per-px 0.02 >/dev/null 2>&1 || bad phantom
"$SCALPTONE" consult "$work/photo.jpg" --scale 0.02 --name fay -o "$work/clients/fay" --no-pdf >/dev/null || bad consult
"$SCALPTONE" record show "$work/clients/fay/record.json" >"$work/out"
for key in 'client *fay' 'recommended.ink *[a-z]' 'measured.skin_lab *[0-9]' 'palette.fingerprint *[0-9a-f]{64}' 'photos.1.sha256 *[0-9a-f]{64}' 'checklist.gloves *no' 'program.seed *1'; do
    grep -qE "$key" "$work/out" && good "consult's record: $key" || bad "consult's record lacks $key"
done

grep -qE '^  Empty +area, needle' "$work/out" && grep -qE '^ +chosen.ink, chosen.lot' "$work/out" && good 'what is empty is named' || bad "what is empty: $(grep -A 9 Empty "$work/out")"
grep -q ' -$' "$work/out" && bad 'an empty field takes a line' || good 'and takes no line'

# ---- the same mix again ----
m=$work/mix.json
"$SCALPTONE" record new "$m" --quiet
refused 4 'holds no recipe' 'nothing to mix' record mix "$m"
"$SCALPTONE" record set "$m" --set recommended.ink=carbon --set 'recommended.title=Carbon black' --set recommended.parts_ink=1 --set recommended.parts_water=20 --quiet
answers 'Mix 0.45 ml Carbon black and 9.00 ml water: 9.45 ml, shade 20' 'for another cup' record mix "$m" --mix 10ml
grep -q 'In drops: 9 and 180. In grams: 0.47 and 9.00.' "$work/out" && grep -q '5 caps #16 (2 ml), or 32 small ones' "$work/out" && good 'in drops, grams and caps' || bad "$(cat "$work/out")"
answers 'In drops: 11 and 225' 'other drops' record mix "$m" --mix 10 --drops-per-ml 25
answers '"ink_ml":0.45,"second_ml":0.00,"water_ml":9.00' 'as JSON' record mix "$m" --mix 10 --json
fits 'record mix' closed record mix
"$SCALPTONE" record set "$m" --set recommended.ink_ml=0.15 --set recommended.second_ml=0.05 --set recommended.parts_water=12 --quiet
answers 'Mix 0.45 ml and 0.15 ml of Carbon black, and 7.20 ml water: 7.80 ml, shade 12' 'a blend keeps its ratio' record mix "$m" --mix 8
"$SCALPTONE" record set "$m" --set chosen.ink=mine --quiet
refused 4 'no dilution' 'another ink without its dilution' record mix "$m"
"$SCALPTONE" record set "$m" --set chosen.parts_water=3 --quiet
answers 'Mix 0.50 ml mine and 1.50 ml water' 'what was chosen comes first' record mix "$m" --mix 2

# ---- two at once, each with a field of its own ----
i=0
lost=0
while [ $i -lt 12 ]; do
    "$SCALPTONE" record set "$r" --set "notes=n$i" --quiet 2>>"$work/said" & one=$!
    "$SCALPTONE" record set "$r" --set "area=a$i" --quiet 2>>"$work/said" & two=$!
    wait $one $two
    "$SCALPTONE" record show "$r" >"$work/out"
    grep -q "^  notes *n$i\$" "$work/out" && grep -q "^  area *a$i\$" "$work/out" ||
        { lost=$((lost + 1)) && grep -E '^  (notes|area) ' "$work/out" >>"$work/said"; }
    i=$((i + 1))
done
[ $lost -eq 0 ] && good 'two programs at once: nothing is lost' || bad "lost $lost of 12 times: $(cat "$work/said")"

# ---- a healed photo against the record ----
c=$work/clients/fay
"$SCALPTONE" preview "$work/photo.jpg" --scale 0.02 --area rect:10%,10%,30%,30% -o "$work/healed.jpg" --quiet >/dev/null || bad preview
refused 2 'name the healed photo' 'no healed photo' record verify "$c/record.json"
refused 2 'one photo too many' 'two of them' record verify "$c/record.json" "$work/healed.jpg" "$work/healed.jpg"
mkdir "$work/apart" && cp "$work/healed.jpg" "$work/apart/"
refused 3 'photo before is not beside' 'no photo before' record verify "$c/record.json" "$work/apart/healed.jpg"
refused 2 "belongs to 'record verify'" 'an area for set' record set "$c/record.json" --area rect:1,1,5,5
cp "$c/record.json" "$work/fay.copy"
refused 4 '' 'what cannot be compared' record verify "$c/record.json" "$work/healed.jpg" --area rect:0,0,3,3
cmp -s "$c/record.json" "$work/fay.copy" && good 'leaves the record alone' || bad 'a refusal changed the record'
answers 'planned' 'a healed photo, the one before found by its SHA-256' record verify "$c/record.json" "$work/healed.jpg" --area rect:12%,12%,26%,26% --before bare --date 2027-01-10 -o "$work/verified.jpg"
[ -s "$work/verified.jpg" ] && good 'with a picture' || bad 'no picture'
answers 'planned' 'and again' record verify "$c/record.json" "$work/healed.jpg" --photo "$work/photo.jpg" --area rect:12%,12%,26%,26% --before bare --date 2027-01-11 --chart none
answers 'record.json, 1 ' 'a hand learnt of the record' palette calibrate "$c/record.json"
answers 'left out is dE00' 'and what it is worth' palette calibrate "$c/record.json" "$c/record.json"
refused 4 'holds no healed result' 'a record without a healed result' palette calibrate "$work/anna.json"
"$SCALPTONE" record show "$c/record.json" >"$work/out"
sha=$(sha256sum "$work/healed.jpg" | cut -d ' ' -f 1)
grep -q "results.1.photo *$sha" "$work/out" && grep -q 'results.1.date *2027-01-11' "$work/out" && ! grep -q 'results.2' "$work/out" &&
    good 'one photo has one result' || bad "results: $(grep results "$work/out")"
grep -qE 'results.1.outcome *(as-planned|lighter|darker|unsure)' "$work/out" && grep -qE 'results.1.dl *-?[0-9]' "$work/out" && good 'which is kept' || bad "$(grep results "$work/out")"
grep -q 'photos.2.role *after' "$work/out" && good 'and so is the photo' || bad 'the photo after is not in the record'
answers 'Wrote' 'another dilution was chosen' record set "$c/record.json" --set chosen.parts_water=3
refused 4 'another ink or dilution was chosen' 'its colour is not the planned one' record verify "$c/record.json" "$work/healed.jpg"
[ "$failures" -eq 0 ]
