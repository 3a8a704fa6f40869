/* exchange_sbz_write.c - SwatchBooker: a swatchbook.xml with a Lab or a screen's colour for each ink, in a zip. */
#include "palette/exchange/exchange.h"

#include <string.h>

static sct_status append_escaped(sct_context *ctx, bytes_buffer *out, const char *text)
{
    sct_status status = SCT_OK;
    for (; *text; text++) {
        const char *as = *text == '&'   ? "&amp;"
                         : *text == '<' ? "&lt;"
                         : *text == '>' ? "&gt;"
                         : *text == '"' ? "&quot;"
                                        : NULL;
        char one = (unsigned char)*text < ' ' ? ' ' : *text;
        TRY(bytes_append(ctx, out, as ? as : &one, as ? strlen(as) : 1));
    }
done:
    return status;
}

static sct_status write_color(sct_context *ctx, const palette_ink *ink, const sct_ink_colour *colour, bytes_buffer *xml)
{
    sct_status status = SCT_OK;
    uint8_t srgb[3];
    char v[3][32];
    sct_srgb8_from_lab(colour->lab, srgb);
    const double lab[3] = {colour->lab.L, colour->lab.a, colour->lab.b};
    for (int i = 0; i < 3; i++)
        text_from_exact(v[i], sizeof v[i], colour->stated ? srgb[i] / 255.0 : lab[i]);
    TRY(exchange_append(ctx, xml, "    <color>\n      <metadata>\n        <dc:title>"));
    TRY(append_escaped(ctx, xml, exchange_title(ink)));
    TRY(exchange_append(ctx, xml, "</dc:title>\n        <dc:identifier>"));
    TRY(append_escaped(ctx, xml, ink->id));
    TRY(exchange_append(ctx, xml,
                        "</dc:identifier>\n      </metadata>\n      <values model=\"%s\">%s %s %s</values>\n    </color>\n",
                        colour->stated ? "RGB" : "Lab", v[0], v[1], v[2]));
done:
    return status;
}

sct_status exchange_sbz_write(sct_context *ctx, const sct_palette *palette, const sct_palette_convert_options *options,
                              bytes_buffer *out)
{
    sct_status status = SCT_OK;
    bytes_buffer xml = {0};
    (void)options;
    TRY(exchange_append(ctx, &xml,
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<SwatchBook version=\"0.7\" xmlns:dc=\"%s\"\n"
                        "    xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                        "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n  <metadata>\n"
                        "    <dc:format>application/swatchbook</dc:format>\n"
                        "    <dc:type rdf:resource=\"http://purl.org/dc/dcmitype/Dataset\" />\n    <dc:title>",
                        EXCHANGE_SBZ_DUBLIN_CORE));
    TRY(append_escaped(ctx, &xml, palette->info.name));
    TRY(exchange_append(ctx, &xml, "</dc:title>\n  </metadata>\n  <materials>\n"));
    for (size_t i = 0; i < palette->ink_count; i++) {
        const sct_ink_colour *colour = exchange_telling(&palette->inks[i]);
        if (colour)
            TRY(write_color(ctx, &palette->inks[i], colour, &xml));
    }
    TRY(exchange_append(ctx, &xml, "  </materials>\n  <book>\n"));
    for (size_t i = 0; i < palette->ink_count; i++)
        if (exchange_telling(&palette->inks[i])) {
            TRY(exchange_append(ctx, &xml, "    <swatch material=\""));
            TRY(append_escaped(ctx, &xml, palette->inks[i].id));
            TRY(exchange_append(ctx, &xml, "\" />\n"));
        }
    TRY(exchange_append(ctx, &xml, "  </book>\n</SwatchBook>\n"));
    TRY(exchange_zip_write(ctx, EXCHANGE_SBZ_FILE, &xml, out));
done:
    mem_free(xml.data);
    return status;
}
