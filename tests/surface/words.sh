#!/bin/sh
# The library's messages name what is to be done, not the options of one program that uses it; cli/words.c adds those. What an
# assumption is editable by is named by option: that is part of the interface.
found=$(grep -nE '"[^"]*(--[a-z]|scalptone [a-z]+ )' engine/*/*.c engine/*/*/*.c | grep -vE '^engine/(match/match_assume|report/report_preview|report/report_schema_table|card/card_design|card/card_svg|card/card_swatches)\.c')
if [ -n "$found" ]; then
    echo "not ok messages of the library name options: $found"
    exit 1
fi
echo "ok $(cat engine/*/*.c engine/*/*/*.c | grep -cE 'FAIL\(|flags_addf?\(') messages of the library name no options"
