#!/bin/sh
# The phantom program writes a photo and its truth, and says what is wrong otherwise.
phantom=$OUT/tests/phantom/phantom
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
say() { if [ "$1" -eq 0 ]; then echo "ok $2"; else echo "not ok $2"; failed=1; fi; }
failed=0

"$phantom" --out "$folder/a" --client 7 --size 480,360 --mm-per-px 0.06 --card colorchecker --jpeg 90 --orientation 6
test "$(head -c 3 "$folder/a/photo.jpg" | od -An -tx1 | tr -d ' ')" = ffd8ff
say $? "writes a JPEG"
for key in skin_lab strand_lab shadow_lab coverage density_per_cm2 skin_rect stubble_rect patch_centres; do
    grep -q "\"$key\":" "$folder/a/truth.json" || { echo "no $key"; false; } || break
done
say $? "writes the truth"
"$phantom" --out "$folder/b" --perfect --size 320,240 && test "$(head -c 4 "$folder/b/photo.png" | tail -c 3)" = PNG
say $? "writes a PNG"
"$phantom" --out "$folder/c" --light candle 2>"$folder/said"
test $? -eq 2 && grep -q "unknown word 'candle'" "$folder/said"
say $? "refuses words it does not know"
"$phantom" --size 320,240 2>/dev/null
test $? -eq 2
say $? "wants a folder"
exit $failed
