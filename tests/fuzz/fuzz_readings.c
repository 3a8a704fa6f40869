/*
 * tests/fuzz/fuzz_readings.c - any bytes as the readings of an instrument for the consultation card: refused in one line, or
 * a card whose patches have colours that exist.
 */
#include "chart/chart.h"
#include "fuzz/fuzz.h"
#include "scalptone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sct_context *ctx = NULL;
    sct_chart *card = NULL, *mine = NULL;
    sct_bytes text = {0};
    HOLD(sct_context_new(&ctx) == SCT_OK && sct_card_layout(ctx, &card) == SCT_OK);
    sct_status status = sct_card_measure(ctx, card, data, size, NULL, &mine);
    if (status == SCT_OK) {
        for (size_t i = 0; i < mine->patch_count; i++) {
            sct_lab lab = mine->patches[i].lab;
            HOLD(isfinite(lab.L) && isfinite(lab.a) && isfinite(lab.b));
        }
        HOLD(sct_chart_json(ctx, mine, &text) == SCT_OK && text.size > 2);
    } else {
        HOLD(status != SCT_ERR_MEMORY && status != SCT_ERR_INTERNAL);
        HOLD(sct_context_message(ctx)[0] && !strchr(sct_context_message(ctx), '\n'));
    }
    sct_bytes_free(&text);
    sct_chart_free(mine);
    sct_chart_free(card);
    sct_context_free(ctx);
    return 0;
}

#ifndef FUZZ_LIBFUZZER

static size_t put(fuzz_seed *seed, const char *name, const char *head, char comma, const char *tail)
{
    enum { ROOM = 8192 };
    sct_context *ctx = NULL;
    sct_chart *card = NULL;
    char *text = malloc(ROOM);
    HOLD(text && sct_context_new(&ctx) == SCT_OK && sct_card_layout(ctx, &card) == SCT_OK);
    size_t n = (size_t)snprintf(text, ROOM, "%s", head);
    for (size_t i = 0; i < card->patch_count; i++)
        n += (size_t)snprintf(text + n, ROOM - n, "%s%c%.1f%c%.1f%c%.1f\n", card->patches[i].name, comma,
                              20 + 2.0 * (double)i, comma, 5.0, comma, 8.5);
    n += (size_t)snprintf(text + n, ROOM - n, "%s", tail);
    HOLD(n < ROOM);
    *seed = (fuzz_seed){name, (unsigned char *)text, n};
    sct_chart_free(card);
    sct_context_free(ctx);
    return 1;
}

static size_t make_seeds(fuzz_seed *seeds)
{
    size_t n = put(&seeds[0], "csv", "patch,L,a,b\n", ',', "");
    n += put(&seeds[1], "semicolons", "patch;L;a;b\r\n", ';', "");
    n += put(&seeds[2], "cgats", "CGATS.17\nBEGIN_DATA_FORMAT\nSAMPLE_ID LAB_L LAB_A LAB_B\nEND_DATA_FORMAT\nBEGIN_DATA\n",
             ' ', "END_DATA\n");
    return n;
}

int main(int argc, char **argv)
{
    return fuzz_main(&(fuzz_target){"readings", make_seeds, 3000, 1}, argc, argv);
}

#endif
