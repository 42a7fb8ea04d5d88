#include "variant_io.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "excel_objects.h"

_Noreturn void die(const char *reason) {
    fprintf(stderr, "xlhost: %s\n", reason);
    ExitProcess(3);
}

void put_bytes(Buffer *out, const void *bytes, size_t count) {
    if (out->size + count > out->capacity) {
        out->capacity = 2 * (out->size + count);
        out->data = realloc(out->data, out->capacity);
        if (!out->data) die("out of memory");
    }
    memcpy(out->data + out->size, bytes, count);
    out->size += count;
}

void get_bytes(Buffer *in, void *bytes, size_t count) {
    if (count > in->size - in->position) die("a request is shorter than it says");
    memcpy(bytes, in->data + in->position, count);
    in->position += count;
}

static void put_u16(Buffer *out, UINT16 value) { put_bytes(out, &value, sizeof value); }
static void put_u32(Buffer *out, UINT32 value) { put_bytes(out, &value, sizeof value); }

static UINT16 get_u16(Buffer *in) {
    UINT16 value;
    get_bytes(in, &value, sizeof value);
    return value;
}

UINT32 get_u32(Buffer *in) {
    UINT32 value;
    get_bytes(in, &value, sizeof value);
    return value;
}

void put_text(Buffer *out, BSTR text) {
    UINT32 count = SysStringByteLen(text);
    put_u32(out, count);
    put_bytes(out, text, count);
}

BSTR get_text(Buffer *in) {
    UINT32 count = get_u32(in);
    if (count > in->size - in->position) die("a text is longer than its request");
    BSTR text = SysAllocStringByteLen((const char *)in->data + in->position, count);
    in->position += count;
    return text;
}

/* Bytes of a value that is copied as it lies in memory; 0 for the types that need more. */
static size_t plain_size(VARTYPE type) {
    switch (type) {
    case VT_I1: case VT_UI1: return 1;
    case VT_I2: case VT_UI2: case VT_BOOL: return 2;
    case VT_I4: case VT_UI4: case VT_INT: case VT_UINT: case VT_R4: case VT_ERROR: return 4;
    case VT_I8: case VT_UI8: case VT_R8: case VT_DATE: case VT_CY: return 8;
    default: return 0;
    }
}

static void put_element(Buffer *out, VARTYPE type, const void *element) {
    if (type == VT_VARIANT) put_variant(out, element);
    else if (type == VT_BSTR) put_text(out, *(const BSTR *)element);
    else if (plain_size(type)) put_bytes(out, element, plain_size(type));
    else die("an array has elements of a type that the protocol does not know");
}

static void put_array(Buffer *out, VARTYPE type, const SAFEARRAY *array) {
    size_t count = 1;
    put_u16(out, array->cDims);
    for (USHORT i = array->cDims; i-- > 0;) { /* rgsabound holds the last dimension first */
        put_u32(out, array->rgsabound[i].cElements);
        put_u32(out, array->rgsabound[i].lLbound);
        count *= array->rgsabound[i].cElements;
    }
    for (size_t i = 0; i < count; i++)
        put_element(out, type, (const char *)array->pvData + i * array->cbElements);
}

void put_variant(Buffer *out, const VARIANT *value) {
    VARTYPE type = V_VT(value);
    put_u16(out, type);
    if (type & VT_ARRAY) put_array(out, type & VT_TYPEMASK, V_ARRAY(value));
    else if (type == VT_DECIMAL) put_bytes(out, (const char *)value + sizeof(VARTYPE), 14);
    else if (type == VT_BSTR) put_text(out, V_BSTR(value));
    else if (plain_size(type)) put_bytes(out, &V_UI1(value), plain_size(type));
    else if (type != VT_EMPTY && type != VT_NULL && type != VT_DISPATCH && type != VT_UNKNOWN)
        die("a result has a type that the protocol does not know");
}

static void get_element(Buffer *in, VARTYPE type, void *element) {
    if (type == VT_VARIANT) get_variant(in, element);
    else if (type == VT_BSTR) *(BSTR *)element = get_text(in);
    else if (plain_size(type)) get_bytes(in, element, plain_size(type));
    else die("an argument has elements of a type that the protocol does not know");
}

static SAFEARRAY *get_array(Buffer *in, VARTYPE type) {
    SAFEARRAYBOUND bounds[2];
    size_t count = 1;
    UINT16 dimensions = get_u16(in);
    if (dimensions < 1 || dimensions > 2) die("an array has neither one nor two dimensions");
    for (UINT16 i = 0; i < dimensions; i++) {
        bounds[i].cElements = get_u32(in);
        bounds[i].lLbound = (LONG)get_u32(in);
        count *= bounds[i].cElements;
    }
    SAFEARRAY *array = SafeArrayCreate(type, dimensions, bounds);
    if (!array) die("an array could not be made");
    for (size_t i = 0; i < count; i++)
        get_element(in, type, (char *)array->pvData + i * array->cbElements);
    return array;
}

static IDispatch *get_object(Buffer *in) {
    unsigned char kind; /* 1: a Range, 2: one in a workbook that counts its days from 1904 */
    VARIANT used;
    get_bytes(in, &kind, 1);
    if (!kind) return NULL; /* VBA's Nothing */
    UINT32 rows = get_u32(in), columns = get_u32(in);
    get_variant(in, &used);
    return new_range(rows, columns, &used, kind == 2);
}

void get_variant(Buffer *in, VARIANT *value) {
    VARTYPE type = get_u16(in);
    VariantInit(value);
    if (type & VT_ARRAY) V_ARRAY(value) = get_array(in, type & VT_TYPEMASK);
    else if (type == VT_DECIMAL) get_bytes(in, (char *)value + sizeof(VARTYPE), 14);
    else if (type == VT_BSTR) V_BSTR(value) = get_text(in);
    else if (type == VT_DISPATCH) V_DISPATCH(value) = get_object(in);
    else if (plain_size(type)) get_bytes(in, &V_UI1(value), plain_size(type));
    else if (type != VT_EMPTY && type != VT_NULL)
        die("an argument has a type that the protocol does not know");
    V_VT(value) = type; /* last: a DECIMAL covers the whole VARIANT */
}
