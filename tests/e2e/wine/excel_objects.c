#define COBJMACROS
#include "excel_objects.h"

#include <initguid.h>
#include <stdlib.h>
#include <wchar.h>

#include "variant_io.h"

/* Excel's own interface identifiers: xlwings recognises a Range by its own. */
DEFINE_GUID(ID_RANGE, 0x00020846, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46);
DEFINE_GUID(ID_WORKBOOK, 0x000208DA, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46);
DEFINE_GUID(ID_SHEET, 0x000208D8, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46);
DEFINE_GUID(ID_SHEETS, 0x000208D7, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46);
DEFINE_GUID(ID_APPLICATION, 0x000208D5, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46);

typedef enum { RANGE, WORKBOOK, SHEET, SHEETS, APPLICATION, KINDS } Kind;
static const struct { const wchar_t *name; const GUID *id; } kinds[KINDS] = {
    {L"Range", &ID_RANGE}, {L"_Workbook", &ID_WORKBOOK}, {L"_Worksheet", &ID_SHEET},
    {L"Sheets", &ID_SHEETS}, {L"_Application", &ID_APPLICATION},
};
static ITypeInfo *type_information[KINDS];

typedef enum {
    ADDRESS, APPLICATION_OF, COLUMN, COLUMNS, COUNT, COUNT_LARGE, DATE_1904, FORMULA2, FULL_NAME,
    HWND_OF, INTERSECT, ITEM, NAME, PARENT, PATH, ROW, ROWS, SHEETS_OF, USED_RANGE, VALUE, VALUE2, VERSION, WORKSHEET,
    WORKSHEETS, PROPERTIES
} Property;
static const wchar_t *const properties[PROPERTIES] = {
    L"Address", L"Application", L"Column", L"Columns", L"Count", L"CountLarge", L"Date1904",
    L"Formula2", L"FullName", L"Hwnd", L"Intersect", L"Item", L"Name", L"Parent", L"Path", L"Row", L"Rows", L"Sheets",
    L"UsedRange", L"Value", L"Value2", L"Version", L"Worksheet", L"Worksheets",
};

typedef struct Object {
    IDispatch dispatch;
    LONG references;
    Kind kind;
    UINT32 rows, columns;  /* of a Range */
    VARIANT used;          /* its cells, in a SAFEARRAY or, if it is one, as it is */
    int is_1904;           /* of a Range or Workbook: whether days count from 1904 */
    struct Object *origin; /* of a Worksheet: the Range that was asked for it */
} Object;

volatile LONG excel_callbacks;
volatile LONG excel_objects_alive;

static IDispatchVtbl object_methods;

static Object *new_object(Kind kind) {
    Object *object = calloc(1, sizeof *object);
    if (!object) die("out of memory");
    object->dispatch.lpVtbl = &object_methods;
    object->references = 1;
    object->kind = kind;
    object->rows = object->columns = 1;
    InterlockedIncrement(&excel_objects_alive);
    return object;
}

IDispatch *new_range(UINT32 rows, UINT32 columns, const VARIANT *used, int is_1904) {
    Object *range = new_object(RANGE);
    range->rows = rows;
    range->columns = columns;
    range->used = *used;
    range->is_1904 = is_1904;
    return &range->dispatch;
}

IDispatch *new_workbook(void) { return &new_object(WORKBOOK)->dispatch; }

#define DAYS_TO_1904 1462

/* --- the value of a Range ----------------------------------------------------------------- */

/* Range.Value2 knows neither dates nor currency: both are plain numbers, those of dates in the
 * system of the workbook. */
static void make_plain(VARIANT *cell, int is_1904) {
    if (V_VT(cell) == VT_DATE) {
        V_R8(cell) = V_DATE(cell) - (is_1904 ? DAYS_TO_1904 : 0);
        V_VT(cell) = VT_R8;
    } else if (V_VT(cell) == VT_CY) VariantChangeType(cell, cell, 0, VT_R8);
}

static SAFEARRAY *padded(const SAFEARRAY *used, UINT32 rows, UINT32 columns) {
    SAFEARRAYBOUND bounds[2] = {{rows, 1}, {columns, 1}};
    UINT32 used_rows = used->rgsabound[1].cElements, used_columns = used->rgsabound[0].cElements;
    SAFEARRAY *whole = SafeArrayCreate(VT_VARIANT, 2, bounds);
    if (!whole) die("out of memory");
    for (UINT32 j = 0; j < used_columns; j++)
        for (UINT32 i = 0; i < used_rows; i++)
            VariantCopy((VARIANT *)whole->pvData + (size_t)j * rows + i,
                        (VARIANT *)used->pvData + (size_t)j * used_rows + i);
    return whole;
}

static HRESULT range_value(const Object *range, int plain, VARIANT *value) {
    if (!(V_VT(&range->used) & VT_ARRAY)) VariantCopy(value, (VARIANT *)&range->used);
    else {
        V_VT(value) = VT_ARRAY | VT_VARIANT;
        V_ARRAY(value) = padded(V_ARRAY(&range->used), range->rows, range->columns);
    }
    if (plain && V_VT(value) & VT_ARRAY)
        for (size_t i = 0; i < (size_t)range->rows * range->columns; i++)
            make_plain((VARIANT *)V_ARRAY(value)->pvData + i, range->is_1904);
    else if (plain) make_plain(value, range->is_1904);
    return S_OK;
}

int read_range(IDispatch *dispatch, LONGLONG most_cells, VARIANT *value) {
    Object part = *(Object *)dispatch;
    if ((LONGLONG)part.rows * part.columns > most_cells && V_VT(&part.used) & VT_ARRAY) {
        part.rows = V_ARRAY(&part.used)->rgsabound[1].cElements;
        part.columns = V_ARRAY(&part.used)->rgsabound[0].cElements;
    }
    range_value(&part, 1, value);
    return part.is_1904;
}

/* --- For Each sheet In Worksheets, with one sheet ------------------------------------------ */

typedef struct { IEnumVARIANT enumerator; LONG references; int at_end; } Sheets;

static ULONG WINAPI sheets_addref(IEnumVARIANT *self) {
    return InterlockedIncrement(&((Sheets *)self)->references);
}
static ULONG WINAPI sheets_release(IEnumVARIANT *self) {
    LONG left = InterlockedDecrement(&((Sheets *)self)->references);
    if (!left) {
        free(self);
        InterlockedDecrement(&excel_objects_alive);
    }
    return left;
}
static HRESULT WINAPI sheets_query(IEnumVARIANT *self, REFIID id, void **out) {
    *out = NULL;
    if (!IsEqualIID(id, &IID_IUnknown) && !IsEqualIID(id, &IID_IEnumVARIANT)) return E_NOINTERFACE;
    *out = self;
    sheets_addref(self);
    return S_OK;
}
static HRESULT WINAPI sheets_next(IEnumVARIANT *self, ULONG wanted, VARIANT *items, ULONG *given) {
    Sheets *sheets = (Sheets *)self;
    ULONG count = wanted && !sheets->at_end;
    InterlockedIncrement(&excel_callbacks);
    for (ULONG i = 0; i < wanted; i++) VariantInit(items + i);
    if (count) {
        sheets->at_end = 1;
        V_VT(items) = VT_DISPATCH;
        V_DISPATCH(items) = &new_object(SHEET)->dispatch;
    }
    if (given) *given = count;
    return count == wanted ? S_OK : S_FALSE;
}
static HRESULT WINAPI sheets_skip(IEnumVARIANT *self, ULONG count) {
    (void)count;
    ((Sheets *)self)->at_end = 1;
    return S_FALSE;
}
static HRESULT WINAPI sheets_reset(IEnumVARIANT *self) {
    ((Sheets *)self)->at_end = 0;
    return S_OK;
}
static HRESULT WINAPI sheets_clone(IEnumVARIANT *self, IEnumVARIANT **out) {
    (void)self;
    *out = NULL;
    return E_NOTIMPL;
}
static IEnumVARIANTVtbl sheets_methods = {sheets_query, sheets_addref, sheets_release, sheets_next,
                                          sheets_skip, sheets_reset, sheets_clone};

static HRESULT new_enumerator(VARIANT *value) {
    Sheets *sheets = calloc(1, sizeof *sheets);
    if (!sheets) die("out of memory");
    sheets->enumerator.lpVtbl = &sheets_methods;
    sheets->references = 1;
    InterlockedIncrement(&excel_objects_alive);
    V_VT(value) = VT_UNKNOWN;
    V_UNKNOWN(value) = (IUnknown *)&sheets->enumerator;
    return S_OK;
}

/* --- properties ---------------------------------------------------------------------------- */

static HRESULT give_number(VARIANT *value, LONG number) {
    V_VT(value) = VT_I4;
    V_I4(value) = number;
    return S_OK;
}
static HRESULT give_text(VARIANT *value, const wchar_t *text) {
    V_VT(value) = VT_BSTR;
    V_BSTR(value) = SysAllocString(text);
    return S_OK;
}
static HRESULT give_object(VARIANT *value, Object *object) {
    V_VT(value) = VT_DISPATCH;
    V_DISPATCH(value) = &object->dispatch;
    return S_OK;
}

static HRESULT give_part(VARIANT *value, UINT32 rows, UINT32 columns) {
    VARIANT nothing;
    VariantInit(&nothing);
    V_VT(value) = VT_DISPATCH;
    V_DISPATCH(value) = new_range(rows, columns, &nothing, 0);
    return S_OK;
}

static HRESULT give_sheet(VARIANT *value, Object *range) {
    Object *sheet = new_object(SHEET);
    sheet->origin = range;
    IDispatch_AddRef(&range->dispatch);
    return give_object(value, sheet);
}

/* Each range of the protocol is alone on its sheet, so the sheet's used range is the range's. */
static HRESULT give_used(VARIANT *value, const Object *range) {
    VARIANT cells;
    VariantInit(&cells);
    VariantCopy(&cells, (VARIANT *)&range->used);
    int is_block = V_VT(&cells) & VT_ARRAY;
    V_VT(value) = VT_DISPATCH;
    V_DISPATCH(value) = new_range(is_block ? V_ARRAY(&cells)->rgsabound[1].cElements : 1,
                                  is_block ? V_ARRAY(&cells)->rgsabound[0].cElements : 1, &cells,
                                  range->is_1904);
    return S_OK;
}

/* Application.Intersect of a range with its sheet's used range, either first: the smaller. */
static HRESULT give_intersection(VARIANT *value, const DISPPARAMS *arguments) {
    Object *smallest = NULL;
    for (UINT i = 0; i < arguments->cArgs; i++) {
        VARIANT *argument = &arguments->rgvarg[i];
        if (V_VT(argument) == (VT_BYREF | VT_VARIANT)) argument = V_VARIANTREF(argument);
        if (V_VT(argument) == VT_ERROR) continue; /* Intersect has 28 optional arguments */
        Object *range = (Object *)V_DISPATCH(argument);
        if (V_VT(argument) != VT_DISPATCH || range->dispatch.lpVtbl != &object_methods)
            return DISP_E_TYPEMISMATCH;
        if (!smallest || range->rows < smallest->rows) smallest = range;
    }
    if (!smallest) return DISP_E_PARAMNOTOPTIONAL;
    IDispatch_AddRef(&smallest->dispatch);
    return give_object(value, smallest);
}

static HRESULT give_flag(VARIANT *value, VARIANT_BOOL flag) {
    V_VT(value) = VT_BOOL;
    V_BOOL(value) = flag;
    return S_OK;
}

static HRESULT give_large(VARIANT *value, LONGLONG number) {
    V_VT(value) = VT_I8;
    V_I8(value) = number;
    return S_OK;
}

/* Sheets(1) and Worksheets(1); without an index the collection itself. */
static HRESULT give_sheets(VARIANT *value, const DISPPARAMS *arguments) {
    if (!arguments->cArgs) return give_object(value, new_object(SHEETS));
    VARIANT *index = &arguments->rgvarg[0];
    if (V_VT(index) == VT_I4 && V_I4(index) != 1) return DISP_E_BADINDEX;
    return give_object(value, new_object(SHEET));
}

static HRESULT give_workbook(VARIANT *value, const Object *range) {
    Object *workbook = new_object(WORKBOOK);
    workbook->is_1904 = range && range->is_1904;
    return give_object(value, workbook);
}

static HRESULT give_parent(VARIANT *value, const Object *object) {
    switch (object->kind) {
    case RANGE: return give_object(value, new_object(SHEET));
    case SHEET: case SHEETS: return give_workbook(value, object->origin);
    default: return give_object(value, new_object(APPLICATION));
    }
}

static HRESULT get_property(Object *object, DISPID id, const DISPPARAMS *arguments,
                            VARIANT *value) {
    int is_range = object->kind == RANGE;
    switch (id) {
    case VALUE: case VALUE2:
        return is_range ? range_value(object, id == VALUE2, value) : DISP_E_MEMBERNOTFOUND;
    case DISPID_NEWENUM:
        return object->kind == SHEETS ? new_enumerator(value) : DISP_E_MEMBERNOTFOUND;
    case ROW: case COLUMN: return give_number(value, 1);
    case HWND_OF: return give_number(value, 0); /* no window, no screen */
    case ROWS: return give_part(value, object->rows, 1);
    case COLUMNS: return give_part(value, 1, object->columns);
    case COUNT_LARGE: return give_large(value, (LONGLONG)object->rows * object->columns);
    case COUNT: return give_number(value, is_range ? (LONG)(object->rows * object->columns) : 1);
    case DATE_1904:
        if (object->kind != WORKBOOK) return DISP_E_MEMBERNOTFOUND;
        return give_flag(value, object->is_1904 ? VARIANT_TRUE : VARIANT_FALSE);
    case ADDRESS: return give_text(value, L"$A$1");
    case NAME: return give_text(value, object->kind == SHEET ? L"Sheet1" : L"Book1.xlsm");
    case FULL_NAME: return give_text(value, L"C:\\Book1.xlsm");
    case PATH: return give_text(value, L"C:\\");
    case VERSION: return give_text(value, L"16.0");
    case WORKSHEET: return is_range ? give_sheet(value, object) : DISP_E_MEMBERNOTFOUND;
    case USED_RANGE:
        return object->origin ? give_used(value, object->origin) : DISP_E_MEMBERNOTFOUND;
    case INTERSECT: return give_intersection(value, arguments);
    case SHEETS_OF: case WORKSHEETS: case ITEM: return give_sheets(value, arguments);
    case PARENT: return give_parent(value, object);
    case APPLICATION_OF: return give_object(value, new_object(APPLICATION));
    default: return DISP_E_MEMBERNOTFOUND;
    }
}

/* Entering a formula calculates its cell at once, whatever the calculation mode is: Excel asks the
 * worksheet function while the macro that enters it still waits for the end of its own call. */
static HRESULT enter_formula(Object *range, const DISPPARAMS *arguments) {
    if (range->kind != RANGE || arguments->cArgs != 1 || V_VT(&arguments->rgvarg[0]) != VT_BSTR)
        return DISP_E_TYPEMISMATCH;
    VARIANT result;
    VariantInit(&result);
    HRESULT outcome = excel_calculate(V_BSTR(&arguments->rgvarg[0]), &result);
    if (FAILED(outcome)) return outcome;
    VariantClear(&range->used);
    range->used = result;
    int is_block = V_VT(&result) & VT_ARRAY;
    range->rows = is_block ? V_ARRAY(&result)->rgsabound[1].cElements : 1;
    range->columns = is_block ? V_ARRAY(&result)->rgsabound[0].cElements : 1;
    return S_OK;
}

/* --- IDispatch ----------------------------------------------------------------------------- */

static ULONG WINAPI object_addref(IDispatch *self) {
    return InterlockedIncrement(&((Object *)self)->references);
}
static ULONG WINAPI object_release(IDispatch *self) {
    Object *object = (Object *)self;
    LONG left = InterlockedDecrement(&object->references);
    if (!left) {
        if (object->origin) IDispatch_Release(&object->origin->dispatch);
        VariantClear(&object->used);
        free(object);
        InterlockedDecrement(&excel_objects_alive);
    }
    return left;
}
static HRESULT WINAPI object_query(IDispatch *self, REFIID id, void **out) {
    *out = NULL;
    if (!IsEqualIID(id, &IID_IUnknown) && !IsEqualIID(id, &IID_IDispatch)) return E_NOINTERFACE;
    *out = self;
    object_addref(self);
    return S_OK;
}
static HRESULT WINAPI object_type_count(IDispatch *self, UINT *count) {
    (void)self;
    *count = 1;
    return S_OK;
}
static HRESULT WINAPI object_type(IDispatch *self, UINT index, LCID locale, ITypeInfo **out) {
    (void)locale;
    InterlockedIncrement(&excel_callbacks);
    if (index) return DISP_E_BADINDEX;
    *out = type_information[((Object *)self)->kind];
    ITypeInfo_AddRef(*out);
    return S_OK;
}
static HRESULT WINAPI object_names(IDispatch *self, REFIID id, LPOLESTR *names, UINT count,
                                   LCID locale, DISPID *ids) {
    (void)self, (void)id, (void)locale;
    InterlockedIncrement(&excel_callbacks);
    for (DISPID i = 0; count && i < PROPERTIES; i++)
        if (!_wcsicmp(names[0], properties[i])) {
            ids[0] = i;
            return S_OK;
        }
    ids[0] = DISPID_UNKNOWN;
    return DISP_E_UNKNOWNNAME;
}
static HRESULT WINAPI object_invoke(IDispatch *self, DISPID id, REFIID interface_id, LCID locale,
                                    WORD flags, DISPPARAMS *arguments, VARIANT *value,
                                    EXCEPINFO *exception, UINT *bad_argument) {
    VARIANT unwanted;
    (void)interface_id, (void)locale, (void)exception, (void)bad_argument;
    InterlockedIncrement(&excel_callbacks);
    if (flags & DISPATCH_PROPERTYPUT && id == FORMULA2)
        return enter_formula((Object *)self, arguments);
    if (!(flags & (DISPATCH_PROPERTYGET | DISPATCH_METHOD))) return DISP_E_MEMBERNOTFOUND;
    VariantInit(&unwanted);
    if (value) VariantInit(value);
    HRESULT result = get_property((Object *)self, id, arguments, value ? value : &unwanted);
    VariantClear(&unwanted);
    return result;
}
static IDispatchVtbl object_methods = {object_query, object_addref, object_release,
                                       object_type_count, object_type, object_names, object_invoke};

void make_type_information(void) {
    ICreateTypeLib2 *library;
    if (FAILED(CreateTypeLib2(SYS_WIN64, L"excel.tlb", &library))) die("no type library");
    ICreateTypeLib2_SetName(library, (LPOLESTR)L"Excel");
    for (Kind kind = 0; kind < KINDS; kind++) {
        ICreateTypeInfo *type;
        if (FAILED(ICreateTypeLib2_CreateTypeInfo(library, (LPOLESTR)kinds[kind].name,
                                                  TKIND_DISPATCH, &type)))
            die("no type information");
        ICreateTypeInfo_SetGuid(type, kinds[kind].id);
        ICreateTypeInfo_LayOut(type);
        ICreateTypeInfo_QueryInterface(type, &IID_ITypeInfo, (void **)&type_information[kind]);
        ICreateTypeInfo_Release(type);
    }
}
