#!/bin/sh
# The command in every language: no English is left in what people read, JSON is as it was, nothing is wider than the terminal.
. tests/cli/check.sh
# The photo is small and measured once: what is said of it in each language and width is said of the same measurement.
"$OUT/tests/phantom/phantom" --out "$work" --size 330,260 --mm-per-px 0.03 --png8 >/dev/null 2>&1 || { echo "not ok phantom"; exit 1; }
photo=$work/photo.png
"$SCALPTONE" measure "$photo" --scale 0.03 --json >"$work/measured.json" && "$SCALPTONE" measure "$photo" --chart none --json >"$work/no-chart.json" || bad 'measure'
"$SCALPTONE" palette stock palettes/default.json 'oxide-w*' 'oxide-a*' 'oxide-c*' 'ready-d*' 'ready-m*' 'ready-a*' 'ready-g*' --in-stock no -o "$work/inks.json" --quiet || bad 'few inks'
few="--palette $work/inks.json"
# Words of English that none of the others has.
english='the|and|with|from|of|are|is|were|this|than|not'

# shellcheck disable=SC2086 # $few is two words, here and below
"$SCALPTONE" match --measurement "$work/measured.json" $few --json >"$work/plain.json" || bad 'match'
# What the program said in the files named, without options: lines of English, and lines wider than the number that the name ends in.
english_in() { sed 's/--[a-z-]*//g' "$@" | grep -wE "$english" | head -3; }
wide_in() { awk '{ s = $0; gsub(/[\200-\277]/, "", s); most = FILENAME; sub(/.*\./, "", most); if (length(s) > most + 0 && !/sheet\.png/) print }' "$@" | head -2; }
for language in de es fr pt tr; do
    "$SCALPTONE" match --measurement "$work/measured.json" $few --json --language $language >"$work/$language.json"
    cmp -s "$work/plain.json" "$work/$language.json" || bad "JSON in $language is another"
    for columns in 60 80 120; do
        COLUMNS=$columns "$SCALPTONE" match --measurement "$work/measured.json" $few --language $language --details --assumptions >"$work/said.$columns" 2>&1
    done
    {
        export COLUMNS=60 # where least room is
        "$SCALPTONE" match --measurement "$work/no-chart.json" $few --language $language
        "$SCALPTONE" measure "$photo" --language $language
        "$SCALPTONE" preview "$photo" --scale 0.03 $few --top 2 --sheet "$work/sheet.png" --force --language $language
        unset COLUMNS
    } >>"$work/said.60" 2>&1
    left=$(english_in "$work/said.60" "$work/said.80" "$work/said.120")
    wide=$(wide_in "$work/said.60" "$work/said.80" "$work/said.120")
    [ -z "$left" ] || bad "English in $language: $left"
    [ -z "$wide" ] || bad "wider than it may be in $language: $wide"
    [ "$(wc -l <"$work/said.60")" -gt 100 ] || bad "little is said in $language: $(head -3 "$work/said.60")"
    "$SCALPTONE" consult "$photo" --scale 0.03 $few --language $language --no-pdf --name anna -o "$work/$language" >"$work/said" 2>&1 || bad "consult in $language: $(cat "$work/said")"
    left=$({ sed 's/"data:[^"]*"//g' "$work/$language/consultation.html" | awk '/<(style|script)>/ { skip = 1 } !skip; /<\/(style|script)>/ { skip = 0 }' |
        sed 's/ \(class\|id\|name\|for\|role\|aria-labelledby\)="[^"]*"//g; s/ content="[^"]*"//g'; cat "$work/said"; } | english_in)
    grep -q "<html lang=\"$language\"" "$work/$language/consultation.html" && [ -z "$left" ] || bad "the page in $language says: $left"
done
[ "$failures" -eq 0 ] && good 'five languages say all in their own words, at 60, 80 and 120 columns, and JSON is one'

# What people meet when something is wrong, in their words.
echo 'no photo' >"$work/text.jpg"
for language in de es fr pt tr; do
    for tried in "match $work/none.jpg" "match $work/text.jpg" match 'match --sacle 1' mtach 'record show /' "match $work --json" ''; do
        # shellcheck disable=SC2086
        LC_ALL=$language "$SCALPTONE" $tried
    done >"$work/said" 2>&1
    left=$(sed "s/'[^']*'//g" "$work/said" | english_in)
    [ -z "$left" ] && [ "$(wc -l <"$work/said")" -eq 8 ] && grep -q -- '--scale' "$work/said" || bad "English in $language: $left $(cat "$work/said")"
    LC_ALL=$language "$SCALPTONE" help >"$work/said"
    left=$(grep -wE 'the|with|are|what|which' "$work/said" | head -2)
    [ -z "$left" ] && [ "$(awk '{ s = $0; gsub(/[\200-\277]/, "", s); if (length(s) > 120) print }' "$work/said" | wc -l)" -eq 0 ] || bad "the overview in $language: $left"
done
[ "$failures" -eq 0 ] && good 'so do refusals and the overview'

# A HEIC where libheif is not installed: here a file that is no library is found before the system's.
if [ "$(uname)" = Linux ] && grep -q 'libheif\.so\.1' "$OUT"/libscalptone.so.0; then
    printf '\000\000\000\024ftypheic\000\000\000\000mif1' >"$work/photo.heic"
    mkdir -p "$work/nothing" && : >"$work/nothing/libheif.so.1"
    heic() { LC_ALL=$1 LD_LIBRARY_PATH=$work/nothing${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH} "$SCALPTONE" measure "$work/photo.heic" >"$work/said" 2>&1; }
    for language in de es fr pt tr; do
        heic $language
        [ $? -eq 3 ] && [ "$(wc -l <"$work/said")" -eq 1 ] && grep -q 'libheif\.so\.1.*JPEG' "$work/said" || bad "no libheif, in $language: $(cat "$work/said")"
        left=$(english_in "$work/said")
        [ -z "$left" ] || bad "English in $language: $left"
    done
    heic en
    grep -q 'libheif, which is not installed here' "$work/said" && [ "$failures" -eq 0 ] && good 'so does a HEIC without libheif' || bad "no libheif: $(cat "$work/said")"
    LD_LIBRARY_PATH=$work/nothing "$SCALPTONE" version | grep -qE '^ *heic +no$' && good 'and it is not said to be there' || bad 'version says that HEIC is there'
else
    echo 'skip a HEIC without libheif: this build opens none when one comes'
fi

# What a colleague says of a palette with faults of many kinds, and what heals of an ink.
film='"state":"healed","illuminant":"D50","observer":2,"specular":"excluded"'
cat >"$work/odd.json" <<JSON
{"scalptone_palette":1,"name":"n","provenance":{"kind":"measured"},"inks":[{"id":"x","product":"P"},{"id":"y","product":"Q","colour":"#222"},
{"id":"z","product":"R","kind":"ready","composition":[{"ci":"74160","mass_fraction":0.1}],"ingredients":["nickel","formaldehyde"],"foo":1},
{"id":"w","product":"S","colours":[{$film,"lab":[0.4,3,8]},{$film,"lab":[90,1,-20]},{$film,"lab":[4,2,38]},{$film,"lab":[40,-60,-100]}]}]}
JSON
for language in de es fr pt tr; do
    {
        "$SCALPTONE" palette check "$work/odd.json" --language $language
        "$SCALPTONE" palette check palettes/default.json --language $language
        "$SCALPTONE" heal --skin 65,9.4,15.8 --ink generic-carbon --dilution 200 --ladder --plot "$work/plot.svg" --force --language $language
        sed 's/<style>.*//; /<\/style>/d; s/<[^>]*>/ /g' "$work/plot.svg"
        "$SCALPTONE" heal --skin 65,9.4,15.8 --ink ready-black-deep --dilution 4 --ladder --language $language
    } >"$work/said" 2>&1
    left=$(sed "s/--[a-z-]*//g" "$work/said" | grep -E "(^|[^[:alnum:]])($english|why|how|healed)([^[:alnum:]]|$)|[0-9] to [0-9]" | head -3)
    [ -z "$left" ] || bad "English in $language of a palette or an ink: $left"
    [ "$(grep -c 'CI 74160\|"74160"' "$work/said")" -eq 2 ] || bad "a pigment's number in $language: $(grep 74 "$work/said")"
    [ "$(wc -l <"$work/said")" -gt 60 ] || bad "little is said in $language: $(head -3 "$work/said")"
done
[ "$failures" -eq 0 ] && good 'and what heals, and what a palette lacks'

refused 2 'not one of en, de, es, fr, pt, tr' 'a language that is not there' match "$photo" --language xx
said() { # LANGUAGE WHAT ENVIRONMENT... -- ARGUMENTS...: the verdict begins as in that language
    case $1 in en) wanted='Not good' ;; de) wanted='Noch nicht' ;; fr) wanted='Pas encore' ;; pt) wanted='Ainda n' ;; esac
    what=$2
    shift 2
    env -u LC_ALL -u LANG "$@" "$SCALPTONE" match --measurement "$work/measured.json" $few $more | head -1 | grep -q "^  $wanted" && good "$what" || bad "$what"
}
more=''
said en 'without a locale: English'
said pt 'the locale of messages' LC_MESSAGES=pt_BR.UTF-8 LANG=de_DE.UTF-8
said de 'LC_ALL goes before them' LC_ALL=de_AT@euro LC_MESSAGES=pt_BR LANG=fr
said en 'a language that is not there' LC_ALL=ja_JP.UTF-8
mkdir -p "$work/set"
XDG_CONFIG_HOME=$work/set "$SCALPTONE" config set language=fr >/dev/null || bad 'the setting'
said fr 'the setting goes before the locale' LANG=de_DE.UTF-8 XDG_CONFIG_HOME="$work/set"
more='--language de'
said de 'and the option before the setting' XDG_CONFIG_HOME="$work/set"
[ "$failures" -eq 0 ]
