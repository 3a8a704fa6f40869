#!/bin/sh
# heal --tissue, --pigment, --depth, --thickness, --streams against vectors of an independent prototype, through the command.
. tests/cli/check.sh
vectors=${SCALPTONE_DATA:-none}/optics/forward_vectors.csv
[ -e "$vectors" ] || { echo "skip forward vectors through the command: no reference data"; exit 0; }
# skin/test_forward holds every row with all three; each call here is a process, and two in three rows go without 16 and without 4.
# One line a call: streams, expected Lab (and XYZ for 8 streams), tissue, ink options. Lengths are cm in the file.
tr -d '\r' <"$vectors" | awk -F, '
    BEGIN {ink["CB_0.03pct"] = "77266=0.0003"; ink["CB_0.1pct"] = "77266=0.001"; ink["CB_0.3pct"] = "77266=0.003"
           ink["CB_1pct"] = "77266=0.01"; ink["HEM_0.2pct"] = "77491=0.002"; ink["BROWN"] = "77266=0.0005,77491=0.001,77891=0.001"}
    NR > 1 {tissue = sprintf("melanin=%s,blood=%s,oxygen=%s,base=%s,scatter=%s,epidermis_um=%.9g", $3, $4, $5, $6, $7, 1e4 * $8)
            where = $2 in ink ? sprintf("--pigment %s --depth %.9g --thickness %.9g", ink[$2], 1e4 * $9, 1e4 * $10) : ""
            print 8, $14 "/" $15 "/" $16 "/" $11 "/" $12 "/" $13, tissue, where
            if (NR % 3 == 0) print 16, $17 "/" $18 "/" $19, tissue, where
            if (NR % 3 == 1) print 4, $20 "/" $21 "/" $22, tissue, where}' >"$work/calls"
while read -r streams expected tissue where; do
    "$SCALPTONE" heal --tissue "$tissue" $where --streams "$streams" --illuminant D65 --json >>"$work/answers" 2>"$work/err" ||
        bad "$tissue $where: $(cat "$work/err")"
    echo "$streams $expected" >>"$work/expected"
done <"$work/calls"
sed 's/.*"solid_xyz":\[\([^]]*\)\],"solid_lab":\[\([^]]*\)\].*/\2,\1/' "$work/answers" | paste -d' ' "$work/expected" - |
    awk '{n = $1; rows[n]++; split($2, e, "/"); split($3, g, ",")
          for (i = 1; i <= 3; i++) {d = g[i] - e[i]; if (d < 0) d = -d; if (!(d <= lab[n])) lab[n] = d}
          for (i = 4; n == 8 && i <= 6; i++) {d = 100 * g[i] - e[i]; if (d < 0) d = -d; if (!(d <= xyz)) xyz = d}}
         END {printf "%d rows: Lab within %.4f (8 streams), %.4f (16), %.4f (4); XYZ within %.5f of 100\n", rows[8], lab[8], lab[16], lab[4], xyz
              exit !(rows[8] > 100 && rows[16] > 30 && rows[4] > 30 && lab[8] <= 0.001 && lab[16] <= 0.001 && lab[4] <= 0.001 && xyz <= 0.001)}' >"$work/figure"
[ $? -eq 0 ] && good 'forward vectors through the command' || bad 'the command answers other colours than the vectors'
echo "figure: forward vectors through the command, $(cat "$work/figure")"
[ "$failures" -eq 0 ]
