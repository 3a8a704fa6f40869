/*
 * bindings/js/native.c - the few things that JavaScript cannot say to the library by itself.
 */
#include <scalptone.h>

/* Told by JavaScript: how far the work is. What is not zero stops it. */
int js_progress(int stage, double fraction);

static int tell(void *user, sct_stage stage, double fraction)
{
    (void)user;
    return js_progress((int)stage, fraction);
}

/* A function of JavaScript has no address that the library could call, and this one does. */
SCT_API void js_watch(sct_context *ctx);
void js_watch(sct_context *ctx)
{
    sct_context_set_progress(ctx, tell, NULL);
}
