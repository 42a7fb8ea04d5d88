/* xlhost DLL COMMAND-FILE: plays the part of Excel's VBA for the classic xlwings functions.
 *
 * It loads the real xlwings DLL and, for each request on stdin, does what the VBA wrapper of a
 * worksheet function does: XLPyDLLActivateAuto with the command that starts the Python server,
 * then CallWithValues as LabfolioCalls.cls does, with the values of ranges, or CallUDF as a wrapper
 * of xlwings does, with an array of arguments, the workbook and the calling cell. Requests and
 * answers are frames of a 32-bit length and bytes; see variant_io.h for the values in them.
 *
 *   'C' flags:u8 repeat:u32 module:text function:text count:u32 arguments   call a function
 *       -> status:u8 hresult:u32 callbacks:u32 alive:u32 different:u32 times:2*f64 each
 *          then the result, or the source and the description of the error
 *          IN_A_CELL: with the workbook and the calling cell, in a workbook that counts its days
 *          from 1904 with OF_1904. COMPARE: count the results that differ from the first. AT_ONCE:
 *          another thread makes the same call at the same time, and its results count too.
 *          WITH_VALUES: CallWithValues instead of CallUDF.
 *   'O'  -> alive:u32 pid:u32       objects of Excel that the server still holds; this process
 *
 * Standard output and input must be pipes (Wine hangs on files). At the end of its input the
 * program leaves as Excel does; when it is killed, the server is on its own.
 */
#define COBJMACROS
#include <ole2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "excel_objects.h"
#include "variant_io.h"

enum { IN_A_CELL = 1, COMPARE = 2, AT_ONCE = 4, OF_1904 = 8, WITH_VALUES = 16 };
enum { SMALL_RANGE = 200000 }; /* as in LabfolioCalls.cls */
enum { CALLED = 0, NOT_ACTIVATED = 1, RAISED = 2 };

typedef int (*Activate)(VARIANT *result, const char *command, int mode);
static Activate activate;
static char command[1 << 16];

static double now(void) {
    LARGE_INTEGER frequency, count;
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&count);
    return (double)count.QuadPart / (double)frequency.QuadPart;
}

/* --- frames ---------------------------------------------------------------------------------
 * A thread reads, so that the main thread can serve COM while it waits, as Excel's does. */

static HANDLE input, output;
static Buffer request;
static int input_ended;
static HANDLE request_ready, request_done;

/* Excel has no standard streams, so the server must not inherit ours: it prints to them. */
static HANDLE take_stream(DWORD which) {
    HANDLE stream = GetStdHandle(which);
    SetHandleInformation(stream, HANDLE_FLAG_INHERIT, 0);
    SetStdHandle(which, NULL);
    return stream;
}

static int read_all(void *bytes, size_t count) {
    DWORD done;
    for (; count; count -= done, bytes = (char *)bytes + done)
        if (!ReadFile(input, bytes, (DWORD)count, &done, NULL) || !done) return 0;
    return 1;
}

static void write_all(const void *bytes, size_t count) {
    DWORD done;
    for (; count; count -= done, bytes = (const char *)bytes + done)
        if (!WriteFile(output, bytes, (DWORD)count, &done, NULL)) die("nobody reads the answers");
}

static DWORD WINAPI read_requests(void *unused) {
    UINT32 size;
    (void)unused;
    while (read_all(&size, sizeof size)) {
        request = (Buffer){.data = malloc(size), .size = size, .capacity = size};
        if (!request.data || !read_all(request.data, size)) break;
        SetEvent(request_ready);
        WaitForSingleObject(request_done, INFINITE);
        free(request.data);
    }
    input_ended = 1;
    SetEvent(request_ready);
    return 0;
}

/* COM needs the messages of a thread that has objects. */
static void wait_for(HANDLE event) {
    MSG message;
    while (MsgWaitForMultipleObjectsEx(1, &event, INFINITE, QS_ALLINPUT, MWMO_INPUTAVAILABLE) !=
           WAIT_OBJECT_0)
        while (PeekMessageW(&message, NULL, 0, 0, PM_REMOVE)) DispatchMessageW(&message);
}

static int wait_for_request(void) {
    wait_for(request_ready);
    return !input_ended;
}

static void answer(const Buffer *reply) {
    UINT32 size = (UINT32)reply->size;
    write_all(&size, sizeof size);
    write_all(reply->data, reply->size);
}

/* --- a call of a worksheet function --------------------------------------------------------- */

typedef struct {
    unsigned char flags;
    VARIANT arguments[5]; /* in COM's order: caller, workbook, arguments, function, module */
} Call;

typedef struct {
    unsigned char status;
    HRESULT hresult;
    VARIANT value;
    EXCEPINFO exception;
    double seconds[2]; /* to activate the server, and to call the function */
} Outcome;

static void object(VARIANT *value, IDispatch *dispatch) {
    V_VT(value) = VT_DISPATCH;
    V_DISPATCH(value) = dispatch;
}

static IDispatch *calling_cell(int is_1904) {
    VARIANT nothing;
    VariantInit(&nothing);
    return new_range(1, 1, &nothing, is_1904);
}

static void get_call(Buffer *in, Call *call) {
    VARIANT *a = call->arguments;
    for (int i = 0; i < 5; i++) VariantInit(&a[i]);
    V_BSTR(&a[4]) = get_text(in);
    V_BSTR(&a[3]) = get_text(in);
    V_VT(&a[4]) = V_VT(&a[3]) = VT_BSTR;
    SAFEARRAY *list = SafeArrayCreateVector(VT_VARIANT, 0, get_u32(in)); /* VBA's Array(...) */
    for (ULONG i = 0; i < list->rgsabound[0].cElements; i++)
        get_variant(in, (VARIANT *)list->pvData + i);
    V_VT(&a[2]) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(&a[2]) = list;
    if (call->flags & IN_A_CELL) {
        object(&a[1], new_workbook());
        object(&a[0], calling_cell(call->flags & OF_1904));
    }
}

/* VBA's Nothing is no range: with one among its arguments, LabfolioCalls.cls calls CallUDF. */
static int hands_over(const Call *call) {
    const SAFEARRAY *list = V_ARRAY(&call->arguments[2]);
    if (!(call->flags & WITH_VALUES)) return 0;
    for (ULONG i = 0; i < list->rgsabound[0].cElements; i++) {
        const VARIANT *given = (const VARIANT *)list->pvData + i;
        if (V_VT(given) == VT_DISPATCH && !V_DISPATCH(given)) return 0;
    }
    return 1;
}

/* In COM's order: the date systems, the calling cell's last; the values; the function, by reference
 * since VBA has it in a variable. */
static void hand_over(Call *call, VARIANT *given) {
    SAFEARRAY *list = V_ARRAY(&call->arguments[2]);
    ULONG count = list->rgsabound[0].cElements;
    SAFEARRAY *values = SafeArrayCreateVector(VT_VARIANT, 0, count);
    SAFEARRAY *systems = SafeArrayCreateVector(VT_VARIANT, 0, count + 1);
    int own = call->flags & IN_A_CELL && call->flags & OF_1904;
    for (ULONG i = 0; i <= count; i++) {
        int is_1904 = own;
        if (i < count) {
            VARIANT *argument = (VARIANT *)list->pvData + i, *value = (VARIANT *)values->pvData + i;
            if (V_VT(argument) == VT_DISPATCH)
                is_1904 = read_range(V_DISPATCH(argument), SMALL_RANGE, value);
            else VariantCopy(value, argument);
        }
        VARIANT *system = (VARIANT *)systems->pvData + i;
        V_VT(system) = VT_BOOL;
        V_BOOL(system) = is_1904 ? VARIANT_TRUE : VARIANT_FALSE;
    }
    V_VT(&given[0]) = V_VT(&given[1]) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(&given[0]) = systems;
    V_ARRAY(&given[1]) = values;
    V_VT(&given[2]) = VT_BYREF | VT_BSTR;
    V_BSTRREF(&given[2]) = &V_BSTR(&call->arguments[3]);
}

static void invoke(IDispatch *server, Call *call, Outcome *outcome) {
    int with_values = hands_over(call);
    LPOLESTR name = (LPOLESTR)(with_values ? L"CallWithValues" : L"CallUDF");
    VARIANT given[3];
    DISPID id;
    UINT bad_argument;
    /* Outside of a cell the wrapper leaves the workbook and the caller out. */
    UINT left_out = call->flags & IN_A_CELL ? 0 : 2;
    DISPPARAMS parameters = {call->arguments + left_out, NULL, 5 - left_out, 0};
    if (with_values) {
        hand_over(call, given);
        parameters = (DISPPARAMS){given, NULL, 3, 0};
    }
    outcome->hresult = IDispatch_GetIDsOfNames(server, &IID_NULL, &name, 1, LOCALE_USER_DEFAULT, &id);
    if (SUCCEEDED(outcome->hresult))
        outcome->hresult = IDispatch_Invoke(server, id, &IID_NULL, LOCALE_USER_DEFAULT,
                                            DISPATCH_METHOD, &parameters, &outcome->value,
                                            &outcome->exception, &bad_argument);
    outcome->status = FAILED(outcome->hresult) ? RAISED : CALLED;
    for (int i = 0; with_values && i < 2; i++) VariantClear(&given[i]);
}

/* --- a formula that is entered by a function of Python -----------------------------------------
 * "=NAME(...)" calls that function of the sheet with the arguments of the call that is under way,
 * in the same thread, as Excel does. */

static struct { IDispatch *server; Call *call; } under_way;

HRESULT excel_calculate(BSTR formula, VARIANT *result) {
    static const wchar_t module[] = L"labfolio_xl.sheet.functions";
    const wchar_t *end = wcschr(formula, L'(');
    if (!under_way.server || formula[0] != L'=' || !end) return E_INVALIDARG;
    Call call = {.flags = under_way.call->flags & WITH_VALUES};
    Outcome outcome;
    memset(&outcome, 0, sizeof outcome);
    for (int i = 0; i < 5; i++) VariantInit(&call.arguments[i]);
    VariantCopy(&call.arguments[2], &under_way.call->arguments[2]);
    V_VT(&call.arguments[3]) = V_VT(&call.arguments[4]) = VT_BSTR;
    V_BSTR(&call.arguments[3]) = SysAllocStringLen(formula + 1, (UINT)(end - formula - 1));
    V_BSTR(&call.arguments[4]) = SysAllocString(module);
    invoke(under_way.server, &call, &outcome);
    for (int i = 0; i < 5; i++) VariantClear(&call.arguments[i]);
    if (outcome.status == CALLED) *result = outcome.value;
    return outcome.hresult;
}

/* --- the same call from another thread, as from a macro while a sheet is calculated -----------
 * One thread for all such calls: Wine listens for at most 64 apartments of a process. */

static struct {
    IStream *server; /* the way of a COM object from one thread to another */
    Call call;
    Outcome outcome;
    HANDLE begin, end;
} second;

static DWORD WINAPI run_second(void *unused) {
    IDispatch *server;
    (void)unused;
    CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
    for (;;) {
        wait_for(second.begin);
        if (FAILED(CoGetInterfaceAndReleaseStream(second.server, &IID_IDispatch, (void **)&server)))
            die("the server did not come from the other thread");
        invoke(server, &second.call, &second.outcome);
        IDispatch_Release(server);
        for (int i = 0; i < 5; i++) VariantClear(&second.call.arguments[i]);
        SetEvent(second.end);
    }
}

static void begin_second(IDispatch *server, const Call *call) {
    if (!second.begin) {
        second.begin = CreateEventW(NULL, FALSE, FALSE, NULL);
        second.end = CreateEventW(NULL, FALSE, FALSE, NULL);
        CreateThread(NULL, 0, run_second, NULL, 0, NULL);
    }
    memset(&second.outcome, 0, sizeof second.outcome);
    second.call.flags = call->flags;
    for (int i = 0; i < 5; i++) {
        VariantInit(&second.call.arguments[i]);
        VariantCopy(&second.call.arguments[i], (VARIANT *)&call->arguments[i]);
    }
    if (FAILED(CoMarshalInterThreadInterfaceInStream(&IID_IDispatch, (IUnknown *)server,
                                                     &second.server)))
        die("the server cannot be handed to another thread");
    SetEvent(second.begin);
}

/* As the VBA: XLPy, which activates the server or finds it, then CallUDF. */
static void make_call(Call *call, Outcome *outcome) {
    VARIANT server;
    double start = now();
    memset(outcome, 0, sizeof *outcome);
    VariantInit(&outcome->value);
    VariantInit(&server);
    if (activate(&server, command, 1) || V_VT(&server) != VT_DISPATCH) {
        outcome->status = NOT_ACTIVATED;
        outcome->hresult = E_FAIL;
        VariantCopy(&outcome->value, &server); /* the DLL's reason */
    }
    outcome->seconds[0] = now() - start;
    if (outcome->status == CALLED) {
        if (call->flags & AT_ONCE) begin_second(V_DISPATCH(&server), call);
        under_way.server = V_DISPATCH(&server);
        under_way.call = call;
        invoke(V_DISPATCH(&server), call, outcome);
        under_way.server = NULL;
        if (call->flags & AT_ONCE) wait_for(second.end);
    }
    outcome->seconds[1] = now() - start - outcome->seconds[0];
    VariantClear(&server);
}

static void release(Outcome *outcome) {
    VariantClear(&outcome->value);
    SysFreeString(outcome->exception.bstrSource);
    SysFreeString(outcome->exception.bstrDescription);
    SysFreeString(outcome->exception.bstrHelpFile);
}

static void put_outcome(Buffer *out, const Outcome *outcome) {
    if (outcome->status == RAISED) {
        put_text(out, outcome->exception.bstrSource);
        put_text(out, outcome->exception.bstrDescription);
    } else put_variant(out, &outcome->value);
}

static int same(const Buffer *one, const Buffer *other) {
    return one->size == other->size && !memcmp(one->data, other->data, one->size);
}

static void handle_call(Buffer *in, Buffer *out) {
    Call call;
    Outcome outcome;
    Buffer first = {0}, result = {0}, other = {0}, times = {0};
    get_bytes(in, &call.flags, 1);
    UINT32 repeat = get_u32(in), different = 0;
    if (!repeat) die("a call is repeated no times");
    get_call(in, &call);
    LONG callbacks_before = excel_callbacks;
    for (UINT32 i = 0; i < repeat; i++) {
        make_call(&call, &outcome);
        put_bytes(&times, outcome.seconds, sizeof outcome.seconds);
        if (i == repeat - 1 || call.flags & (COMPARE | AT_ONCE)) {
            result.size = 0;
            put_outcome(&result, &outcome);
            if (i == 0) put_bytes(&first, result.data, result.size);
            else if (call.flags & COMPARE) different += !same(&first, &result);
        }
        if (call.flags & AT_ONCE && outcome.status != NOT_ACTIVATED) {
            other.size = 0;
            put_outcome(&other, &second.outcome);
            different += second.outcome.status != outcome.status || !same(&first, &other);
            release(&second.outcome);
        }
        release(&outcome);
    }
    for (int i = 0; i < 5; i++) VariantClear(&call.arguments[i]);
    UINT32 numbers[4] = {(UINT32)outcome.hresult, excel_callbacks - callbacks_before,
                         excel_objects_alive, different};
    put_bytes(out, &outcome.status, 1);
    put_bytes(out, numbers, sizeof numbers);
    put_bytes(out, times.data, times.size);
    put_bytes(out, result.data, result.size);
    free(first.data), free(result.data), free(other.data), free(times.data);
}

static void handle(Buffer *in, Buffer *out) {
    char operation;
    get_bytes(in, &operation, 1);
    switch (operation) {
    case 'C':
        handle_call(in, out);
        return;
    case 'O':
        put_bytes(out, (UINT32[]){excel_objects_alive, GetCurrentProcessId()}, 8);
        return;
    default:
        die("an unknown request");
    }
}

/* --- start and end -------------------------------------------------------------------------- */

static void load(const char *library, const char *command_file) {
    FILE *file = fopen(command_file, "rb");
    if (!file) die("the file with the command cannot be read");
    command[fread(command, 1, sizeof command - 1, file)] = 0;
    fclose(file);
    HMODULE dll = LoadLibraryA(library);
    if (!dll) die("the xlwings DLL cannot be loaded");
    activate = (Activate)(void *)GetProcAddress(dll, "XLPyDLLActivateAuto");
    if (!activate) die("the xlwings DLL has no XLPyDLLActivateAuto");
}

int main(int argc, char **argv) {
    Buffer reply = {0};
    if (argc != 3) die("usage: xlhost DLL COMMAND-FILE");
    input = take_stream(STD_INPUT_HANDLE);
    output = take_stream(STD_OUTPUT_HANDLE);
    take_stream(STD_ERROR_HANDLE); /* stderr itself stays open, for die */
    OleInitialize(NULL);
    make_type_information();
    load(argv[1], argv[2]);
    request_ready = CreateEventW(NULL, FALSE, FALSE, NULL);
    request_done = CreateEventW(NULL, FALSE, FALSE, NULL);
    CreateThread(NULL, 0, read_requests, NULL, 0, NULL);
    while (wait_for_request()) {
        reply.size = 0;
        handle(&request, &reply);
        answer(&reply);
        SetEvent(request_done);
    }
    OleUninitialize();
    ExitProcess(0); /* Excel leaves without ending its servers by hand */
}
