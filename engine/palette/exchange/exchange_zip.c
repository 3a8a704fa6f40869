/*
 * exchange_zip.c - one file out of a zip, and a zip with one file in it: the only
 * file that knows zlib beside the one of photos.
 *
 * As APPNOTE.TXT of PKWARE describes it (6.3.10): a record at the end tells where
 * the central directory lies; an entry of it tells where a file lies, and how it is
 * packed. Only what swatch files are made of is taken: stored or deflated, in one
 * piece, not encrypted, without the fields of files beyond 4 GB. Nothing is written
 * beyond the size that the directory states and the caller allows, whatever the
 * packed bytes unfold to, and sums must be right.
 */
#include "palette/exchange/exchange.h"

#include <string.h>
#include <zlib.h>

enum {
    END_SIZE = 22,
    ENTRY_SIZE = 46,
    LOCAL_SIZE = 30,
    COMMENT_MOST = 65535,
    STORED = 0,
    DEFLATED = 8,
    ENCRYPTED = 1,
    VERSION = 20,
    FIRST_OF_1980 = 0x21
};

static size_t number_at(const unsigned char *b, int bytes)
{
    size_t value = 0;
    for (int i = bytes - 1; i >= 0; i--)
        value = value << 8 | b[i];
    return value;
}

/* Where the central directory begins, and the record behind it; 0 when there is none. */
static int find_directory(const unsigned char *b, size_t size, size_t *directory, size_t *end)
{
    size_t least = size > END_SIZE + COMMENT_MOST ? size - END_SIZE - COMMENT_MOST : 0;
    if (size < END_SIZE)
        return 0;
    for (size_t at = size - END_SIZE + 1; at-- > least;)
        if (memcmp(b + at, "PK\5\6", 4) == 0 && at + END_SIZE + number_at(b + at + 20, 2) == size) {
            *directory = number_at(b + at + 16, 4);
            *end = at;
            return *directory <= at && number_at(b + at + 12, 4) <= at - *directory;
        }
    return 0;
}

/* The entry of this name; null: there is none, or the directory is damaged before it. */
static const unsigned char *find_entry(const unsigned char *b, size_t at, size_t end, const char *name)
{
    size_t length = strlen(name);
    while (end - at >= ENTRY_SIZE && memcmp(b + at, "PK\1\2", 4) == 0) {
        const unsigned char *entry = b + at;
        size_t own = number_at(entry + 28, 2),
               whole = ENTRY_SIZE + own + number_at(entry + 30, 2) + number_at(entry + 32, 2);
        if (whole > end - at)
            return NULL;
        if (own == length && memcmp(entry + ENTRY_SIZE, name, length) == 0)
            return entry;
        at += whole;
    }
    return NULL;
}

/* Unfolds `size` bytes into exactly `room` bytes; what zlib says, Z_STREAM_END where it is so. */
static int unfold(const unsigned char *data, size_t size, unsigned char *out, size_t room)
{
    z_stream z = {
        .next_in = (z_const Bytef *)(uintptr_t)data, .avail_in = (uInt)size, .next_out = out, .avail_out = (uInt)room};
    int code = inflateInit2(&z, -MAX_WBITS);
    if (code != Z_OK)
        return code;
    code = inflate(&z, Z_FINISH);
    inflateEnd(&z);
    return code == Z_STREAM_END && z.avail_out > 0 ? Z_DATA_ERROR : code;
}

/* Where the bytes of an entry lie; null: not in this file. */
static const unsigned char *bytes_of(const unsigned char *b, size_t end, const unsigned char *entry, size_t packed)
{
    size_t at = number_at(entry + 42, 4);
    if (at > end || end - at < LOCAL_SIZE || memcmp(b + at, "PK\3\4", 4) != 0)
        return NULL;
    size_t head = LOCAL_SIZE + number_at(b + at + 26, 2) + number_at(b + at + 28, 2);
    return head <= end - at && packed <= end - at - head ? b + at + head : NULL;
}

/* Non-zero: a document of LibreOffice or of Microsoft's programs. */
static int is_of_office(const unsigned char *b, size_t directory, size_t end)
{
    return find_entry(b, directory, end, "content.xml") || find_entry(b, directory, end, "[Content_Types].xml");
}

sct_status exchange_zip_read(sct_context *ctx, const void *data, size_t size, const char *name, size_t most,
                             bytes_buffer *out)
{
    sct_status status = SCT_OK;
    const unsigned char *b = data, *entry, *bytes;
    int code = Z_STREAM_END;
    size_t directory, end;
    void *room = NULL;
    if (!find_directory(b, size, &directory, &end))
        FAIL(ctx, SCT_ERR_PALETTE, "zip: the directory at its end is missing or damaged; is the file complete?");
    entry = find_entry(b, directory, end, name);
    if (!entry)
        FAIL(ctx, SCT_ERR_PALETTE,
             is_of_office(b, directory, end)
                 ? "zip: this is a document of an office program (no %s); save its table as CSV there"
                 : "zip: there is no file \"%s\" in it",
             name);
    size_t method = number_at(entry + 10, 2), packed = number_at(entry + 20, 4), full = number_at(entry + 24, 4);
    if (number_at(entry + 8, 2) & ENCRYPTED)
        FAIL(ctx, SCT_ERR_PALETTE, "%s: it is encrypted; save it without a password", name);
    if (method != STORED && method != DEFLATED)
        FAIL(ctx, SCT_ERR_PALETTE, "%s: packed in a way (%zu) that is not read; pack it by deflate", name, method);
    if (full > most)
        FAIL(ctx, SCT_ERR_PALETTE, "%s: it says that it has %zu bytes, of which %zu are read at most", name, full, most);
    bytes = bytes_of(b, directory, entry, packed);
    if (!bytes || (method == STORED && packed != full))
        FAIL(ctx, SCT_ERR_PALETTE, "%s: it does not lie where the directory says", name);
    TRY(mem_new(ctx, full + 1, 1, &room));
    if (method == STORED)
        memcpy(room, bytes, full);
    else
        code = unfold(bytes, packed, room, full);
    if (code == Z_MEM_ERROR)
        FAIL(ctx, SCT_ERR_MEMORY, "out of memory");
    if (code != Z_STREAM_END)
        FAIL(ctx, SCT_ERR_PALETTE, "%s: it is damaged, or larger than it says", name);
    if (crc32(0, room, (uInt)full) != number_at(entry + 16, 4))
        FAIL(ctx, SCT_ERR_PALETTE, "%s: its check sum is wrong", name);
    *out = (bytes_buffer){room, full, full + 1};
    room = NULL;
done:
    mem_free(room);
    return status;
}

static void put(unsigned char *b, size_t value, int bytes)
{
    for (int i = 0; i < bytes; i++, value >>= 8)
        b[i] = (unsigned char)value;
}

/* What the head of a file and its entry have in common: versions, method, time, sum, sizes, length of the name. */
static void put_common(unsigned char *b, size_t sum, size_t size, size_t name)
{
    put(b, VERSION, 2);
    put(b + 8, FIRST_OF_1980, 2); /* no time: the same palette gives the same bytes */
    put(b + 10, sum, 4);
    put(b + 14, size, 4);
    put(b + 18, size, 4);
    put(b + 22, name, 2);
}

sct_status exchange_zip_write(sct_context *ctx, const char *name, const bytes_buffer *file, bytes_buffer *out)
{
    sct_status status = SCT_OK;
    unsigned char local[LOCAL_SIZE] = "PK\3\4", entry[ENTRY_SIZE] = "PK\1\2", end[END_SIZE] = "PK\5\6";
    size_t length = strlen(name), sum = crc32(0, file->data, (uInt)file->size);
    put_common(local + 4, sum, file->size, length);
    put(entry + 4, VERSION, 2);
    put_common(entry + 6, sum, file->size, length);
    put(end + 8, 1, 2);
    put(end + 10, 1, 2);
    put(end + 12, ENTRY_SIZE + length, 4);
    put(end + 16, LOCAL_SIZE + length + file->size, 4);
    TRY(bytes_append(ctx, out, local, sizeof local));
    TRY(bytes_append(ctx, out, name, length));
    TRY(bytes_append(ctx, out, file->data, file->size));
    TRY(bytes_append(ctx, out, entry, sizeof entry));
    TRY(bytes_append(ctx, out, name, length));
    TRY(bytes_append(ctx, out, end, sizeof end));
done:
    return status;
}
