# cli/manual/manual.awk - writes pages of the manual as roff.
#
#     awk -v out=FOLDER -v version=0.1.0 -v date=2026-11-29 -f cli/manual/manual.awk FILE...
#
# A page in text, NAME.SECTION.md, becomes FOLDER/manSECTION/NAME.SECTION: of Markdown it takes headings, paragraphs, "- `word`: text", `words`,
# **words**, and lines that begin with four blanks, which stay as they are. A public header, include/scalptone/match.h, becomes
# FOLDER/man3/scalptone-match.3: its comments are the prose, and its declarations are shown as they stand. What is printed are the names
# that headers declare, each with its page: "man3/sct_match.3 scalptone-match.3".

function base(path) { sub(/.*\//, "", path); return path }
function put(line) { sub(/ +$/, "", line); print line > file }
function trim(s) { sub(/^ +/, "", s); sub(/ +$/, "", s); return s }

# A text that roff shows as it is. (A backslash is put in first: what follows adds some.)
function plain(s) {
    gsub(/\\/, "\\e", s)
    gsub(/-/, "\\-", s)
    return s
}
# The same with what Markdown marks: between the marks of a word nothing else is looked at.
function marked(s,    done, inner) {
    while (match(s, /`[^`]+`|\*\*[^*]+\*\*|\*[^* ][^*]*\*/)) {
        inner = substr(s, RSTART, RLENGTH)
        gsub(/^(`|\*+)|(`|\*+)$/, "", inner)
        done = done plain(substr(s, 1, RSTART - 1)) (substr(s, RSTART, 2) ~ /^\*[^*]/ ? "\\fI" : "\\fB") plain(inner) "\\fR"
        s = substr(s, RSTART + RLENGTH)
    }
    return done plain(s)
}
# Prose, broken into lines of at most 78 columns, as roff likes to read it.
function prose(text, marks,    n, words, i, line) {
    n = split(marks ? marked(text) : plain(text), words, / +/)
    for (i = 1; i <= n; i++)
        if (line != "" && length(line) + length(words[i]) > 77) {
            put(line)
            line = first_in_line(words[i])
        } else
            line = line == "" ? words[i] : line " " words[i]
    put(line)
}
function first_in_line(word) { return word ~ /^[.']/ ? "\\&" word : word }
function heading(macro, text) { put(macro " " (text ~ / / ? "\"" plain(text) "\"" : plain(text))) }
# Lines that stay as they are.
function kept(lines, n,    i) {
    put(after_heading ? ".nf" : ".PP\n.nf")
    after_heading = 0
    for (i = 1; i <= n; i++)
        put(lines[i] == "" ? "" : first_in_line(plain(lines[i])))
    put(".fi")
}
function title(name, section, about, names) {
    file = out "/man" section "/" name "." section
    put(".\\\" Written by cli/manual/manual.awk; not to be edited.")
    put(".TH " toupper(plain(name)) " " section " " date " \"scalptone " version "\" \"" (section == 1 ? "User Commands" : section == 3 ? "Library Functions" : section == 5 ? "File Formats" : "Guides") "\"")
    put(".SH NAME")
    prose(names, 0)
    put("\\- " plain(about))
}

# ---- what lies between empty lines: a paragraph or lines that stay as they are ----
function flush(marks) {
    if (verbatim_count) {
        kept(verbatim, verbatim_count)
        verbatim_count = 0
    }
    if (paragraph != "") {
        if (!after_heading)
            put(".PP")
        prose(paragraph, marks)
        after_heading = 0
    }
    paragraph = ""
}
# One line of a text. `deep` blanks before it make it stay as it is.
function text_line(s, marks, deep,    blanks) {
    match(s, /^ */)
    blanks = RLENGTH
    if (s ~ /^ *$/) {
        if (verbatim_count)
            verbatim_open = 1
        else
            flush(marks)
        return
    }
    if (blanks >= deep && paragraph == "") {
        if (verbatim_open)
            verbatim[++verbatim_count] = ""
        verbatim[++verbatim_count] = substr(s, deep + 1)
        verbatim_open = 0
        return
    }
    if (verbatim_count)
        flush(marks)
    verbatim_open = 0
    paragraph = paragraph (paragraph == "" ? "" : " ") trim(s)
}

# ---- pages in text ----
FNR == 1 && file { finish() }
FNR == 1 {
    header = FILENAME ~ /\.h$/
    stage = "top"
}
!header && FNR == 1 {
    name = $2
    section = $3
    about = $0
    sub(/^[^"]*"/, "", about)
    sub(/"$/, "", about)
    title(name, section, about, name)
    next
}
!header && /^## / { flush(1); heading(".SH", substr($0, 4)); after_heading = 1; next }
!header && /^### / { flush(1); heading(".SS", substr($0, 5)); after_heading = 1; next }
!header && /^- `/ {
    flush(1)
    word = $0
    sub(/^- `/, "", word)
    match(word, /`: /)
    put(".TP\n\\fB" plain(substr(word, 1, RSTART - 1)) "\\fR")
    paragraph = substr(word, RSTART + 3)
    after_heading = 1
    next
}
!header { text_line($0, 1, 4); next }

# ---- headers: the first comment, then comments and what they stand before ----
function begin_header(first) {
    name = "scalptone-" base(FILENAME)
    sub(/\.h$/, "", name)
    about = first
    lines_read = names_read = ""
}
# The names that a header declares, those of macros that take arguments among them.
function names_of(path,    line, all, found) {
    while ((getline line < path) > 0)
        if (line ~ /^(SCT_API|#define sct_)/) {
            while (line ~ /^SCT_API/ && line !~ /[;{]$/ && line !~ /\(/ && (getline found < path) > 0)
                line = line " " trim(found)
            if (match(line, /sct_[a-z0-9_]+\(/)) {
                all = all ", " substr(line, RSTART, RLENGTH - 1)
                print "man3/" substr(line, RSTART, RLENGTH - 1) ".3 " name ".3"
            }
        }
    close(path)
    return all
}
function comment_line(s) {
    sub(/^ ?\/?\*+ ?/, "", s)
    sub(/ *\*+\/ *$/, "", s)
    return s
}
# Writes a comment and the declarations that stand below it.
function declaration() {
    if (code_count) {
        kept(code, code_count)
        if (told_count) {
            put(".RS 4")
            after_heading = 0
            tell()
            put(".RE")
        }
    } else if (told_count)
        tell()
    code_count = told_count = 0
}
function tell(    i) {
    paragraph = ""
    for (i = 1; i <= told_count; i++)
        text_line(told[i], 0, 4)
    flush(0)
}
header && stage == "top" && FNR == 1 { next }
header && stage == "top" { # " * scalptone/match.h - from a measured client"
    first = first (first == "" ? "" : " ") trim(comment_line($0))
    if ($0 !~ /^ \* *$/ && $0 !~ /\*\/ *$/)
        next
    sub(/^[^ ]+ - /, "", first)
    sub(/\. *$/, "", first)
    begin_header(first)
    title(name, 3, first, name names_of(FILENAME))
    heading(".SH", "SYNOPSIS")
    put(".nf\n#include <" "scalptone/" base(FILENAME) ">\n.fi\n.PP\nLink with \\fB\\-lscalptone\\fR, see\n.BR scalptone (3).")
    first = ""
    stage = $0 ~ /\*\// ? "code" : "about"
    next
}
header && stage == "about" {
    if ($0 ~ /^ \*\/ *$/) {
        flush(0)
        heading(".SH", "DECLARATIONS")
        after_heading = 1
        stage = "code"
        next
    }
    line = comment_line($0)
    if (line ~ /^[A-Z][A-Z0-9 ,'*:-]+$/) {
        flush(0)
        heading(".SH", line)
        after_heading = 1
    } else
        text_line(line, 0, 4)
    next
}
# What only a compiler reads.
header && (/^#ifndef SCALPTONE/ || /^#define SCALPTONE_/ || /^#include/ || /^#endif/ || /^extern "C"/ || /^#ifdef __cplusplus/ || /^#if / || /^#else/ || /^}$/) { next }
header && /^#define SCT_(API|NODISCARD|PRINTF)/ { next }
header && stage == "code" && /^\/\* ----/ {
    declaration()
    line = $0
    gsub(/^\/\* -+ *| *-+ *(\*\/)?$/, "", line)
    heading(".SS", toupper(substr(line, 1, 1)) substr(line, 2))
    after_heading = 1
    stage = $0 ~ /\*\/ *$/ ? "code" : "comment"
    next
}
header && stage == "code" && /^\/\*/ {
    declaration()
    if ($0 !~ /^\/\* *$/)
        told[++told_count] = comment_line($0)
    stage = $0 ~ /\*\/ *$/ ? "code" : "comment"
    next
}
header && stage == "comment" {
    if ($0 !~ /^ \*\/ *$/)
        told[++told_count] = comment_line($0)
    if ($0 ~ /\*\/ *$/)
        stage = "code"
    next
}
header && /^ *$/ { if (!in_braces) declaration(); next }
header {
    line = $0
    gsub(/SCT_API |SCT_NODISCARD /, "", line)
    if ($0 ~ /^SCT_API/)
        shift = length($0) - length(line)
    if ($0 ~ /^ / && shift && !in_braces)
        line = substr(line, length(line) - length(trim(line)) >= shift ? shift + 1 : 1)
    if ($0 ~ /[;]$|\{$/)
        shift = 0
    if ($0 ~ /\{$/)
        in_braces = 1
    if ($0 ~ /^}/)
        in_braces = 0
    code[++code_count] = line
}
function finish() {
    if (was_header)
        declaration()
    flush(!was_header)
    if (was_header)
        put(".SH \"SEE ALSO\"\n.BR scalptone (3),\n.BR scalptone\\-base (3),\n.BR scalptone (7)")
    close(file)
    code_count = told_count = verbatim_count = in_braces = shift = 0
    verbatim_open = after_heading = 0
    paragraph = ""
}
{ was_header = header }
END { finish() }
