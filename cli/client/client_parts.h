/* cli/client/client_parts.h - what the files of a client need of each other and nobody else needs. */
#ifndef CLI_CLIENT_CLIENT_PARTS_H
#define CLI_CLIENT_CLIENT_PARTS_H

#include "client/client.h"

/* The roles of a photo, as bits, by the option that names it: --skin-photo, --hair-photo, or null when the photo is a plain
 * argument. An option that names no photo has none. */
int client_photo_roles(const arg *option);

/* Whether the option names the other half of a pair: no photo of its own, and no shape. */
int client_is_no_flash(const arg *option);

/* Reads the shapes among the items into the views of the client. */
int client_read_shapes(app *a, const arg_items *items, client *c);

/* Says what the library is asked, except for the chart and the label planes. */
int client_set_measuring(app *a, const client_options *options, sct_measure_options *settings);
/* Says what is known of charts. `settings` points to `chart` afterwards. */
int client_open_chart(app *a, client *c, const client_options *options, sct_chart_options *chart,
                      sct_measure_options *settings);

/* Makes of each pair with and without the flash the photo of the flash alone; after client_open_chart. */
int client_pair(app *a, client *c);

/* Complains when an output of this call would fall on another file of this call; it is asked before anything is written. */
int client_check_outputs(app *a, const client *c, const client_options *options);
/* Makes room for what each pixel of each photo is. */
int client_make_planes(app *a, client *c);
/* Writes overlay and masks of each photo. */
int client_write_pictures(app *a, const client *c, const client_options *options, const sct_measurement *m);
/* Draws the photo with the reason of a refusal below it; the refusal itself has been told. */
void client_show_refusal(app *a, const client *c, const client_options *options);

#endif
