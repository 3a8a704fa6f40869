/*
 * table_text.c - a table of readings as lines and cells.
 *
 * Spreadsheets write UTF-8 with a byte order mark, or UTF-16 ("Unicode text");
 * lines end with a line feed, a carriage return, or both. Separators inside
 * quotation marks belong to the cell.
 */
#include "table/table.h"

#include <string.h>

/* ---- bytes to UTF-8 ---- */

/* How UTF-16 is told: by its mark, or because every other byte of the beginning is zero. */
typedef enum encoding { UTF_8, UTF_16_LITTLE, UTF_16_BIG } encoding;

static encoding encoding_of(const unsigned char *b, size_t size, size_t *mark)
{
    *mark = 0;
    if (size >= 3 && memcmp(b, "\xEF\xBB\xBF", 3) == 0)
        *mark = 3;
    if (size < 4 || *mark)
        return UTF_8;
    if (memcmp(b, "\xFF\xFE", 2) == 0 || memcmp(b, "\xFE\xFF", 2) == 0) {
        *mark = 2;
        return b[0] == 0xFF ? UTF_16_LITTLE : UTF_16_BIG;
    }
    unsigned zeros = (unsigned)!b[0] << 3 | (unsigned)!b[1] << 2 | (unsigned)!b[2] << 1 | (unsigned)!b[3];
    return zeros == 5 ? UTF_16_LITTLE : zeros == 10 ? UTF_16_BIG : UTF_8;
}

/* One character as UTF-8 (RFC 3629); returns its length. */
static size_t put_character(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[5] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)(lead[n] | c);
    return n;
}

static uint32_t unit_at(const unsigned char *b, int big_endian)
{
    return big_endian ? (uint32_t)b[0] << 8 | b[1] : (uint32_t)b[1] << 8 | b[0];
}

static sct_status decode_utf16(table_text *t, const unsigned char *b, size_t size, int big_endian)
{
    sct_status status = SCT_OK;
    for (size_t i = 0; i + 1 < size; i += 2) {
        char utf8[4];
        uint32_t c = unit_at(b + i, big_endian);
        if (c >= 0xD800 && c < 0xDC00 && i + 3 < size) { /* the first half of a pair */
            i += 2;
            c = 0x10000 + ((c - 0xD800) << 10) + (unit_at(b + i, big_endian) & 0x3FF);
        }
        TRY(bytes_append(t->ctx, &t->decoded, utf8, put_character(c, utf8)));
    }
    t->at = (const char *)t->decoded.data;
    t->end = t->at ? t->at + t->decoded.size : t->at;
done:
    return status;
}

sct_status table_text_open(sct_context *ctx, const void *bytes, size_t size, table_text *out)
{
    size_t mark;
    encoding how = encoding_of(bytes, size, &mark);
    out->ctx = ctx;
    if (how != UTF_8)
        return decode_utf16(out, (const unsigned char *)bytes + mark, size - mark, how == UTF_16_BIG);
    out->at = (const char *)bytes + mark;
    out->end = (const char *)bytes + size;
    return SCT_OK;
}

sct_status table_text_whole(sct_context *ctx, const void *bytes, size_t size, table_text *out, const char **text,
                            size_t *length)
{
    sct_status status = table_text_open(ctx, bytes, size, out);
    *text = status == SCT_OK ? out->at : NULL;
    *length = status == SCT_OK ? (size_t)(out->end - out->at) : 0;
    return status;
}

void table_text_close(table_text *text)
{
    if (text)
        mem_free(text->decoded.data);
}

/* ---- lines ---- */

static int is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Length of the line at *at without its end; *next is where the following one begins. */
static size_t line_length(const char *at, const char *end, const char **next)
{
    const char *stop = at;
    while (stop < end && *stop != '\n' && *stop != '\r')
        stop++;
    *next = stop < end ? stop + 1 : end;
    if (stop + 1 < end && stop[0] == '\r' && stop[1] == '\n')
        ++*next;
    return (size_t)(stop - at);
}

static int is_between_cells(char c)
{
    return c == ',' || c == ';' || c == '\t' || c == '\r' || c == '\n';
}

/* Whether the text ends within quotation marks that a cell of a spreadsheet begins and ends with: where that cell begins,
 * counted from 1. 0: no. */
static size_t ends_quoted(const char *text, size_t length)
{
    size_t from = 0;
    int quoted = 0, begins = 1;
    for (size_t i = 0; i < length; i++) {
        int last = i + 1 == length;
        if (text[i] == '"' && quoted && !last && text[i + 1] == '"')
            i++; /* doubled: one of its own */
        else if (text[i] == '"') {
            from = quoted ? from : i + 1;
            quoted = quoted ? !last && !is_between_cells(text[i + 1]) : begins;
        }
        if (text[i] != ' ')
            begins = is_between_cells(text[i]);
    }
    return quoted ? from : 0;
}

static size_t count_of(char c, const char *text, size_t length)
{
    size_t n = 0;
    for (size_t i = 0; i < length; i++)
        n += text[i] == c;
    return n;
}

/* Whether a line has all cells that rows before it have though a quotation mark in it is not closed: then that is another
 * mark, such as a ditto mark, unless it begins the text of the last cell. */
static int is_row_by_itself(const table_text *t, size_t length)
{
    size_t from = ends_quoted(t->at, length);
    if (!from || !t->separators || count_of(t->separator, t->at, length) < t->separators)
        return 0;
    const char *cell = t->at + from;
    size_t left = length - from;
    return count_of(' ', cell, left) == left || count_of(t->separator, cell, left) > 0;
}

/* The length of a row of a spreadsheet, whose cells may hold ends of lines between quotation marks (RFC 4180, 2.6). */
static size_t row_length(const table_text *t, const char **next, size_t *lines)
{
    enum { LINES_MOST = 8 };
    const char *at = t->at, *end = t->end;
    size_t line = line_length(at, end, next), length = line;
    const char *behind = *next;
    *lines = 1;
    if (is_row_by_itself(t, line))
        return line;
    for (size_t n = 1; ends_quoted(at, length); n++) {
        if (behind >= end || length >= TABLE_LINE_SIZE || n >= LINES_MOST)
            return line; /* it never ends: a mark of another meaning */
        const char *from = behind;
        length = (size_t)(from - at) + line_length(from, end, &behind);
        if (!ends_quoted(at, length)) {
            *next = behind;
            *lines = n + 1;
        }
    }
    return length;
}

void table_text_condition(table_text *text, table_condition condition)
{
    if (condition <= text->condition)
        return;
    text->condition = condition;
    text->condition_line = text->line;
}

sct_status table_text_next(table_text *t, int *more)
{
    for (*more = 0; t->at < t->end && !*more;) {
        const char *next;
        size_t lines = 1, length = t->separator == ' ' ? line_length(t->at, t->end, &next) : row_length(t, &next, &lines);
        size_t separators = lines == 1 ? count_of(t->separator, t->at, length) : 0;
        t->separators = separators > t->separators ? separators : t->separators;
        t->line += lines;
        if (length >= TABLE_LINE_SIZE || memchr(t->at, '\0', length))
            return diag_set(t->ctx, SCT_ERR_PALETTE,
                            "line %zu: longer than %d characters or not text; is this a table of readings?", t->line,
                            TABLE_LINE_SIZE - 1);
        memcpy(t->text, t->at, length);
        t->text[length] = '\0';
        for (char *c = t->text; (c = strpbrk(c, "\r\n")) != NULL; c++)
            *c = ' ';
        t->at = next;
        const char *first = t->text;
        while (is_blank(*first))
            first++;
        *more = *first && *first != '#';
        if (*first == '#' &&
            table_condition_of(first) == CONDITION_OTHER) { /* what a comment means else is anybody's guess */
            table_text_condition(t, CONDITION_OTHER);
            table_lights_see(&t->lights, first);
        }
    }
    return SCT_OK;
}

/* ---- cells ---- */

/* Whether a cell ends before *at; a quotation mark that is doubled in a quoted cell is one of its own. */
static int ends_cell(const char *at, int quoted, char separator)
{
    if (quoted)
        return *at == '"' && at[1] != '"';
    return separator == ' ' ? is_blank(*at) : *at == separator;
}

/* Bytes of the blank at `at`, 0 where there is none: spreadsheets write those that do not break (U+00A0), too. */
static size_t blank_at(const char *at, char separator)
{
    if (is_blank(*at))
        return *at != separator;
    return separator != ' ' && at[0] == '\xC2' && at[1] == '\xA0' ? 2 : 0;
}

/* The length of a cell without the blanks at its end. */
static size_t without_blanks(const char *cell, size_t n, char separator)
{
    for (;;)
        if (n > 0 && is_blank(cell[n - 1]))
            n--;
        else if (n > 1 && blank_at(cell + n - 2, separator) == 2)
            n -= 2;
        else
            return n;
}

/* One cell from *s, which moves behind it and its separator. */
static void read_cell(const char **s, char separator, char out[TABLE_CELL_SIZE])
{
    size_t n = 0;
    const char *at = *s;
    for (size_t blank; (blank = blank_at(at, separator)) > 0;)
        at += blank;
    int quoted = *at == '"';
    for (at += quoted; *at && !ends_cell(at, quoted, separator); at++) {
        at += quoted && *at == '"';
        if (n + 1 < TABLE_CELL_SIZE)
            out[n++] = *at;
    }
    at += quoted && *at;
    n = without_blanks(out, n, separator);
    out[n] = '\0';
    while (*at && *at != separator && separator != ' ') /* what follows a closing quotation mark */
        at++;
    *s = *at ? at + (separator != ' ') : at;
}

sct_status table_text_split(table_text *t)
{
    const char *s = t->text;
    for (t->row.count = 0;;) {
        while (t->separator == ' ' && is_blank(*s))
            s++;
        if (!*s)
            return SCT_OK;
        if (t->row.count == TABLE_COLUMNS_MAX)
            return diag_set(t->ctx, SCT_ERR_PALETTE, "line %zu: more than %d columns", t->line, TABLE_COLUMNS_MAX);
        read_cell(&s, t->separator, t->row.text[t->row.count++]);
    }
}
