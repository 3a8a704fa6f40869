/* shelf_stock.c - what is on the shelf: in stock or not, lot and expiry, of inks by id, name or pattern. */
#include "palette/shelf/shelf.h"

#include <string.h>

void sct_stock_change_init_sized(sct_stock_change *change, size_t size)
{
    const sct_stock_change defaults = {.size = sizeof defaults, .in_stock = -1};
    options_fill(change, size, &defaults, sizeof defaults);
}

/* "2027", "2027-05" or "2027-05-31". */
static int is_date(const char *text)
{
    static const char form[] = "dddd-dd-dd";
    size_t n = strlen(text);
    if (n != 4 && n != 7 && n != 10)
        return 0;
    for (size_t i = 0; i < n; i++)
        if (form[i] == 'd' ? !(text[i] >= '0' && text[i] <= '9') : text[i] != form[i])
            return 0;
    int month = n >= 7 ? 10 * (text[5] - '0') + text[6] - '0' : 1, day = n == 10 ? 10 * (text[8] - '0') + text[9] - '0' : 1;
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static int is_meant(const palette_ink *ink, const char *which)
{
    char whole[512];
    text_print(whole, sizeof whole, "%.200s %.200s", ink->brand, ink->product);
    return shelf_like(which, ink->id) || (*ink->product && shelf_like(which, ink->product)) || shelf_like(which, whole);
}

static json *changed_ink(const json *ink, const sct_stock_change *c)
{
    json *copy = json_copy(ink);
    if (c->in_stock >= 0)
        copy = shelf_replace(copy, "in_stock", json_new_bool(c->in_stock));
    if (c->lot)
        copy = shelf_replace(copy, "lot", *c->lot ? exchange_text(c->lot) : NULL);
    if (c->expiry)
        copy = shelf_replace(copy, "expiry", *c->expiry ? json_new_string(c->expiry) : NULL);
    return copy;
}

static sct_status check_change(sct_context *ctx, const sct_stock_change *given, sct_stock_change *checked)
{
    sct_status status = SCT_OK;
    sct_stock_change_init(checked);
    TRY(options_take(ctx, "sct_stock_change", given, OPTIONS_SIZE(sct_stock_change, reserved), checked, sizeof *checked));
    TRY(option_range(ctx, "in_stock", checked->in_stock, -1, 1));
    TRY(option_range(ctx, "reserved", checked->reserved, 0, 0));
    if (!checked->which || !*checked->which)
        FAIL(ctx, SCT_ERR_OPTION, "which: name an ink, or * for all");
    if (checked->expiry && *checked->expiry && !is_date(checked->expiry))
        FAIL(ctx, SCT_ERR_OPTION, "expiry: \"%.20s\" is no date; write 2027-05 or 2027-05-31", checked->expiry);
done:
    return status;
}

sct_status sct_palette_stock(sct_context *ctx, const sct_stock_change *given, const void *text, size_t size, sct_bytes *out,
                             size_t *count)
{
    sct_status status = SCT_OK;
    sct_palette *palette = NULL;
    sct_stock_change change;
    json *inks = NULL;
    size_t i = 0, meant = 0;
    sct_context_clear(ctx);
    if (!given || !text || !out)
        FAIL(ctx, SCT_ERR_ARGUMENT, "sct_palette_stock needs a change, a palette and a place for the answer");
    TRY(check_change(ctx, given, &change));
    TRY(sct_palette_from_json(ctx, text, size, &palette));
    inks = json_new_array();
    for (const json *ink = json_first(json_get(palette->root, "inks")); ink; ink = json_next(ink), i++) {
        int this_one = is_meant(&palette->inks[i], change.which);
        meant += (size_t)this_one;
        json_append(inks, this_one ? changed_ink(ink, &change) : json_copy(ink));
    }
    if (meant == 0)
        FAIL(ctx, SCT_ERR_NOTHING, "no ink is called \"%.60s\", by id or by name", change.which);
    status = shelf_print(ctx, shelf_with(palette->root, "inks", inks), out);
    inks = NULL;
    if (status == SCT_OK && count)
        *count = meant;
done:
    json_free(inks);
    sct_palette_free(palette);
    return status;
}
