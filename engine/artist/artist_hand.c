/* artist_hand.c - what a hand tells of itself. */
#include "artist/artist.h"

#include <math.h>
#include <string.h>

double artist_strength_of(const sct_artist *artist, const char *ink_id)
{
    for (size_t i = 0; i < artist->ink_count; i++)
        if (strcmp(artist->inks[i].id, ink_id) == 0)
            return artist->strength * artist->inks[i].strength;
    return artist->strength;
}

void sct_artist_free(sct_artist *artist)
{
    mem_free(artist);
}

sct_status sct_artist_describe_sized(const sct_artist *artist, sct_artist_info *out, size_t size)
{
    if (!artist || !out)
        return SCT_ERR_ARGUMENT;
    sct_artist_info info = {.name = artist->name,
                            .date = artist->date,
                            .depth_um = artist->depth_um,
                            .depth_lo_um = artist->depth_lo_um,
                            .depth_hi_um = artist->depth_hi_um,
                            .dot_radius_mm = artist->dot_radius_mm,
                            .strength = artist->strength,
                            .strength_factor = artist->strength_factor,
                            .mark_count = artist->mark_count,
                            .odd_count = artist->odd_count,
                            .ink_count = artist->ink_count,
                            .before_de00 = artist->before_de00,
                            .after_de00 = artist->after_de00};
    return record_give(out, size, &info, sizeof info);
}

sct_status sct_artist_ink_at_sized(const sct_artist *artist, size_t index, sct_artist_ink *out, size_t size)
{
    if (!artist || !out || index >= artist->ink_count)
        return SCT_ERR_ARGUMENT;
    const artist_ink *ink = &artist->inks[index];
    sct_artist_ink answer = {.id = ink->id, .strength = ink->strength, .mark_count = ink->mark_count};
    return record_give(out, size, &answer, sizeof answer);
}

sct_status sct_artist_mark_at_sized(const sct_artist *artist, size_t index, sct_mark_fit *out, size_t size)
{
    if (!artist || !out || index >= artist->mark_count)
        return SCT_ERR_ARGUMENT;
    sct_mark_fit unknown = {(double)NAN, (double)NAN, (double)NAN};
    return record_give(out, size, artist->has_fits ? &artist->fits[index] : &unknown, sizeof unknown);
}
