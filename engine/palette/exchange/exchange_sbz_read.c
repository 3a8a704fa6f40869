/*
 * exchange_sbz_read.c - SwatchBooker: a zip whose swatchbook.xml has materials, each
 * with a name, an identifier and its values in one or more models, and a book that
 * puts them in order. Read by expat, without which these files are refused; a file
 * that declares a document type, and so entities, is refused in any case.
 *
 * Of a material's values the first of Lab, LCH, XYZ and xyY counts (D50; XYZ to
 * 100, as the program writes them), then RGB without a profile, which it shows as
 * sRGB, and Gray, of which 1 is black. What has none of them is left out by name:
 * CMYK says how much a press prints and not which colour that is.
 */
#include "palette/exchange/exchange.h"

#include <math.h>
#include <string.h>

#ifdef HAVE_EXPAT
#include <expat.h>
#include <stdlib.h>

enum { XML_MOST = 64 << 20, TEXT_MOST = 4096, NS_MARK = ' ', UNREAD = 100 };

/* Models, the better first; the number of values each has. */
static const struct {
    const char *name;
    int values;
} models[] = {{"Lab", 3}, {"LCH", 3}, {"XYZ", 3}, {"xyY", 3}, {"sRGB", 3}, {"RGB", 3}, {"GRAY", 1}};
enum { MODEL_LAB, MODEL_LCH, MODEL_XYZ, MODEL_XYY, MODEL_SRGB, MODEL_RGB, MODEL_GRAY, MODELS };

typedef struct material {
    size_t id, title; /* in the pool of texts; 0: none */
    size_t line;
    double v[3];
    int model; /* UNREAD: none that can be taken */
    char unread[24];
    int drawn;
} material;

/* A name of the index over materials. */
typedef struct by_id {
    const char *id;
    size_t number;
} by_id;

typedef struct book {
    exchange_draft *draft;
    XML_Parser parser;
    sct_status status;
    int depth;
    int in_color, in_book;
    bytes_buffer text; /* of the element at hand */
    bytes_buffer pool;
    size_t title; /* of the whole */
    int plain;    /* the element at hand is in no particular language */
    int model;    /* of the values at hand */
    char model_name[24];
    material *materials;
    size_t count, capacity;
    size_t *order; /* in the pool: identifiers as the book has them */
    size_t order_count, order_capacity;
    by_id *index;
} book;

static void stop(book *k, sct_status status)
{
    if (k->status == SCT_OK)
        k->status = status;
    XML_StopParser(k->parser, XML_FALSE);
}

static void complain(book *k, const char *what)
{
    stop(k,
         diag_set(k->draft->ctx, SCT_ERR_PALETTE, "line %lu: %s", (unsigned long)XML_GetCurrentLineNumber(k->parser), what));
}

static const char *attribute(const XML_Char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

/* Puts a text into the pool; 0 where it is empty. */
static size_t keep(book *k, const char *text)
{
    size_t at = k->pool.size;
    if (!*text)
        return 0;
    sct_status status = bytes_append(k->draft->ctx, &k->pool, text, strlen(text) + 1);
    if (status != SCT_OK)
        stop(k, status);
    return status == SCT_OK ? at : 0;
}

static void begin_material(book *k, const char *unread)
{
    sct_status status = mem_grow(k->draft->ctx, (void **)&k->materials, &k->capacity, k->count + 1, sizeof *k->materials);
    if (status != SCT_OK) {
        stop(k, status);
        return;
    }
    k->materials[k->count++] = (material){.model = UNREAD, .line = XML_GetCurrentLineNumber(k->parser)};
    text_copy(k->materials[k->count - 1].unread, sizeof k->materials->unread, unread);
    k->in_color = 1;
}

static void begin_values(book *k, const XML_Char **attributes)
{
    const char *model = attribute(attributes, "model");
    k->model = UNREAD;
    text_copy(k->model_name, sizeof k->model_name, model ? model : "unnamed");
    for (int i = 0; i < MODELS; i++)
        if (model && strcmp(model, models[i].name) == 0)
            k->model = i;
    if (k->model >= MODEL_RGB && k->model < MODELS && attribute(attributes, "space")) {
        k->model = UNREAD; /* of a profile */
        text_print(k->model_name, sizeof k->model_name, "%s-profile", model);
    }
}

static void begin_swatch(book *k, const XML_Char **attributes)
{
    const char *id = attribute(attributes, "material");
    if (!id || !*id)
        return;
    sct_status status =
        mem_grow(k->draft->ctx, (void **)&k->order, &k->order_capacity, k->order_count + 1, sizeof *k->order);
    if (status == SCT_OK)
        k->order[k->order_count++] = keep(k, id);
    else
        stop(k, status);
}

static void XMLCALL begin(void *user, const XML_Char *name, const XML_Char **attributes)
{
    book *k = user;
    k->text.size = 0;
    k->plain = !attribute(attributes, EXCHANGE_SBZ_LANGUAGE);
    if (k->depth++ == 0 && strcmp(name, "SwatchBook") != 0)
        complain(k, "a swatch book begins with <SwatchBook>");
    else if (strcmp(name, "color") == 0)
        begin_material(k, "");
    else if (strcmp(name, "pattern") == 0)
        begin_material(k, "pattern");
    else if (strcmp(name, "values") == 0 && k->in_color)
        begin_values(k, attributes);
    else if (strcmp(name, "book") == 0)
        k->in_book = 1;
    else if (strcmp(name, "swatch") == 0 && k->in_book)
        begin_swatch(k, attributes);
}

static void XMLCALL take_text(void *user, const XML_Char *text, int length)
{
    book *k = user;
    if (k->text.size + (size_t)length > TEXT_MOST)
        return; /* descriptions may be long, and are not read */
    sct_status status = bytes_append(k->draft->ctx, &k->text, text, (size_t)length);
    if (status != SCT_OK)
        stop(k, status);
}

static void end_values(book *k, const char *text)
{
    material *m = &k->materials[k->count - 1];
    double v[3] = {0};
    if (k->model == UNREAD) {
        if (!*m->unread)
            text_copy(m->unread, sizeof m->unread, k->model_name);
        return;
    }
    for (int i = 0; i < models[k->model].values; i++) {
        const char *end;
        text += strspn(text, " \t\r\n");
        v[i] = text_number(text, &end);
        if (end == text || !isfinite(v[i])) {
            complain(k, "values are numbers, as many as their model has");
            return;
        }
        text = end;
    }
    if (text[strspn(text, " \t\r\n")])
        complain(k, "there are more values than the model has");
    else if (k->model < m->model) {
        m->model = k->model;
        memcpy(m->v, v, sizeof v);
    }
}

/* The element's name without the namespace of Dublin Core; null: another one. */
static const char *core_name(const char *name)
{
    size_t n = sizeof EXCHANGE_SBZ_DUBLIN_CORE - 1;
    return strncmp(name, EXCHANGE_SBZ_DUBLIN_CORE, n) == 0 && name[n] == NS_MARK ? name + n + 1 : NULL;
}

/* A title in no particular language, or an identifier: of the material at hand, or of the whole. */
static void end_core(book *k, const char *core, const char *text)
{
    int title = strcmp(core, "title") == 0 && k->plain;
    if (k->in_color && title)
        k->materials[k->count - 1].title = keep(k, text);
    else if (k->in_color && strcmp(core, "identifier") == 0)
        k->materials[k->count - 1].id = keep(k, text);
    else if (title && k->depth == 2)
        k->title = keep(k, text);
}

static void XMLCALL end(void *user, const XML_Char *name)
{
    book *k = user;
    const char *core = core_name(name), *text;
    sct_status status = bytes_append(k->draft->ctx, &k->text, "", 1);
    k->depth--;
    if (status != SCT_OK) {
        stop(k, status);
        return;
    }
    text = (const char *)k->text.data;
    if (core)
        end_core(k, core, text);
    else if (strcmp(name, "color") == 0 || strcmp(name, "pattern") == 0)
        k->in_color = 0;
    else if (strcmp(name, "values") == 0 && k->in_color)
        end_values(k, text);
    k->text.size = 0;
}

static void XMLCALL refuse_doctype(void *user, const XML_Char *name, const XML_Char *system, const XML_Char *public,
                                   int inner)
{
    (void)name, (void)system, (void)public, (void)inner;
    complain(user, "it declares a document type, which swatch books never do");
}

/* ---- from materials to inks ---- */

static sct_lab lab_of(const material *m)
{
    const double *v = m->v, turn = acos(-1) / 180;
    const sct_xyz white = sct_white(SCT_ILLUMINANT_D50, SCT_OBSERVER_2);
    switch (m->model) {
    case MODEL_LCH: return (sct_lab){v[0], v[1] * cos(v[2] * turn), v[1] * sin(v[2] * turn)};
    case MODEL_XYZ: return sct_lab_from_xyz((sct_xyz){v[0] / 100, v[1] / 100, v[2] / 100}, white);
    case MODEL_XYY:
        return sct_lab_from_xyz((sct_xyz){v[0] * v[2] / v[1] / 100, v[2] / 100, (1 - v[0] - v[1]) * v[2] / v[1] / 100},
                                white);
    default: return (sct_lab){v[0], v[1], v[2]};
    }
}

static sct_status take_lab(book *k, const material *m, exchange_ink *ink)
{
    sct_lab lab = lab_of(m);
    if (!isfinite(lab.L) || !isfinite(lab.a) || !isfinite(lab.b))
        return diag_set(k->draft->ctx, SCT_ERR_PALETTE, "line %zu: no colour has these values", m->line);
    return exchange_draft_lab(k->draft, ink, lab, m->line);
}

static sct_status take_screen(book *k, const material *m, exchange_ink *ink)
{
    double gray = 1 - m->v[0];
    const double v[3] = {gray, gray, gray};
    if (!exchange_draft_screen(ink, m->model == MODEL_GRAY ? v : m->v))
        return diag_set(k->draft->ctx, SCT_ERR_PALETTE, "line %zu: RGB and Gray run from 0 to 1", m->line);
    return SCT_OK;
}

static const char *text_of(const book *k, size_t at)
{
    return (const char *)k->pool.data + at; /* the pool begins with an empty text */
}

static const char *name_of(const book *k, const material *m)
{
    return m->title ? text_of(k, m->title) : m->id ? text_of(k, m->id) : "Untitled";
}

static sct_status take_material(book *k, material *m)
{
    sct_status status = SCT_OK;
    exchange_ink *ink;
    if (m->drawn || m->model == UNREAD)
        return SCT_OK;
    m->drawn = 1;
    TRY(exchange_draft_named(k->draft, name_of(k, m), m->line, &ink));
    TRY(m->model >= MODEL_SRGB ? take_screen(k, m, ink) : take_lab(k, m, ink));
done:
    return status;
}

static int compare_ids(const void *a, const void *b)
{
    const by_id *one = a, *two = b;
    int order = strcmp(one->id, two->id);
    return order ? order : (one->number > two->number) - (one->number < two->number);
}

/* In the order of the book, and then those that stand in none. */
static sct_status take_all(book *k)
{
    sct_status status = SCT_OK;
    TRY(mem_new(k->draft->ctx, k->count, sizeof *k->index, (void **)&k->index));
    for (size_t i = 0; i < k->count; i++)
        k->index[i] = (by_id){text_of(k, k->materials[i].id), i};
    qsort(k->index, k->count, sizeof *k->index, compare_ids);
    for (size_t i = 0; i < k->order_count; i++) {
        const char *id = text_of(k, k->order[i]);
        size_t lo = 0, hi = k->count;
        while (lo < hi) {
            size_t middle = (lo + hi) / 2;
            if (strcmp(k->index[middle].id, id) < 0)
                lo = middle + 1;
            else
                hi = middle;
        }
        if (lo < k->count && strcmp(k->index[lo].id, id) == 0)
            TRY(take_material(k, &k->materials[k->index[lo].number]));
    }
    for (size_t i = 0; i < k->count; i++)
        TRY(take_material(k, &k->materials[i]));
done:
    return status;
}

/* What is not read, by name; a complaint where nothing else is there. */
static sct_status tell_left_out(book *k, size_t inks)
{
    sct_status status = SCT_OK;
    size_t left = 0;
    const material *first = NULL;
    for (size_t i = 0; i < k->count; i++)
        if (k->materials[i].model == UNREAD) {
            first = first ? first : &k->materials[i];
            left++;
        }
    if (left && inks == 0)
        FAIL(k->draft->ctx, SCT_ERR_PALETTE,
             "line %zu: \"%.60s\" has values of %s alone, which do not say which colour that is; save it as Lab or RGB",
             first->line, name_of(k, first), *first->unread ? first->unread : "unnamed");
    if (left)
        TRY(exchange_note(
            k->draft->ctx, k->draft->notes,
            "colours left out: %zu, first \"%.60s\": %s does not say which colour that is; save them as Lab or RGB", left,
            name_of(k, first), *first->unread ? first->unread : "unnamed"));
done:
    return status;
}

static sct_status parse(book *k, const bytes_buffer *xml)
{
    XML_Parser p = XML_ParserCreateNS("UTF-8", NS_MARK);
    if (!p)
        return diag_set(k->draft->ctx, SCT_ERR_MEMORY, "out of memory");
    k->parser = p;
    XML_SetUserData(p, k);
    XML_SetElementHandler(p, begin, end);
    XML_SetCharacterDataHandler(p, take_text);
    XML_SetStartDoctypeDeclHandler(p, refuse_doctype);
    if (XML_Parse(p, (const char *)xml->data, (int)xml->size, 1) != XML_STATUS_OK && k->status == SCT_OK) {
        enum XML_Error code = XML_GetErrorCode(p);
        k->status = diag_set(k->draft->ctx, code == XML_ERROR_NO_MEMORY ? SCT_ERR_MEMORY : SCT_ERR_PALETTE, "line %lu: %s",
                             (unsigned long)XML_GetCurrentLineNumber(p), XML_ErrorString(code));
    }
    XML_ParserFree(p);
    return k->status;
}

sct_status exchange_sbz_read(exchange_draft *draft, const void *data, size_t size)
{
    sct_status status = SCT_OK;
    bytes_buffer xml = {0};
    book k = {.draft = draft};
    TRY(bytes_append(draft->ctx, &k.pool, "", 1));
    TRY(exchange_zip_read(draft->ctx, data, size, EXCHANGE_SBZ_FILE, XML_MOST, &xml));
    TRY(parse(&k, &xml));
    TRY(take_all(&k));
    TRY(tell_left_out(&k, draft->ink_count));
    exchange_draft_head(draft, text_of(&k, k.title), "illustrative", EXCHANGE_SWATCH_METHOD);
    TRY(exchange_draft_note_lab(draft));
done:
    mem_free(xml.data);
    mem_free(k.text.data);
    mem_free(k.pool.data);
    mem_free(k.materials);
    mem_free(k.order);
    mem_free(k.index);
    return status;
}

#else

sct_status exchange_sbz_read(exchange_draft *draft, const void *data, size_t size)
{
    (void)data, (void)size;
    return diag_set(draft->ctx, SCT_ERR_PALETTE,
                    "%s: this program was built without expat and cannot read it; save it as ase or gpl", EXCHANGE_SBZ_FILE);
}

#endif
