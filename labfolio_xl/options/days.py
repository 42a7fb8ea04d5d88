"""The days that Excel counts from, and the years that dates may have."""

from __future__ import annotations

import datetime as dt

__all__ = [
    "DAYS_TO_1904",
    "EPOCH",
    "FIRST_SERIAL_YEAR",
    "FIRST_YEAR",
    "LAST_SERIAL_YEAR",
    "LAST_YEAR",
]

# The day of serial number 0, by the date system of the workbook. Excel counts a 29 February 1900
# that did not exist, so that the numbers of the days since March 1900 count from 1899-12-30.
EPOCH = {1900: dt.date(1899, 12, 30), 1904: dt.date(1904, 1, 1)}
DAYS_TO_1904 = (EPOCH[1904] - EPOCH[1900]).days
# The whole years that nanoseconds since 1970 can count in 64 bits.
FIRST_YEAR, LAST_YEAR = 1678, 2261
# A number that would be a date outside these years is a row number or a year, not a serial number.
FIRST_SERIAL_YEAR, LAST_SERIAL_YEAR = 1920, 2199
