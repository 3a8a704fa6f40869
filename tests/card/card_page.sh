#!/bin/sh
# The card as other programs see it: well-formed XML, a page of the right size, and found again in what they draw.
. tests/cli/check.sh
"$SCALPTONE" card -o "$work/a6.svg" --quiet && "$SCALPTONE" card -o "$work/a4.svg" --sheet a4 --print-run 'A & <B>' --quiet ||
    bad 'the card is drawn'
if command -v xmllint >/dev/null 2>&1; then
    xmllint --noout "$work/a6.svg" "$work/a4.svg" 2>"$work/err" && good 'the drawings are well-formed' || bad "xmllint: $(cat "$work/err")"
else
    echo 'skip well-formed XML: no xmllint here'
fi
if command -v rsvg-convert >/dev/null 2>&1; then
    rsvg-convert -f pdf -o "$work/a6.pdf" "$work/a6.svg" && rsvg-convert -f pdf -o "$work/a4.pdf" "$work/a4.svg" || bad 'PDF'
    if command -v pdfinfo >/dev/null 2>&1; then # points of 1/72 inch: 148 x 105 mm, 297 x 210 mm
        for page in 'a6 419.5 297.6' 'a4 841.9 595.3'; do
            set -- $page
            pdfinfo "$work/$1.pdf" | awk -v w="$2" -v h="$3" '/Page size/ {exit !(($3 - w) ^ 2 < 0.1 && ($5 - h) ^ 2 < 0.1)}' &&
                good "the page $1 is to scale" || bad "the page $1: $(pdfinfo "$work/$1.pdf" | grep 'Page size')"
        done
    fi
    rsvg-convert -d 100 -p 100 -o "$work/a6.png" "$work/a6.svg" # 3.937 pixels a mm
    answers '"name":"consultation-card".*"mm_per_px":0\.25[34]' 'the card is found in its own drawing, to scale' chart "$work/a6.png" --json
    grep -q '"code":"chart-drawn"' "$work/out" && good 'and the drawing is told from a photo' || bad 'a drawing passes for a photo'
    rsvg-convert -d 100 -p 100 -o "$work/a4.png" "$work/a4.svg"
    answers '"code":"two-cards"' 'four cards on a sheet are more than one' chart "$work/a4.png" --json
else
    echo 'skip the page: no rsvg-convert here'
fi
[ "$failures" -eq 0 ]
