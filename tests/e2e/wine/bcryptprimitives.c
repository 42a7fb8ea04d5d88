/* bcryptprimitives.dll, which Wine 8.0 lacks and every library written in Rust loads for the one
 * function that seeds its hash tables. It lies beside python.exe, where only that Python looks.
 */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count) {
    while (count) {
        ULONG piece = count > 0x10000 ? 0x10000 : (ULONG)count;
        if (!RtlGenRandom(bytes, piece)) return FALSE;
        bytes += piece;
        count -= piece;
    }
    return TRUE;
}
