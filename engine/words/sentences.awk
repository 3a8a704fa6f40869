# The sentences of C files and of the template of the page, one a line: FILE, tab, sentence as it stands in a .po file. A
# sentence is a text of two words or more; of a call that shows people something (see `shows`) every text is one. Left out are
# the messages of errors, which scripts read, and what is no text: HTML, paths, formats of files. The option `-v every=1` prints
# every text instead.
BEGIN {
    shows = "(^|[^a-z_])(print_wrapped|print_long|print_label|print_toldf?|print_line|tellf|exchange_note|print_sentences|print_colour|add_toldf?|page_tellf?|page_begin|words_say|words_begin|tell|swatch|part|bound|axis|lot_row|lot_field|page_cell|page_swatch|row_open|add|print_right|print_saying|print_name|print_reason|print_lab|put_saidf?)\\([^;]*$"
    errs = "(^|[^a-zA-Z_])(FAIL|complain|complain_status|diag_set|refuse[a-z_]*|fail|damaged)\\([^;]*$"
    asks = "option_(range|whole|one)\\([^;]*$" # a program is told of its argument
    typed = "\\.(usual|example|arguments) *=[^;,]*$" # what is typed: commands and their options
    option = "--[a-z-]+( [^ ,]+(,[^ ,]+)*)?"
    number = "%[-+ 0-9.*]*(l|ll|z|h)?[diufgesxc]"
}
# Bytes that C names by their numbers, as they are.
function bytes(s,    out, high, low) {
    while (match(s, /\\x[0-9a-f][0-9a-f]/)) {
        high = index("0123456789abcdef", substr(s, RSTART + 2, 1)) - 1; low = index("0123456789abcdef", substr(s, RSTART + 3, 1)) - 1
        out = out substr(s, 1, RSTART - 1) sprintf("%c", 16 * high + low); s = substr(s, RSTART + 4)
    }
    return out s
}
# What is no sentence by its look: a code as "no-chart", options as "--chart none", a file, a command
# with what stands behind it.
function names_something(s) {
    return s ~ /^[a-z0-9]+(-[a-z0-9]+)+$/ || s ~ "^" option "(,? " option ")*$" || s ~ /^'scalptone [a-z ]+'$/ || s ~ /^[a-z]+\.[a-z]+$/ || s ~ /^(%s|\\n|[ :])*(scalptone|palette) *([a-z]+ *)*('%s'|\[?[A-Z])/
}
# What is told to who calls the library, not to who uses the program: it names a function, a field or an argument of C.
function for_programs(s) {
    return s ~ /sct_|[a-z]\[%zu\]|a place for|nowhere to put|points? to (none|no )|is none: fill|^stride |a null pointer|is null|unknown illuminant/
}
function finish(    bare, words) {
    if (!pending) return
    pending = 0
    bare = text
    if (!every && (names_something(text) || for_programs(text))) { text = ""; return }
    gsub(number, "0", bare); gsub(/\\n|\\x[0-9a-f][0-9a-f]/, " ", bare)
    if (every || said || bare ~ /[A-Za-z][a-z].* .*[a-z][a-z]/) {
        gsub(/^ +| +$/, "", text)
        if (every || (!error && bare ~ /[A-Za-z]/ && bare !~ /^ *[<#&]|<\/|=\\?"/)) print file "\t" bytes(text)
    }
    text = ""
}
FNR == 1 { finish(); file = FILENAME; comment = 0; before = ""; html = file ~ /\.html$/ }
html { page = page $0 "\n"; next_page = 1; page_file = file; next }
/^[ \t]*#[ \t]*include/ { next }
{
    s = $0
    while (s != "") {
        if (comment) {
            at = index(s, "*/"); if (!at) break
            s = substr(s, at + 2); comment = 0; continue
        }
        if (!match(s, /"([^"\\]|\\.)*"|\/\*|\/\/|'(\\.|[^'\\])[^']*'/)) { if (s !~ /^[ \t\\]*$/) { finish(); before = before s; cut() } break }
        code = substr(s, 1, RSTART - 1); token = substr(s, RSTART, RLENGTH); s = substr(s, RSTART + RLENGTH)
        if (code !~ /^[ \t]*$/) { finish(); before = before code; cut() }
        if (token == "/*") comment = 1
        else if (token == "//") break
        else if (token ~ /^'/) { finish(); before = before "0" }
        else {
            if (!pending) { pending = 1; text = ""; said = before ~ shows; error = before ~ asks || before ~ typed; said = said || before ~ errs }
            text = text substr(token, 2, length(token) - 2)
        }
    }
}
# Of the statement that is at hand only what is behind its last semicolon or brace counts.
function cut() { sub(/.*[;{}]/, "", before); if (length(before) > 400) before = substr(before, length(before) - 300) }
END {
    finish()
    if (page == "") exit
    gsub(/\{\{[^}]*\}\}/, "\001", page)
    text_of_page = page
    while (match(text_of_page, /(aria-label|alt|data-said)="[^"\001]*"/)) {
        token = substr(text_of_page, RSTART, RLENGTH); sub(/^[^"]*"/, "", token); sub(/"$/, "", token)
        print page_file "\t" token
        text_of_page = substr(text_of_page, RSTART + RLENGTH)
    }
    gsub(/<[^>]*>/, "\001", page)
    n = split(page, piece, "\001")
    for (i = 1; i <= n; i++) {
        gsub(/^[ \n]+|[ \n]+$/, "", piece[i])
        if (piece[i] ~ /[A-Za-z]/) { gsub(/"/, "\\\"", piece[i]); print page_file "\t" piece[i] }
    }
}
