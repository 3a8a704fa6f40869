# tests/words/help.awk - the help of a command in English (first file) beside that in another language (second file): prints what is
# amiss, one line each, and last how many texts the second has.
# What stands behind the names of options, and what has no blanks before it below them: the line of more options, "Example".
function text_of(line) {
    if (match(line, /^  (-o, )?--[a-z-]+( [^ ]+)*  +/)) return substr(line, RLENGTH + 1)
    return line ~ /^[^ ]/ ? line : ""
}
function name_of(line) {
    return match(line, /^  (-o, )?--[a-z-]+( [A-Z\[][^ ]*)?/) ? substr(line, 1, RLENGTH) : ""
}
FNR == 1 { file++; options = 0; example = 0 }
/^(Opciones|Options|Opções|Optionen|Seçenekler)/ && FNR > 4 && !ended[file] { ended[file] = 1; heading = 1 }
{
    if (FNR >= 4 && (!ended[file] || heading) && $0 !~ /^ *$/) {
        if (file == 1) { about[$0] = 1; explained++ }
        else if ($0 in about && $0 !~ /^Options/) print "explains in English: " $0
    }
    heading = 0
    if (/^  (-o, )?--/) options = 1
    text = options ? text_of($0) : ""
    if (text != "") {
        texts[file]++
        if (file == 1) told[text] = 1
        else if (text in told && text !~ /^Options/) print "is English: " text
    }
    if ((name = name_of($0)) != "") names[file] = names[file] "\n" name
    if (file == 2) {
        if (FNR > 1 && /^Ejemplo|^Exemple|^Exemplo|^Beispiel|^Örnek/) example = 1
        wide = $0
        gsub(/[\200-\277]/, "", wide)
        if (FNR > 1 && !example && length(wide) > 100) print "is too wide: " $0
    }
}
END {
    if (!explained) print "explains nothing"
    if (texts[1] != texts[2] || !texts[1]) print "has other lines"
    if (names[1] != names[2]) print "names other options"
    print texts[2] + 0
}
