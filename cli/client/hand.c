/* cli/client/hand.c - opens the hand that sets the ink. */
#include "client/hand.h"
#include "settings.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where a hand is kept that need not be named; "" for nowhere. */
static void usual_hand(char out[INPUT_PATH_SIZE])
{
    const char *folder = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    out[0] = '\0';
    if (folder && *folder)
        snprintf(out, INPUT_PATH_SIZE, "%s/scalptone/artist.json", folder);
    else if (home && *home)
        snprintf(out, INPUT_PATH_SIZE, "%s/.config/scalptone/artist.json", home);
    if (out[0] && access(out, F_OK) != 0)
        out[0] = '\0';
}

int hand_open(app *a, const char *file, int none)
{
    char usual[INPUT_PATH_SIZE];
    const char *path = file;
    file_bytes bytes = {0};
    if (file && none && !settings_gave(a, file))
        return complain(a, EXIT_USE, NULL, "--no-artist contradicts --artist; leave one of them out");
    if (!path) {
        usual_hand(usual);
        path = usual;
    }
    if (a->artist || none || !*path)
        return 0;
    int code = input_read(a, path, 1u << 20, &bytes);
    if (code)
        return code;
    sct_status status = sct_artist_from_json(a->ctx, bytes.data, bytes.size, &a->artist);
    input_free(&bytes);
    return status == SCT_OK ? 0 : complain_status(a, status, path);
}

int hand_numbers_of(const app *a, const char *ink_id, hand_numbers *out)
{
    sct_artist_info info;
    sct_artist_ink ink;
    if (!a->artist || sct_artist_describe(a->artist, &info) != SCT_OK)
        return 0;
    *out = (hand_numbers){info.depth_um, info.depth_lo_um, info.depth_hi_um, info.dot_radius_mm, info.strength};
    for (size_t i = 0; ink_id && sct_artist_ink_at(a->artist, i, &ink) == SCT_OK; i++)
        if (strcmp(ink.id, ink_id) == 0)
            out->strength *= ink.strength;
    return 1;
}
