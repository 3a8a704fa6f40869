#!/bin/sh
# Whole processes: a 12 MP JPEG, one region, the nearest of 200 shades; ours beside OpenCV + scikit-image.
: "${OUT:=build}"
work=$OUT/bench
mkdir -p "$work"
[ -e "$work/12mp.jpg" ] || { "$OUT/tests/phantom/phantom" --out "$work" --size 4032,3024 --card none >/dev/null && mv "$work/photo.jpg" "$work/12mp.jpg"; } || exit 1
"$OUT/tests/bench/scenes" "$work" || exit 1
awk 'BEGIN {
    printf "{\"scalptone_palette\":1,\"name\":\"200 shades\",\"description\":\"benchmark\",\"provenance\":{\"kind\":\"illustrative\",\"by\":\"benchmark\",\"date\":\"2026-01-01\",\"method\":\"grid\",\"source\":\"none\",\"licence\":\"CC0-1.0\"},\"inks\":["
    for (i = 0; i < 200; i++)
        printf "%s{\"id\":\"s%d\",\"product\":\"Shade %d\",\"kind\":\"ready\",\"colours\":[{\"state\":\"drawdown\",\"lab\":[%g,%g,%g],\"illuminant\":\"D50\",\"observer\":2,\"specular\":\"excluded\"}]}", i ? "," : "", i, i, 10 + 60 * i / 200, (i % 11) - 2, (i % 17) - 3
    print "]}"
}' >"$work/200.json"
show() { # label, "wall cpu peak", base
    echo "$2 $3" | awk -v label="$1" '{printf "  %-50s %8.1f ms wall %8.1f ms CPU %7.1f MB", label, $1, $2, $3; if ($4) printf "   %.1fx less CPU with ours", $2 / $4; print ""}'
}
row() { # name, measured, peer, its figures, asked
    echo "$2 ${4:-0 0 0}" | awk -v name="$1" -v peer="$3" -v asked="$5" '{printf "row\t%s\tms\t%s\t%s\t%s\t%s\t-\n", name, $2, peer, $5, asked}'
}
region="--skin rect:2000,1400,200,200 --hair rect:2000,1400,200,200"
echo "12 MP JPEG, one 200 x 200 region, nearest of 200 shades, whole process, median of 9"
# shellcheck disable=SC2086
ours=$("$OUT/tests/bench/measured" 9 "$OUT/scalptone" match "$work/12mp.jpg" $region --palette "$work/200.json" --basis swatch --loss plain --draws 0 --chart none --json) || exit 1
show "scalptone match, no chart looked for (as peers)" "$ours" ""
# shellcheck disable=SC2086
looking=$("$OUT/tests/bench/measured" 5 "$OUT/scalptone" match "$work/12mp.jpg" $region --palette "$work/200.json" --basis swatch --loss plain --draws 0 --json) || exit 1
show "scalptone match, looking for a chart that is not there" "$looking" ""
everything=$("$OUT/tests/bench/measured" 5 "$OUT/scalptone" match "$work/12mp.jpg" --json) || exit 1
show "scalptone match, everything on, no chart in view" "$everything" ""
row "12 MP, everything on, no chart in view" "$everything" "" "" 0
everything=$("$OUT/tests/bench/measured" 5 "$OUT/scalptone" match "$work/chart.jpg" --json) || exit 1
show "the same photographed beside a ColorChecker" "$everything" ""
row "12 MP, everything on, beside a ColorChecker" "$everything" "" "" 0
everything=$("$OUT/tests/bench/measured" 5 "$OUT/scalptone" match "$work/card.jpg" --json) || exit 1
show "the same photographed beside the consultation card" "$everything" ""
peer=/usr/bin/python3
if $peer -c 'import cv2, skimage' 2>/dev/null; then
    base=$(echo "$ours" | awk '{print $2}')
    theirs=$("$OUT/tests/bench/measured" 3 $peer tests/bench/peer_opencv.py "$work/12mp.jpg" 2000 1400 200 200 "$work/200.json") && show "OpenCV + scikit-image" "$theirs" "$base"
    row "12 MP, one region, 200 shades, whole process" "$ours" "OpenCV + scikit-image" "$theirs" 20
else
    echo "  OpenCV and scikit-image are not installed: no peer (make bench-peers)"
    row "12 MP, one region, 200 shades, whole process" "$ours" "" "" 20
fi
preview=$("$OUT/tests/bench/measured" 3 "$OUT/scalptone" preview "$work/12mp.jpg" --area rect:1200,800,1400,1200 --scale 0.05 -o "$work/preview.png") || exit 1
show "scalptone preview as a PNG of 12 MP" "$preview" ""
row "12 MP, preview as a PNG, whole process" "$preview" "" "" 0
preview=$("$OUT/tests/bench/measured" 3 "$OUT/scalptone" preview "$work/12mp.jpg" --area rect:1200,800,1400,1200 --scale 0.05 -o "$work/preview.jpg") || exit 1
show "scalptone preview as a JPEG of 12 MP" "$preview" ""
row "12 MP, preview as a JPEG, whole process" "$preview" "" "" 0
"$OUT/tests/bench/stages" palettes/default.json "$work/12mp.jpg" "$work/chart.jpg" "$work/card.jpg"
