# Makes C of the tables of words: awk -v languages="de es fr pt tr" -f bake.awk de.po es.po ... Every file has the same
# English sentences (tests/words/whole.sh); `part=studio` after a "#." comment leaves a sentence to the studio. With
# -v only=FILE, one text a line as sentences.awk prints them, what is said elsewhere stays out: the command's help, and what
# begins with `command` there, which nobody but the command says.
function unquote(s) { sub(/^[^"]*"/, "", s); sub(/"[ \t\r]*$/, "", s); return s }
function plain(s) { gsub(/\\"/, "\"", s); gsub(/\\\\/, "\\", s); return s }
function keep() {
    if (id != "" && !studio && (only == "" || (!command && (word || id in said_here)))) {
        if (!(id in row)) { row[id] = ++rows; key[rows] = id }
        said[id, language] = text
    }
    id = text = state = ""; studio = word = command = 0
}
BEGIN { count = split(languages, order, " "); while (only != "" && (getline line < only) > 0) said_here[line] }
FNR == 1 { keep(); language = FILENAME; sub(/.*\//, "", language); sub(/\.po$/, "", language) }
/^#\. *studio/ { if (state == "text") keep(); studio = 1; next }
/^#\. *command/ { if (state == "text") keep(); command = 1; next }
/^#\. .*word/ { if (state == "text") keep(); word = 1; next }
/^#/ { next }
/^msgid / { if (state == "text") keep(); state = "id"; id = unquote($0); next }
/^msgstr / { state = "text"; text = unquote($0); next }
/^"/ { if (state == "id") id = id unquote($0); else text = text unquote($0) }
END {
    keep()
    # In order of the bytes of the English sentences: a heap sort, as awk has none.
    n = rows
    for (i = int(n / 2); i >= 1; i--) sift(i, n)
    for (i = n; i > 1; i--) { swap = key[1]; key[1] = key[i]; key[i] = swap; sift(1, i - 1) }
    print "/* Made by engine/words/bake.awk. */\n#include \"words/words.h\"\nconst char words_text[] ="
    at = 0
    for (i = 1; i <= n; i++) {
        at_row[i] = at
        printf "    \"%s\\0\"", key[i]
        at += length(plain(key[i])) + 1
        for (k = 1; k <= count; k++) {
            s = said[key[i], order[k]]; if (s == "") s = key[i]
            printf " \"%s\\0\"", s
            at += length(plain(s)) + 1
        }
        printf "\n"
    }
    print "    \"\";\nconst uint32_t words_at[] = {"
    for (i = 1; i <= n; i++) print "    " at_row[i] ","
    print "    0};\nconst size_t words_count = " n + 0 ";"
}
function sift(at, last,    child, swap) {
    while ((child = 2 * at) <= last) {
        if (child < last && plain(key[child]) "" < plain(key[child + 1]) "") child++
        if (plain(key[at]) "" >= plain(key[child]) "") return
        swap = key[at]; key[at] = key[child]; key[child] = swap; at = child
    }
}
