/*
 * engine/base/flags.c - quality flags: lists of them, the numbers behind them,
 * and how programs read them.
 *
 * A room says a flag in words, with the numbers in a printf format. The numbers
 * are kept beside the sentence, under the names that flag_table.c has for them,
 * so that no program needs to read English.
 */
#include "base/flag_table.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static flag_item *new_item(sct_flags *flags, const char *code)
{
    if (flags->count >= SCT_FLAG_MAX)
        return NULL;
    flag_item *item = &flags->items[flags->count++];
    memset(item, 0, sizeof *item);
    text_copy(item->code, sizeof item->code, code);
    return item;
}

static int index_of(const sct_flags *flags, const char *code)
{
    for (size_t i = 0; i < flags->count; i++)
        if (strcmp(flags->items[i].code, code) == 0)
            return (int)i;
    return -1;
}

int flags_add(sct_flags *flags, const char *code, int forbids_pick, const char *message, const char *fix)
{
    int there = index_of(flags, code);
    flag_item *item = there >= 0 ? NULL : new_item(flags, code);
    if (!item) {
        flags->more_forbid |= there < 0 && forbids_pick;
        return there;
    }
    text_copy(item->message, sizeof item->message, message);
    text_copy(item->fix, sizeof item->fix, fix);
    item->forbids_pick = forbids_pick;
    return (int)flags->count - 1;
}

/* One argument of a printf call as a number: 1 when it is one, 0 when it is text. `form` is what stands behind the %. */
static int next_number(const char *form, va_list *args, double *out)
{
    size_t n = strspn(form, "-+ #0123456789.");
    int longs = 0, is_size = 0;
    for (; form[n] == 'l' || form[n] == 'z'; n++) {
        longs += form[n] == 'l';
        is_size |= form[n] == 'z';
    }
    switch (form[n]) {
    case 's': (void)va_arg(*args, const char *); return 0;
    case 'd':
    case 'i':
        *out = longs > 1 ? (double)va_arg(*args, long long) : longs ? (double)va_arg(*args, long) : va_arg(*args, int);
        return 1;
    case 'u':
        *out = is_size     ? (double)va_arg(*args, size_t)
               : longs > 1 ? (double)va_arg(*args, unsigned long long)
               : longs     ? (double)va_arg(*args, unsigned long)
                           : va_arg(*args, unsigned);
        return 1;
    default: *out = va_arg(*args, double); return 1; /* f, g, e: no room uses another */
    }
}

/* The numbers among the arguments of a format, in order; those without a name are left out. */
static int take_values(const flag_words *words, const char *format, va_list *args, sct_value *values)
{
    int count = 0;
    for (const char *at = strchr(format, '%'); at && *at; at = strchr(at, '%')) {
        double value;
        if (at[1] == '%') {
            at += 2;
            continue;
        }
        at++;
        if (!next_number(at, args, &value) || !words || count >= FLAG_VALUES || !words->values[count])
            continue;
        values[count] = (sct_value){words->values[count], value};
        count++;
    }
    return count;
}

int flags_addf(sct_flags *flags, const char *code, int forbids_pick, const char *fix, const char *format, ...)
{
    char message[sizeof flags->items[0].message];
    va_list args;
    va_start(args, format);
    text_format(message, sizeof message, format, args);
    va_end(args);
    size_t before = flags->count;
    int index = flags_add(flags, code, forbids_pick, message, fix);
    if (flags->count == before)
        return index;
    flag_item *item = &flags->items[index];
    va_start(args, format);
    item->value_count = take_values(flag_words_for(code, format), format, &args, item->values);
    va_end(args);
    return index;
}

void flags_take_values(flag_item *flag, const flag_item *from)
{
    flag->value_count = from->value_count;
    memcpy(flag->values, from->values, sizeof flag->values);
}

int flags_have(const sct_flags *flags, const char *code)
{
    return index_of(flags, code) >= 0;
}

void flags_join(sct_flags *flags, const sct_flags *more)
{
    flags->more_forbid |= more->more_forbid;
    for (size_t i = 0; i < more->count; i++) {
        if (index_of(flags, more->items[i].code) >= 0)
            continue;
        if (flags->count < SCT_FLAG_MAX)
            flags->items[flags->count++] = more->items[i];
        else
            flags->more_forbid |= more->items[i].forbids_pick;
    }
}

/* ---- for programs ---- */

size_t sct_flags_count(const sct_flags *flags)
{
    return flags ? flags->count : 0;
}

sct_status sct_flags_at_sized(const sct_flags *flags, size_t index, sct_flag *out, size_t size)
{
    if (!flags || index >= flags->count || !out)
        return SCT_ERR_ARGUMENT;
    const flag_item *item = &flags->items[index];
    const flag_words *words = flag_words_for(item->code, NULL);
    sct_flag flag = {
        .code = words ? words->code : SCT_FLAG_OTHER,
        .severity = item->forbids_pick ? SCT_SEVERITY_FORBIDS_PICK : SCT_SEVERITY_NOTE,
        .name = item->code,
        .message = item->message,
        .fix = item->fix,
        .values = item->value_count ? item->values : NULL,
        .value_count = (size_t)item->value_count,
    };
    return record_give(out, size, &flag, sizeof flag);
}

int sct_flags_have(const sct_flags *flags, sct_flag_code code)
{
    for (size_t i = 0; flags && i < flags->count; i++) {
        const flag_words *words = flag_words_for(flags->items[i].code, NULL);
        if ((words ? words->code : SCT_FLAG_OTHER) == code)
            return 1;
    }
    return 0;
}

int sct_flags_forbid_pick(const sct_flags *flags)
{
    for (size_t i = 0; flags && i < flags->count; i++)
        if (flags->items[i].forbids_pick)
            return 1;
    return flags && flags->more_forbid;
}
