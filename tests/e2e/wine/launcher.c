/* python.exe and pythonw.exe: Py_Main of python311.dll, plus what Wine 8.0 lacks.
 *
 * Wine's ucrtbase.dll exports the C99 complex functions as stubs that abort the process, and
 * numpy and scipy call them. Before Python starts, each such stub is overwritten with a jump to
 * the same function of the C library that is linked into this program. On real Windows, and
 * where Wine has the function, nothing is touched.
 */
#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <windows.h>

/* The Windows ABI passes these by value as structs, which differ from GCC's complex types. */
typedef struct { double re, im; } Complex;
typedef struct { float re, im; } ComplexF;

static double complex from_win(Complex a) { return __builtin_complex(a.re, a.im); }
static float complex from_win_f(ComplexF a) { return __builtin_complex(a.re, a.im); }
static Complex to_win(double complex z) { return (Complex){creal(z), cimag(z)}; }
static ComplexF to_win_f(float complex z) { return (ComplexF){crealf(z), cimagf(z)}; }

#define COMPLEX_OF_COMPLEX(name)                                              \
    static Complex win_##name(Complex a) { return to_win(name(from_win(a))); } \
    static ComplexF win_##name##f(ComplexF a) { return to_win_f(name##f(from_win_f(a))); }
#define REAL_OF_COMPLEX(name)                                      \
    static double win_##name(Complex a) { return name(from_win(a)); } \
    static float win_##name##f(ComplexF a) { return name##f(from_win_f(a)); }

#define COMPLEX_FUNCTIONS(F)                                                       \
    F(ccos) F(ccosh) F(cexp) F(clog) F(csin) F(csinh) F(csqrt) F(ctan) F(ctanh)    \
    F(catan) F(catanh) F(casin) F(casinh) F(cacos) F(cacosh) F(conj)
#define REAL_FUNCTIONS(F) F(cabs) F(carg) F(creal) F(cimag)

COMPLEX_FUNCTIONS(COMPLEX_OF_COMPLEX)
REAL_FUNCTIONS(REAL_OF_COMPLEX)

static Complex win_cpow(Complex a, Complex b) { return to_win(cpow(from_win(a), from_win(b))); }
static ComplexF win_cpowf(ComplexF a, ComplexF b) {
    return to_win_f(cpowf(from_win_f(a), from_win_f(b)));
}

/* long double is double in the Windows ABI, so the l functions are the plain ones. */
#define ENTRY(name) {#name, (void *)win_##name}, {#name "l", (void *)win_##name}, \
    {#name "f", (void *)win_##name##f},
static const struct { const char *name; void *function; } replacements[] = {
    COMPLEX_FUNCTIONS(ENTRY) REAL_FUNCTIONS(ENTRY) ENTRY(cpow)
};

/* Wine's abort stubs begin with sub $imm8,%rsp and a lea of their own name. */
static int is_abort_stub(const unsigned char *code) {
    return memcmp(code, "\x48\x83\xec", 3) == 0 && code[4] == 0x48 && code[5] == 0x8d;
}

static void jump_to(unsigned char *code, const void *function) {
    DWORD protection;
    if (!VirtualProtect(code, 14, PAGE_EXECUTE_READWRITE, &protection)) return;
    memcpy(code, "\xff\x25\0\0\0\0", 6); /* jmp *0(%rip), the address follows */
    memcpy(code + 6, &function, sizeof function);
    VirtualProtect(code, 14, protection, &protection);
}

static void replace_abort_stubs(void) {
    HMODULE crt = LoadLibraryA("ucrtbase.dll");
    if (!GetProcAddress(GetModuleHandleA("ntdll.dll"), "wine_get_version") || !crt) return;
    for (size_t i = 0; i < sizeof replacements / sizeof *replacements; i++) {
        unsigned char *code = (unsigned char *)(void *)GetProcAddress(crt, replacements[i].name);
        if (code && is_abort_stub(code)) jump_to(code, replacements[i].function);
    }
}

int wmain(int argc, wchar_t **argv) {
    typedef int (*PyMain)(int, wchar_t **);
    replace_abort_stubs();
    HMODULE python = LoadLibraryW(L"python311.dll");
    if (!python) {
        fprintf(stderr, "python311.dll cannot be loaded: error %lu\n", GetLastError());
        return 120;
    }
    PyMain run = (PyMain)(void *)GetProcAddress(python, "Py_Main");
    return run ? run(argc, argv) : 121;
}
