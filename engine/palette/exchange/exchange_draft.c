/* exchange_draft.c - a palette file while it is put together from another format. */
#include "palette/exchange/exchange.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static sct_status append_formatted(sct_context *ctx, bytes_buffer *out, const char *format, va_list args) SCT_PRINTF(3, 0);
static sct_status append_formatted(sct_context *ctx, bytes_buffer *out, const char *format, va_list args)
{
    char small[512], *text = small;
    va_list again;
    va_copy(again, args);
    int n = text_format(small, sizeof small, format, args);
    sct_status status = n < 0 ? diag_set(ctx, SCT_ERR_INTERNAL, "a text cannot be written") : SCT_OK;
    if (n >= (int)sizeof small) {
        TRY(mem_new(ctx, (size_t)n + 1, 1, (void **)&text));
        text_format(text, (size_t)n + 1, format, again);
    }
    TRY(status);
    TRY(bytes_append(ctx, out, text, (size_t)n));
done:
    if (text != small)
        mem_free(text);
    va_end(again);
    return status;
}

sct_status exchange_append(sct_context *ctx, bytes_buffer *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    sct_status status = append_formatted(ctx, out, format, args);
    va_end(args);
    return status;
}

sct_status exchange_note(sct_context *ctx, bytes_buffer *notes, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    sct_status status = append_formatted(ctx, notes, format, args);
    va_end(args);
    return status == SCT_OK ? bytes_append(ctx, notes, "\n", 1) : status;
}

json *exchange_text(const char *text)
{
    char small[256], *copy = small;
    size_t size = strlen(text), n = 0;
    if (size >= sizeof small && mem_new(NULL, size + 1, 1, (void **)&copy) != SCT_OK)
        return NULL;
    for (size_t i = 0; i < size;) {
        size_t length = text_utf8_length(text + i, size - i);
        int control = (unsigned char)text[i] < 0x20 && !strchr("\n\r\t", text[i]);
        if (length && !control)
            memcpy(copy + n, text + i, length);
        else
            copy[n] = '?';
        n += length ? length : 1;
        i += length ? length : 1;
    }
    copy[n] = '\0';
    json *value = json_new_string(copy);
    if (copy != small)
        mem_free(copy);
    return value;
}

/* A letter of ids, or 0. */
static char id_letter(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ? c : '\0';
}

void exchange_slug(const char *name, char out[PALETTE_ID_MAX + 1])
{
    enum { MOST = PALETTE_ID_MAX - 16 }; /* room for what makes it another than the others */
    size_t n = 0;
    for (; *name && n < MOST; name++) {
        char c = id_letter(*name);
        if (c || (n > 0 && out[n - 1] != '-'))
            out[n++] = c ? c : '-';
    }
    while (n > 0 && out[n - 1] == '-')
        n--;
    out[n] = '\0';
    if (n == 0)
        text_copy(out, PALETTE_ID_MAX + 1, "ink");
}

void exchange_hex(const uint8_t srgb[3], char out[8])
{
    snprintf(out, 8, "#%02x%02x%02x", srgb[0], srgb[1], srgb[2]);
}

sct_status exchange_draft_open(sct_context *ctx, const sct_palette_convert_options *options, bytes_buffer *notes,
                               exchange_draft *out)
{
    *out = (exchange_draft){.ctx = ctx, .options = options, .notes = notes, .root = json_new_object()};
    json_set(out->root, "scalptone_palette", json_new_number(1, 0));
    return SCT_OK;
}

void exchange_draft_free(exchange_draft *draft)
{
    json_free(draft->root);
    for (size_t i = 0; i < draft->ink_count; i++) {
        json_free(draft->inks[i].object);
        json_free(draft->inks[i].colours);
        mem_free(draft->inks[i].lines);
        mem_free(draft->inks[i].id);
    }
    mem_free(draft->inks);
    mem_free(draft->slots);
    *draft = (exchange_draft){0};
}

void exchange_draft_head(exchange_draft *draft, const char *name, const char *kind, const char *method)
{
    json *provenance = json_new_object();
    if (name && *name)
        json_set(draft->root, "name", exchange_text(name));
    json_set(provenance, "kind", json_new_string(kind));
    if (method)
        json_set(provenance, "method", json_new_string(method));
    json_set(draft->root, "provenance", provenance);
}

/* ---- ids: an open table, doubled when it is half full ---- */

static size_t hash_of(const char *id)
{
    size_t h = 2166136261u; /* FNV-1a */
    for (; *id; id++)
        h = (h ^ (unsigned char)*id) * 16777619u;
    return h ^ h >> 15;
}

static size_t *slot_of(const exchange_draft *draft, const char *id)
{
    size_t i = hash_of(id) % draft->slot_count;
    while (draft->slots[i] && strcmp(draft->inks[draft->slots[i] - 1].id, id) != 0)
        i = (i + 1) % draft->slot_count;
    return &draft->slots[i];
}

static sct_status grow_slots(exchange_draft *draft)
{
    sct_status status = SCT_OK;
    size_t *old = draft->slots, count = draft->slot_count ? 2 * draft->slot_count : 64, *fresh = NULL;
    if (2 * (draft->ink_count + 1) <= draft->slot_count)
        return SCT_OK;
    TRY(mem_new(draft->ctx, count, sizeof *fresh, (void **)&fresh));
    draft->slots = fresh;
    draft->slot_count = count;
    for (size_t i = 0; i < draft->ink_count; i++)
        *slot_of(draft, draft->inks[i].id) = i + 1;
    mem_free(old);
done:
    return status;
}

sct_status exchange_draft_ink(exchange_draft *draft, const char *id, size_t line, exchange_ink **out)
{
    sct_status status = SCT_OK;
    size_t size = strlen(id) + 1;
    TRY(grow_slots(draft));
    size_t *slot = slot_of(draft, id);
    if (*slot) {
        *out = &draft->inks[*slot - 1];
        goto done;
    }
    if (draft->ink_count >= SCT_PALETTE_INK_MAX)
        FAIL(draft->ctx, SCT_ERR_PALETTE, "line %zu: more than %d inks; split the file", line, SCT_PALETTE_INK_MAX);
    TRY(mem_grow(draft->ctx, (void **)&draft->inks, &draft->ink_capacity, draft->ink_count + 1, sizeof *draft->inks));
    exchange_ink *ink = &draft->inks[draft->ink_count];
    *ink = (exchange_ink){.line = line};
    TRY(mem_new(draft->ctx, size, 1, (void **)&ink->id));
    memcpy(ink->id, id, size);
    ink->object = json_new_object();
    json_set(ink->object, "id", exchange_text(id));
    *slot = ++draft->ink_count;
    *out = ink;
done:
    return status;
}

sct_status exchange_draft_named(exchange_draft *draft, const char *name, size_t line, exchange_ink **out)
{
    sct_status status = SCT_OK;
    char id[PALETTE_ID_MAX + 1], other[PALETTE_ID_MAX + 1];
    TRY(grow_slots(draft));
    exchange_slug(name, id);
    text_copy(other, sizeof other, id);
    for (size_t n = 2; *slot_of(draft, other); n++)
        text_print(other, sizeof other, "%.*s-%zu", PALETTE_ID_MAX - 16, id, n);
    TRY(exchange_draft_ink(draft, other, line, out));
    json_set((*out)->object, "product", exchange_text(name));
done:
    return status;
}

sct_status exchange_draft_colour(exchange_draft *draft, exchange_ink *ink, json *colour, size_t line)
{
    sct_status status = SCT_OK;
    if (!ink->colours)
        ink->colours = json_new_array();
    json_append(ink->colours, colour);
    TRY(mem_grow(draft->ctx, (void **)&ink->lines, &ink->line_capacity, ink->colour_count + 1, sizeof *ink->lines));
    ink->lines[ink->colour_count++] = line;
done:
    return status;
}

sct_status exchange_draft_lab(exchange_draft *draft, exchange_ink *ink, sct_lab lab, size_t line)
{
    json *colour = json_new_object(), *list = json_new_array();
    json_append(list, json_new_exact(lab.L));
    json_append(list, json_new_exact(lab.a));
    json_append(list, json_new_exact(lab.b));
    json_set(colour, "state", json_new_string(sct_colour_state_name(draft->options->state)));
    json_set(colour, "lab", list);
    json_set(colour, "illuminant", json_new_string("D50"));
    json_set(colour, "observer", json_new_number(2, 0));
    json_set(colour, "specular", json_new_string("excluded"));
    draft->lab_assumed = 1;
    return exchange_draft_colour(draft, ink, colour, line);
}

sct_status exchange_draft_note_lab(exchange_draft *draft)
{
    if (!draft->lab_assumed)
        return SCT_OK;
    return exchange_note(draft->ctx, draft->notes,
                         "Lab was taken as %s, D50, 2 degrees, specular excluded, which the format does not say",
                         sct_colour_state_name(draft->options->state));
}

int exchange_draft_screen(exchange_ink *ink, const double srgb[3])
{
    uint8_t bytes[3];
    char hex[8];
    for (int i = 0; i < 3; i++) {
        if (!(srgb[i] >= 0 && srgb[i] <= 1))
            return 0;
        bytes[i] = (uint8_t)lround(255 * srgb[i]);
    }
    exchange_hex(bytes, hex);
    json_set(ink->object, "colour", json_new_string(hex));
    return 1;
}

sct_status exchange_draft_close(exchange_draft *draft, sct_bytes *out)
{
    json *inks = json_new_array();
    if (draft->ink_count == 0) {
        json_free(inks);
        return diag_set(draft->ctx, SCT_ERR_PALETTE, "there are no inks in this file");
    }
    for (size_t i = 0; i < draft->ink_count; i++) {
        exchange_ink *ink = &draft->inks[i];
        if (ink->colours)
            json_set(ink->object, "colours", ink->colours);
        json_append(inks, ink->object);
        ink->object = ink->colours = NULL;
    }
    json_set(draft->root, "inks", inks);
    return json_print(draft->ctx, draft->root, 1, out);
}

/* The number in the brackets behind `word`, and what follows them; 0 when there are none. */
static int bracketed(const char **text, const char *word, size_t *number)
{
    size_t n = strlen(word);
    const char *end;
    if (strncmp(*text, word, n) != 0 || (*text)[n] != '[')
        return 0;
    double value = text_number(*text + n + 1, &end);
    if (*end != ']' || !(value >= 0 && value < 1e9))
        return 0;
    *number = (size_t)value;
    *text = end + 1;
    return 1;
}

sct_status exchange_draft_complain(const exchange_draft *draft, const sct_context *said)
{
    const char *text = said->message;
    size_t i, k, line;
    if (!bracketed(&text, "inks", &i) || i >= draft->ink_count || !draft->inks[i].line)
        return diag_set(draft->ctx, SCT_ERR_PALETTE, "%s", said->message);
    line = draft->inks[i].line;
    if (*text == '.' || *text == ':')
        text++;
    if (bracketed(&text, "colours", &k) && k < draft->inks[i].colour_count) {
        line = draft->inks[i].lines[k];
        text += *text == '.' || *text == ':';
    }
    while (*text == ' ')
        text++;
    return diag_set(draft->ctx, SCT_ERR_PALETTE, "line %zu: %s", line, text);
}

/* ---- inks, as they are written ---- */

const sct_ink_colour *exchange_telling(const palette_ink *ink)
{
    const sct_ink_colour *best = NULL;
    for (size_t i = 0; i < ink->colour_count; i++)
        if (!best || ink->colours[i].state > best->state)
            best = &ink->colours[i];
    return best;
}

const char *exchange_title(const palette_ink *ink)
{
    return *ink->product ? ink->product : ink->id;
}

sct_status exchange_note_state(const exchange_draft *draft)
{
    return exchange_note(draft->ctx, draft->notes, "the file does not say what was measured: taken as %s",
                         sct_colour_state_name(draft->options->state));
}
