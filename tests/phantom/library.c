/* tests/phantom/library.c - skins, hairs and cameras: measured ones where the reference data is, else a few facts. */
#include "base/base.h"
#include "phantom/spectra.h"
#include "support/support.h"

#include <dirent.h>

static phantom_skin skin_from(const char *name, const phantom_spectrum *measured)
{
    phantom_skin skin = {.body = *measured};
    snprintf(skin.name, sizeof skin.name, "%s", name);
    for (int i = 0; i < PHANTOM_BANDS;
         i++) /* measured with the surface's reflection; the darkest fall below it in the blue */
        skin.body.r[i] = fmax(measured->r[i] - SPECTRA_SURFACE, 0.002);
    skin.lab = phantom_true_lab(&skin.body);
    skin.ita_deg = phantom_true_ita_deg(&skin.body);
    skin.ita_class = phantom_ita_class_of(skin.ita_deg);
    return skin;
}

static void add_skin(phantom_library *library, const char *name, const phantom_spectrum *measured)
{
    library->skins = realloc(library->skins, (library->skin_count + 1) * sizeof *library->skins);
    assert_non_null(library->skins);
    library->skins[library->skin_count++] = skin_from(name, measured);
}

/* One subject a row. */
static void add_issa(phantom_library *library)
{
    csv table = csv_read(data_path("skin-spectra/issa_face_reflectance_400_700_10nm.csv"));
    for (size_t row = 1; row < table.rows; row++) {
        phantom_spectrum measured;
        char name[24];
        snprintf(name, sizeof name, "issa %s", table.cells[row][0]);
        for (int i = 0; i < PHANTOM_BANDS; i++)
            measured.r[i] = csv_number(&table, row, 1 + i);
        add_skin(library, name, &measured);
    }
    csv_free(&table);
}

/* One subject a column, from 400 nm. */
static void add_nist(phantom_library *library)
{
    csv table = csv_read(data_path("skin-spectra/nist_skin_10nm.csv"));
    for (int column = 1; table.rows > PHANTOM_BANDS && column < table.counts[0]; column++) {
        phantom_spectrum measured;
        char name[24];
        snprintf(name, sizeof name, "nist %.12s", table.cells[0][column]);
        for (int i = 0; i < PHANTOM_BANDS; i++)
            measured.r[i] = csv_number(&table, 1 + (size_t)i, column);
        add_skin(library, name, &measured);
    }
    csv_free(&table);
}

static void read_camera(const json *data, phantom_camera *camera)
{
    size_t step = 0;
    for (const json *row = json_first(data); row && step < SPECTRA_STEPS; row = json_next(row), step++)
        for (size_t c = 0; c < 3; c++)
            camera->curves.s[step][c] = json_number(json_at(row, c));
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const phantom_camera *)a)->name, ((const phantom_camera *)b)->name);
}

static void add_cameras(phantom_library *library)
{
    const char *folder = data_path("camera-sensitivities");
    DIR *listing = folder ? opendir(folder) : NULL;
    for (struct dirent *entry; listing && (entry = readdir(listing));) {
        static const char suffix[] = "_380_780_5.json";
        char relative[512];
        size_t length = strlen(entry->d_name), size = 0;
        if (length < sizeof suffix || strcmp(entry->d_name + length - (sizeof suffix - 1), suffix) != 0)
            continue;
        snprintf(relative, sizeof relative, "camera-sensitivities/%.300s", entry->d_name);
        unsigned char *text = read_file(data_path(relative), &size);
        json *root = NULL;
        if (text && json_parse(NULL, text, size, &root) == SCT_OK) {
            library->cameras = realloc(library->cameras, (library->camera_count + 1) * sizeof *library->cameras);
            assert_non_null(library->cameras);
            phantom_camera *camera = &library->cameras[library->camera_count++];
            *camera = (phantom_camera){0};
            snprintf(camera->name, sizeof camera->name, "%.*s", (int)(length - (sizeof suffix - 1)), entry->d_name);
            read_camera(json_get(json_get(json_get(root, "spectral_data"), "data"), "main"), camera);
        }
        json_free(root);
        free(text);
    }
    if (listing)
        closedir(listing);
    if (library->camera_count) /* the folder's order differs from machine to machine */
        qsort(library->cameras, library->camera_count, sizeof *library->cameras, by_name);
}

phantom_library phantom_library_open(void)
{
    phantom_library library = {.hair_count = SPECTRA_HAIRS};
    if (data_path("")) {
        add_issa(&library);
        add_nist(&library);
        add_cameras(&library);
        library.measured = library.skin_count > 0;
    }
    if (!library.measured)
        for (int i = 0; i < SPECTRA_SKINS; i++)
            add_skin(&library, spectra_skins[i].name, &spectra_skins[i].r);
    library.hairs = calloc(SPECTRA_HAIRS, sizeof *library.hairs);
    assert_non_null(library.hairs);
    for (int i = 0; i < SPECTRA_HAIRS; i++) {
        snprintf(library.hairs[i].name, sizeof library.hairs[i].name, "%s", spectra_hairs[i].name);
        library.hairs[i].strand = spectra_hairs[i].r;
        library.hairs[i].lab = phantom_true_lab(&spectra_hairs[i].r);
    }
    return library;
}

void phantom_library_close(phantom_library *library)
{
    free(library->skins);
    free(library->hairs);
    free(library->cameras);
    *library = (phantom_library){0};
}

int phantom_skin_of_class(const phantom_library *library, int ita_class, int held_out, int n)
{
    int in_class = 0, in_half = 0;
    for (size_t i = 0; i < library->skin_count; i++)
        in_class += library->skins[i].ita_class == ita_class;
    in_half = held_out ? in_class / 2 : (in_class + 1) / 2;
    if (in_half == 0)
        return -1;
    int wanted = 2 * (n % in_half) + held_out; /* every other subject of the class */
    for (size_t i = 0; i < library->skin_count; i++)
        if (library->skins[i].ita_class == ita_class && wanted-- == 0)
            return (int)i;
    return -1;
}
