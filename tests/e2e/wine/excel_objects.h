/* As much of Excel's object model as xlwings touches when a worksheet function is called. */
#ifndef EXCEL_OBJECTS_H
#define EXCEL_OBJECTS_H

#include <windows.h>
#include <oleauto.h>

/* Calls that the server made back into Excel's objects, and objects that somebody still holds. */
extern volatile LONG excel_callbacks;
extern volatile LONG excel_objects_alive;

/* Make the type information that pywin32 asks for; once, after OleInitialize. */
void make_type_information(void);

/* A Range of that size, in a workbook that counts its days from 1904 or not; cells beyond the used
 * part are empty. Takes over the VARIANT. */
IDispatch *new_range(UINT32 rows, UINT32 columns, const VARIANT *used, int is_1904);
IDispatch *new_workbook(void);

/* What VBA reads of a Range within Excel: its Value2, as far as the sheet is used where it has more
 * cells than that. Returns whether its workbook counts its days from 1904. */
int read_range(IDispatch *range, LONGLONG most_cells, VARIANT *value);

/* What Excel does when a formula is entered into a cell: calculate it; given by the host. */
HRESULT excel_calculate(BSTR formula, VARIANT *result);

#endif
