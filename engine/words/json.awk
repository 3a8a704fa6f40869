# A .po file as one JSON object: English, and how it is said. `-v part=studio` keeps to the sentences of the studio.
function unquote(s) { sub(/^[^"]*"/, "", s); sub(/"[ \t\r]*$/, "", s); return s }
function keep() {
    if (id != "" && (part == "" || studio)) printf "%s\n  \"%s\": \"%s\"", count++ ? "," : "{", id, text
    id = text = state = ""; studio = 0
}
/^#\. *studio/ { if (state == "text") keep(); studio = 1; next }
/^#/ { next }
/^msgid / { if (state == "text") keep(); state = "id"; id = unquote($0); next }
/^msgstr / { state = "text"; text = unquote($0); next }
/^"/ { if (state == "id") id = id unquote($0); else text = text unquote($0) }
END { keep(); print count ? "\n}" : "{}" }
