/* VARIANTs to bytes and back, without loss: the protocol between xlhost and com_host.py.
 *
 * All numbers are little-endian. A VARIANT is its 16-bit type, then its value: numbers as they
 * lie in memory; a string as a 32-bit length in bytes and UTF-16; a DECIMAL as its 14 bytes;
 * an object as a byte, 0 for Nothing and 1 for a Range, which is followed by the 32-bit numbers
 * of its rows and columns and by the VARIANT of its used part; an array as a 16-bit number of
 * dimensions, for each a 32-bit size and lower bound, then the elements, first index fastest.
 */
#ifndef VARIANT_IO_H
#define VARIANT_IO_H

#include <windows.h>
#include <oleauto.h>

typedef struct {
    unsigned char *data;
    size_t size;     /* bytes that hold something */
    size_t capacity; /* bytes that are allocated */
    size_t position; /* where the next read begins */
} Buffer;

void put_bytes(Buffer *out, const void *bytes, size_t count);
void put_text(Buffer *out, BSTR text);
void put_variant(Buffer *out, const VARIANT *value);

/* The readers end the program when the buffer is too short: then the two sides disagree. */
void get_bytes(Buffer *in, void *bytes, size_t count);
UINT32 get_u32(Buffer *in);
BSTR get_text(Buffer *in);
void get_variant(Buffer *in, VARIANT *value);

/* Say why on stderr and end the program. */
_Noreturn void die(const char *reason);

#endif
