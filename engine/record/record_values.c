/* engine/record/record_values.c - what a field may hold, looked at. */
#include "record/record.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static int digits(const char *text, int count, int *out)
{
    *out = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return 0;
        *out = 10 * *out + text[i] - '0';
    }
    return 1;
}

/* Days since 1 March of the year 0, in the calendar that is in use (Gregorian). */
static double day_number(int year, int month, int day)
{
    int y = month > 2 ? year : year - 1, m = (month + 9) % 12;
    return 365.0 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1;
}

static int month_length(int year, int month)
{
    static const int longest[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month < 1 || month > 12 ? 0 : longest[month - 1] + (month == 2 && leap);
}

static int read_day(const char *text, double *number)
{
    int year, month, day;
    if (!digits(text, 4, &year) || text[4] != '-' || !digits(text + 5, 2, &month) || text[7] != '-' ||
        !digits(text + 8, 2, &day))
        return 0;
    if (year < 1900 || day < 1 || day > month_length(year, month))
        return 0;
    *number = day_number(year, month, day);
    return 1;
}

int record_hours(const char *text, double *hours)
{
    int hour, minute;
    double day;
    if (!read_day(text, &day))
        return 0;
    if (text[10] == '\0') {
        *hours = 24 * day + 12;
        return 1;
    }
    if (text[10] != 'T' || !digits(text + 11, 2, &hour) || text[13] != ':' || !digits(text + 14, 2, &minute) || text[16] ||
        hour > 23 || minute > 59)
        return 0;
    *hours = 24 * day + hour + minute / 60.0;
    return 1;
}

int record_lab(const char *text, sct_lab *out)
{
    double v[3];
    for (int i = 0; i < 3; i++) {
        const char *end = text;
        v[i] = text_number(text, &end);
        if (end == text || !isfinite(v[i]) || *end != (i < 2 ? ',' : '\0') || !(fabs(v[i]) <= 200))
            return 0;
        text = end + 1;
    }
    *out = (sct_lab){v[0], v[1], v[2]};
    return v[0] >= 0;
}

static int is_word(const char *words, const char *text)
{
    size_t n = strlen(text);
    for (const char *at = strstr(words, text); n && at; at = strstr(at + 1, text))
        if ((at == words || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return 1;
    return 0;
}

/* Why a text cannot stand in a field, or null. */
static const char *fault_of(const record_field *f, const char *text)
{
    double number = 0;
    sct_lab lab;
    const char *end = text;
    switch (f->kind) {
    case RECORD_DAY: return record_hours(text, &number) && strlen(text) == 10 ? NULL : "is no day such as 2026-11-29";
    case RECORD_MOMENT: return record_hours(text, &number) ? NULL : "is no moment such as 2026-11-29T14:30";
    case RECORD_NUMBER:
        number = text_number(text, &end);
        return end != text && !*end && number >= f->lo && number <= f->hi ? NULL : "is no number in its range";
    case RECORD_LAB: return record_lab(text, &lab) ? NULL : "is no colour such as 65.1,13.4,15.7";
    case RECORD_CHECK: return is_word("yes no", text) ? NULL : "must be yes or no";
    case RECORD_WORD: return is_word(f->words, text) ? NULL : "is none of its words";
    default: return NULL;
    }
}

sct_status record_take(sct_context *ctx, const record_field *f, const char *key, const char *text, char out[RECORD_VALUE])
{
    if (strlen(text) >= RECORD_VALUE)
        return diag_set(ctx, SCT_ERR_OPTION, "%s: longer than %d bytes", key, RECORD_VALUE - 1);
    const char *fault = *text ? fault_of(f, text) : NULL;
    if (fault)
        return diag_set(ctx, SCT_ERR_OPTION, "%s: %.60s %s", key, text, fault);
    text_copy(out, RECORD_VALUE, f->kind == RECORD_CHECK && strcmp(text, "no") == 0 ? "" : text);
    return SCT_OK;
}
