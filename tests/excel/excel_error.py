"""The error that Excel raises over COM, for the stand-ins of Excel."""

from __future__ import annotations

from typing import NoReturn

__all__ = ["ExcelError", "refuse"]

DISP_E_EXCEPTION = -2147352567  # "Exception occurred.", the result of every refused call
FROM_1004 = -2146827284  # 0x800A03EC, which VBA shows as error 1004


class ExcelError(Exception):
    """The error of a refused call, with the arguments of ``pywintypes.com_error``.

    Attributes
    ----------
    hresult : int
    excepinfo : tuple
        Code, source, Excel's words, help file, help context, scode.
    code : int
        The number that VBA shows.
    """

    def __init__(self, words: str, code: int = 1004) -> None:
        self.hresult, self.code = DISP_E_EXCEPTION, code
        scode = FROM_1004 if code == 1004 else -2146828288 + code
        self.excepinfo = (0, "Microsoft Excel", words, None, 0, scode)
        super().__init__(self.hresult, "Exception occurred.", self.excepinfo, None)


def refuse(words: str, code: int = 1004) -> NoReturn:
    """Raise Excel's error with these words."""
    raise ExcelError(words, code)
