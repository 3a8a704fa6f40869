/*
 * tests/examples/cancel.c - shows how far long work is, and stops it.
 *
 *   ./cancel client.jpg
 */
#include "example.h"

/* Tells each stage as it begins, and asks to stop when skin and hair are looked for. */
static int tell(void *user, sct_stage stage, double fraction)
{
    sct_stage *last = (sct_stage *)user;
    if (stage != *last)
        printf("%s (%.0f %%)\n", sct_stage_name(stage), 100 * fraction);
    *last = stage;
    return stage == SCT_STAGE_REGION;
}

int main(int argc, char **argv)
{
    sct_context *ctx = NULL;
    sct_photo *photo = NULL;
    sct_measurement *client = NULL;
    sct_stage last = SCT_STAGE_REPORT;
    sct_view view;
    if (argc != 2)
        return EXIT_FAILURE;
    sct_bytes file = load(argv[1]);
    must(ctx, sct_context_new(&ctx));
    must(ctx, sct_photo_open(ctx, file.data, file.size, &photo));
    sct_context_set_progress(ctx, tell, &last);
    sct_view_init(&view);
    view.photo = photo;
    sct_status status = sct_measure(ctx, NULL, &view, 1, &client);
    printf("%s: %s\n", sct_status_name(status), sct_context_message(ctx));
    sct_photo_free(photo);
    sct_context_free(ctx);
    free(file.data);
    return status == SCT_ERR_INTERRUPTED && !client ? EXIT_SUCCESS : EXIT_FAILURE;
}
