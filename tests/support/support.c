/* tests/support/support.c */
#include "support/support.h"

void check_near(double actual, double expected, double tolerance, const char *what, const char *file, int line)
{
    if (!(fabs(actual - expected) <= tolerance)) {
        print_error("%s = %.12g, expected %.12g +- %.3g\n", what, actual, expected, tolerance);
        _fail(file, line);
    }
}

void check_at_most(double value, double limit, const char *what, const char *file, int line)
{
    if (!(value <= limit)) {
        print_error("%s = %.12g, more than %.12g\n", what, value, limit);
        _fail(file, line);
    }
}

__attribute__((format(printf, 2, 0))) static void tell(const char *kind, const char *format, va_list args)
{
    printf("%s: ", kind);
    vprintf(format, args);
    printf("\n");
    fflush(stdout);
}

void figure(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    tell("figure", format, args);
    va_end(args);
}

void notice(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    tell("notice", format, args);
    va_end(args);
}

const char *data_path(const char *relative)
{
    static char path[1024];
    const char *folder = getenv("SCALPTONE_DATA");
    if (!folder || !*folder)
        return NULL;
    snprintf(path, sizeof path, "%s/%s", folder, relative);
    return path;
}

unsigned char *read_file(const char *path, size_t *size)
{
    FILE *f = path ? fopen(path, "rb") : NULL;
    unsigned char *data = NULL;
    size_t used = 0, capacity = 0;
    if (!f)
        return NULL;
    for (;;) {
        if (used + 65536 + 1 > capacity) {
            capacity = capacity ? capacity * 2 : 131072;
            data = realloc(data, capacity);
            if (!data)
                abort();
        }
        size_t n = fread(data + used, 1, 65536, f);
        used += n;
        if (n == 0)
            break;
    }
    fclose(f);
    data[used] = 0;
    if (size)
        *size = used;
    return data;
}

enum { CELLS = 64 };

csv csv_read(const char *path)
{
    csv table = {0};
    char *text = (char *)read_file(path, NULL);
    size_t capacity = 0;
    for (char *line = text; line && *line;) {
        char *end = strchr(line, '\n'), *next = end ? end + 1 : NULL;
        if (end)
            *end = '\0';
        line[strcspn(line, "\r")] = '\0';
        if (*line && *line != '#') {
            if (table.rows == capacity) {
                capacity = capacity ? 2 * capacity : 64;
                table.cells = realloc(table.cells, capacity * sizeof *table.cells);
                table.counts = realloc(table.counts, capacity * sizeof *table.counts);
            }
            char **cells = calloc(CELLS, sizeof *cells);
            int n = 0;
            for (char *s = line; s && n < CELLS;) {
                char *comma = NULL;
                if (*s == '"') { /* a quoted cell may hold commas */
                    char *quote = strchr(s + 1, '"');
                    comma = quote ? strchr(quote, ',') : NULL;
                } else {
                    comma = strchr(s, ',');
                }
                if (comma)
                    *comma = '\0';
                cells[n] = malloc(strlen(s) + 1);
                strcpy(cells[n++], s);
                s = comma ? comma + 1 : NULL;
            }
            table.counts[table.rows] = n;
            table.cells[table.rows++] = cells;
        }
        line = next;
    }
    free(text);
    return table;
}

void csv_free(csv *table)
{
    for (size_t r = 0; r < table->rows; r++) {
        for (int i = 0; i < table->counts[r]; i++)
            free(table->cells[r][i]);
        free(table->cells[r]);
    }
    free(table->cells);
    free(table->counts);
    *table = (csv){0};
}

double csv_number(const csv *table, size_t row, int column)
{
    if (row >= table->rows || column >= table->counts[row])
        return (double)NAN;
    char *end = NULL;
    double v = strtod(table->cells[row][column], &end);
    return end == table->cells[row][column] ? (double)NAN : v;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double quantile_of(double *values, size_t n, double q)
{
    if (n == 0)
        return (double)NAN;
    qsort(values, n, sizeof *values, compare);
    double at = q * (double)(n - 1);
    size_t i = (size_t)at;
    return i + 1 < n ? values[i] + (at - (double)i) * (values[i + 1] - values[i]) : values[n - 1];
}
