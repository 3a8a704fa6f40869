#!/bin/sh
# record --seal: nothing of it can be read without its passphrase, which no command line shows; whole or not at all.
. tests/cli/check.sh
r=$work/anna.json
unset SCALPTONE_PASSPHRASE
echo 'correct horse battery' >"$work/pass"
printf 'another one here\r\nand more' >"$work/other"
if ! "$SCALPTONE" record new "$r" --name anna --passphrase-file "$work/pass" >/dev/null 2>"$work/err"; then
    grep -q 'install libsodium' "$work/err" && echo "ok built without libsodium, and says so" && exit 0
    bad "a new one: $(cat "$work/err")"
fi
[ "$(ls -l "$r" | cut -c 1-10)" = -rw------- ] && good 'for its owner alone' || bad "$(ls -l "$r")"
grep -q anna "$r" && bad 'the client can be read' || good 'nothing can be read'
refused 3 'is sealed; give its passphrase by --passphrase-file' 'without a passphrase' record show "$r"
refused 3 'anna.json: wrong passphrase$' 'with another' record show "$r" --passphrase-file "$work/other"
refused 3 'no such file' 'its file is not there' record show "$r" --passphrase-file "$work/none"
export SCALPTONE_PASSPHRASE='correct horse battery'
answers 'Wrote' 'changed, the passphrase in the environment' record set "$r" --set notes=x
unset SCALPTONE_PASSPHRASE
grep -q anna "$r" && bad 'it was unsealed' || good 'it stays sealed'
cp "$r" "$work/card.svg"
refused 2 'is there already and is no SVG' 'no drawing falls on it' card -o "$work/card.svg"
rm "$work/card.svg"
cp "$r" "$work/whole"
refused 3 'wrong passphrase' 'changed with another' record set "$r" --set notes=y --passphrase-file "$work/other"
cmp -s "$r" "$work/whole" && good 'is as it was' || bad 'a refusal changed it'
head -c 300 "$work/whole" >"$work/half.json"
refused 5 'damaged or cut short' 'half of it' record show "$work/half.json" --passphrase-file "$work/pass"
"$SCALPTONE" record new "$work/plain.json" --name ben --quiet
"$SCALPTONE" record list "$work" >"$work/out" 2>"$work/err"
grep -q ben "$work/out" && grep -q 'Sealed and not listed: 2' "$work/err" && good 'a list says how many it cannot read' || bad "$(cat "$work/out" "$work/err")"
mkdir "$work/closed" && cp "$work/whole" "$work/closed/a.json"
"$SCALPTONE" record list "$work/closed" >"$work/out" 2>"$work/err"
grep -q 'not listed: 1' "$work/err" && ! grep -q 'No record' "$work/out" && good 'nor does it say that there is none' || bad "$(cat "$work/out" "$work/err")"
i=0 halves=0
while [ $i -lt 2 ]; do
    "$SCALPTONE" record set "$r" --set "notes=$i" --quiet --passphrase-file "$work/pass" 2>/dev/null &
    process=$!
    sleep 0.$((2 * i + 2))
    kill -KILL $process 2>/dev/null
    wait $process 2>/dev/null
    "$SCALPTONE" record show "$r" --passphrase-file "$work/pass" >/dev/null 2>&1 || halves=$((halves + 1))
    i=$((i + 1))
done
[ $halves -eq 0 ] && good 'killed while writing, never half' || bad "half $halves times"
# Another passphrase, in one step: the old one opens it no more, and what refuses leaves it as it was.
cp "$r" "$work/kept"
refused 3 'wrong passphrase' 'another passphrase without the old one' record set "$r" --passphrase-file "$work/other" --new-passphrase "$work/pass"
refused 3 'no such file' 'a new passphrase that is not there' record set "$r" --passphrase-file "$work/pass" --new-passphrase "$work/none"
cmp -s "$r" "$work/kept" && good 'is as it was' || bad 'a refusal changed it'
refused 2 'opposites' 'a new passphrase for none' record set "$r" --new-passphrase "$work/other" --unseal
answers 'Wrote' 'another passphrase' record set "$r" --passphrase-file "$work/pass" --new-passphrase "$work/other"
refused 3 'wrong passphrase' 'the old one opens it no more' record show "$r" --passphrase-file "$work/pass"
answers 'anna' 'the new one does' record show "$r" --passphrase-file "$work/other"
answers 'Wrote' 'and back' record set "$r" --passphrase-file "$work/other" --new-passphrase "$work/pass"
answers 'Wrote' 'unsealed' record set "$r" --unseal --passphrase-file "$work/pass"
answers '^  client  *anna' 'and read by everybody' record show "$r"
refused 2 'opposites' 'both at once' record set "$r" --seal --unseal
refused 3 'no passphrase was given to seal it' 'sealed with nothing' record set "$r" --seal
[ "$failures" -eq 0 ]
