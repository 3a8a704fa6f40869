#!/bin/sh
# config: set once, used where the option is not given, never against the command line; damaged files are told.
. tests/cli/check.sh
export XDG_CONFIG_HOME="$work/settings"
file=$XDG_CONFIG_HOME/scalptone/config.json
lab='--skin-lab 65.1,13.4,15.7,2 --hair-lab 26.9,6.1,8.5'
cp palettes/generic-carbon.json "$work/mine.json"

answers 'palette +-' 'nothing is set' config
[ -e "$file" ] && bad 'showing made a file' || good 'showing makes no file'
answers "^$file\$" 'where it lies' config path
(cd "$work" && "$OLDPWD/$SCALPTONE" config set palette=mine.json mix=10ml 'studio=Ink "&" <i>Dot</i>' practitioner=Jo >"$work/out" 2>&1) && good 'four settings' || bad "set: $(cat "$work/out")"
[ "$(ls -l "$file" | cut -c 1-10)" = -rw------- ] && good 'for its owner alone' || bad "$(ls -l "$file")"
answers "palette +$work/mine.json" 'a palette with its whole path' config
answers '"mix":"10ml"' 'as JSON' config --json

# shellcheck disable=SC2086
{
    "$SCALPTONE" match $lab --json | grep -oE '"batch_ml":[0-9.]+' | head -n 1 >"$work/set"
    "$SCALPTONE" match $lab --json --no-config | grep -oE '"batch_ml":[0-9.]+' | head -n 1 >"$work/without"
    "$SCALPTONE" match $lab --json --mix 5 --palette generic-carbon | grep -oE '"batch_ml":[0-9.]+' | head -n 1 >"$work/given"
    awk -F: 'FNR == 1 {v[FILENAME] = $2} END {for (f in v) if (f ~ /set$/) s = v[f]; else if (f ~ /given$/) g = v[f]; else w = v[f]; exit !(s > 7 && g <= 5 && w <= 5)}' "$work/set" "$work/given" "$work/without" &&
        good "a setting counts ($(cat "$work/set")), an option counts more ($(cat "$work/given")), --no-config leaves it out" || bad "set $(cat "$work/set"), given $(cat "$work/given"), without $(cat "$work/without")"
    "$SCALPTONE" match $lab --json | grep -q '"name":"Generic carbon' && good 'the palette that is set' || bad 'another palette'
}
answers '^0' 'a command without such options' diff 50,0,0 50,0,0

refused 2 'mix 1000: must be between' 'a value that cannot be' config set mix=1000
refused 2 'did you mean palette' 'a slip' config set pallete=x
refused 2 'KEY=VALUE' 'no value' config set mix
refused 2 "did you mean 'config unset'" 'a slip of the verb' config unst mix
refused 3 'no such file' 'a file that is not there' config set artist=none.json
refused 2 'name a setting' 'nothing to unset' config unset
answers 'mix +10ml' 'all as before' config
answers 'mix +-' 'unset' config unset mix

# ---- the page and the record ----
"$OUT/tests/phantom/phantom" --out "$work" --size 1600,1200 --card colorchecker --mm-per-px 0.02 >/dev/null 2>&1 || bad phantom
"$SCALPTONE" consult "$work/photo.jpg" --scale 0.02 -o "$work/jo" --no-pdf >/dev/null || bad consult
grep -q 'Ink &quot;&amp;&quot; &lt;i&gt;Dot' "$work/jo/consultation.html" && grep -q 'value="Jo"' "$work/jo/consultation.html" && good 'studio and practitioner stand on the page' || bad 'the page lacks studio or practitioner'
"$SCALPTONE" record show "$work/jo/record.json" | grep -q 'practitioner.name *Jo' && good 'and in the record' || bad 'the record lacks the practitioner'

# ---- damaged files ----
for text in '' '{' '[]' '{}' '{"mix":"5"}' '{"scalptone_config":2}' '{"scalptone_config":1,"mix":true}' '{"scalptone_config":1,"mix":"5"' '{"scalptone_config":1,"mix":"5"}}' '{"scalptone_config":1 "mix":"5"}' '{"scalptone_config":1,"mix":"\u0041"}' '{"scalptone_config":1,"colour":"red"}' '{"scalptone_config":1,"mix":"5}'; do
    printf '%s' "$text" >"$file"
    cp "$file" "$work/kept"
    "$SCALPTONE" config >"$work/out" 2>"$work/err"
    code=$?
    { [ $code -eq 5 ] || { [ -z "$text" ] && [ $code -eq 3 ]; }; } && [ "$(wc -l <"$work/err")" -eq 1 ] && ! [ -s "$work/out" ] &&
        good "'$text': $(cut -c 12-120 "$work/err")" || bad "'$text': exit $code, $(cat "$work/err")"
    "$SCALPTONE" config set mix=5 >/dev/null 2>&1
    cmp -s "$file" "$work/kept" && good 'which stays as it was' || bad "'$text' was written over"
done
printf '{"scalptone_config":1,"mix":500}' >"$file"
# shellcheck disable=SC2086
refused 2 'mix 500: must be between .* \(it stands in ' 'a setting that cannot be' match $lab
rm -r "$XDG_CONFIG_HOME"
unset HOME
XDG_CONFIG_HOME='' refused 2 'no place for settings' 'nowhere to write' config set mix=5
[ "$failures" -eq 0 ]
