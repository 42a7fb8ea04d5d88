"""Decide how a column of dates is read: day or month first, quarters or serial numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from labfolio_xl.errors import InputError, printable
from labfolio_xl.options import DateOrder
from labfolio_xl.options.days import FIRST_YEAR, LAST_YEAR
from labfolio_xl.returns.dates.forms import (
    ORDERS,
    Cell,
    Label,
    date_of_serial,
    label_in_order,
)
from labfolio_xl.returns.findings import Finding

__all__ = ["LabelColumn", "OpenOrderError", "settle_order", "settle_serials"]

_ORDER_WORDS = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}
# An order of day and month is wrong if its longest step is longer than this many usual steps.
# The first days of 12 months, read in the wrong order, are 12 days in a row once a year.
_LONGEST_STEP = 12
# The steps in days between serials of one frequency if no row is missing.
_USUAL_STEPS = ((1, 5), (7, 7), (28, 31), (90, 92), (365, 366))
_QUARTERS_A_YEAR = 4
# If Excel swaps day and month of a text, the day of the date is at most 12.
_LAST_MONTH = 12


class OpenOrderError(InputError):
    """The order of day and month is open, and no option says which one it is."""


@dataclass(frozen=True, slots=True)
class LabelColumn:
    """The cells of a column of dates, and the form of each.

    Parameters
    ----------
    cells : sequence
    labels : list of Label or None
        The forms of the cells; None for a cell that holds no date.
    argument : str
        The name of the table in messages.
    place : callable or None
        Gives the name of a cell in messages for its number.
    findings : tuple of Finding
    """

    cells: Sequence[Cell]
    labels: list[Label | None]
    argument: str
    place: Callable[[int], str] | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def subject(self) -> str:
        """The argument at the beginning of a sentence."""
        return self.argument[:1].upper() + self.argument[1:]

    def holds(self, number: int) -> str:
        """A cell and its content, as a sentence begins."""
        where = self.place(number) if self.place is not None else "the first column"
        return f"{self.subject}: {where} holds {self.quote(number)}"

    def quote(self, number: int) -> str:
        """The content of a cell as a sentence shows it."""
        cell = self.cells[number]
        if isinstance(cell, str):
            return f'"{printable(cell)[:40]}"'
        if isinstance(cell, dt.date):
            return f"the date {cell.year:04d}-{cell.month:02d}-{cell.day:02d}"
        return f"{float(cell):.15g}"

    def first(self, holds: Callable[[Label], bool]) -> int | None:
        """The number of the first cell whose label fulfils a condition."""
        numbers = enumerate(self.labels)
        return next((i for i, label in numbers if label is not None and holds(label)), None)

    def of_kind(self, kind: str) -> int | None:
        """The number of the first cell of a kind."""
        return self.first(lambda label: label.kind == kind)

    def mapped(self, kind: str, read: Callable[[Label], Label | None]) -> LabelColumn:
        """The column in which ``read`` was applied to all labels of a kind."""
        labels = [
            read(label) if label is not None and label.kind == kind else label
            for label in self.labels
        ]
        return replace(self, labels=labels)

    def noted(self, found: str, reading: str) -> LabelColumn:
        """The column with one more note."""
        note = Finding("dates", self.subject, found, "note", reading)
        return replace(self, findings=(*self.findings, note))


def settle_serials(column: LabelColumn, date_system: int) -> LabelColumn:
    """Read serials as days, or as quarters if all are numbers such as 20181.

    Raises
    ------
    InputError
        The numbers can be serials as well as quarters.
    """
    number = column.of_kind("serial")
    if number is None:
        return column
    serials = list(dict.fromkeys(x.first for x in column.labels if x and x.kind == "serial"))

    def day(label: Label) -> Label:
        date = date_of_serial(label.first, date_system)
        return Label("day", date.year, date.month, date.day)

    if not all(map(_may_be_quarter, serials)):
        return column.mapped("serial", day)
    quarters = [serial // 10 * _QUARTERS_A_YEAR + serial % 10 for serial in serials]
    if _are_usual(serials) or max(_steps(quarters), default=np.inf) > _QUARTERS_A_YEAR:
        year, quarter = divmod(serials[0], 10)
        date = date_of_serial(serials[0], date_system)
        raise InputError(
            f"{column.holds(number)}, which can be a quarter or the serial number of {date}; "
            f"write {year}-Q{quarter} or {date}."
        )
    return column.mapped("serial", lambda label: Label("quarter", *divmod(label.first, 10)))


def _may_be_quarter(serial: int) -> bool:
    year, quarter = divmod(serial, 10)
    return FIRST_YEAR <= year <= LAST_YEAR and 1 <= quarter <= _QUARTERS_A_YEAR


def _are_usual(days: Sequence[int]) -> bool:
    """Whether the steps between days are those of one frequency without a gap."""
    steps = _steps(days)
    return any(all(least <= step <= most for step in steps) for least, most in _USUAL_STEPS)


def _steps(numbers: Sequence[int]) -> list[int]:
    return [abs(step) for step in np.diff(numbers).tolist()]


def settle_order(column: LabelColumn, order: DateOrder | None) -> LabelColumn:
    """Read the labels whose order of day and month is open, all in the same order.

    Raises
    ------
    InputError
        No order fits all cells, several orders do, or the given order does not.
    """
    number = column.of_kind("open")
    if number is None:
        return column
    fitting = [each for each in ORDERS if _misfit(column, each) is None]
    if order is not None:
        return _in_order(column, _fitting_order(column, order, fitting))
    _check_excel(column, number)
    if not fitting:
        raise InputError(_contradiction_sentence(column))
    by_steps = [each for each in fitting if _is_plausible(_in_order(column, each))]
    if len(fitting) == 1 or _give_same_dates(column, fitting):
        reading = "the only order that fits every row"
    elif len(by_steps) == 1:
        reading = "the only order in which the dates come in regular steps"
    else:
        raise OpenOrderError(_open_order_sentence(column, number))
    taken = (by_steps or fitting)[0]
    read = _in_order(column, taken)
    return read.noted(column.quote(number), f"read as {_ORDER_WORDS[taken]}: {reading}")


def _misfit(column: LabelColumn, order: str) -> int | None:
    """The number of the first cell that is no date in an order."""
    return column.first(lambda x: x.kind == "open" and label_in_order(x, order) is None)


def _in_order(column: LabelColumn, order: str) -> LabelColumn:
    return column.mapped("open", lambda label: label_in_order(label, order))


def _give_same_dates(column: LabelColumn, orders: Iterable[str]) -> bool:
    """Whether all orders give the same dates, as for 01/01 of every year."""
    return len({tuple(_in_order(column, order).labels) for order in orders}) == 1


def _is_plausible(column: LabelColumn) -> bool:
    """Whether the days rise or fall throughout, and no step is much longer than the usual one."""
    labels = dict.fromkeys(x for x in column.labels if x is not None and x.kind == "day")
    steps = np.diff([dt.date(x.first, x.second, x.third).toordinal() for x in labels])
    if len(steps) == 0 or not ((steps > 0).all() or (steps < 0).all()):
        return False
    ascending = np.sort(np.abs(steps))
    return bool(ascending[-1] <= _LONGEST_STEP * ascending[(len(ascending) - 1) // 2])


def _fitting_order(column: LabelColumn, order: DateOrder, fitting: Sequence[str]) -> DateOrder:
    """Return the given order if it fits the column.

    Raises
    ------
    InputError
        The order does not fit. The sentence names the first cell that contradicts it, and the
        order that fits.
    """
    misfit = _misfit(column, order)
    if misfit is None:
        return order
    other = next((f"say dates={each}" for each in ("dmy", "mdy") if each in fitting), None)
    raise InputError(
        f"{column.holds(misfit)}, which is no date in the order of dates={order}; "
        f"{other or 'type the dates as YYYY-MM-DD'}."
    )


def _contradiction_sentence(column: LabelColumn) -> str:
    """The sentence about two cells of which no order reads both."""
    first, second = (_misfit(column, order) for order in ("mdy", "dmy"))
    if first is None or second is None:
        return ""
    return (
        f"{column.holds(first)}, where only the day can stand first, and {column.quote(second)}, "
        "where only the month can; type the dates as YYYY-MM-DD."
    )


def _open_order_sentence(column: LabelColumn, number: int) -> str:
    """The sentence about a column whose order of day and month no cell shows."""
    return (
        f"{column.holds(number)}, whose day and month can be mistaken, as in all rows; "
        "say dates=dmy or dates=mdy, or type the dates as YYYY-MM-DD."
    )


def _check_excel(column: LabelColumn, number: int) -> None:
    """Refuse a column of which Excel may have swapped day and month of some cells.

    An Excel of another language reads 02/03/2018 as 3 February, and leaves 13/02/2018 as text.

    Raises
    ------
    InputError
        There are texts with an open order beside dates, and no date has a day after the twelfth.
    """
    dates = [
        i
        for i, label in enumerate(column.labels)
        if label is not None and label.kind == "day" and not isinstance(column.cells[i], str)
    ]
    days = [label.third for label in map(column.labels.__getitem__, dates) if label is not None]
    if days and max(days) <= _LAST_MONTH:
        raise InputError(
            f"{column.holds(number)} beside {column.quote(dates[0])}, as if Excel had taken days "
            "for months while it opened a text file; read that file itself, or type all dates as "
            "YYYY-MM-DD."
        )
