"""Dates in parts or in rare forms: year and month apart, 2018.01, serials from before 1920."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from cases_of_files import Case, holds
from invented_market import ASSETS, FACTORS, MONTHLY, MONTHLY_FACTORS, by_hand, compounded
from written_files import book, grid, text

RIGHT = by_hand(MONTHLY, MONTHLY_FACTORS)
_FACTORS = {"factors.csv": text(MONTHLY_FACTORS)}
_QUARTERS, _QUARTER_FACTORS = compounded(ASSETS, "Q"), compounded(FACTORS, "Q")
_OLD = pd.date_range("1912-01-31", periods=240, freq="ME")


def _in_parts(frame, head, parts: Callable[[pd.Timestamp], list[object]]):
    """Rows of cells whose dates take several columns."""
    names, *rows = grid(frame)
    return [
        [*head, *names[1:]],
        *([*parts(day), *row[1:]] for day, row in zip(frame.index, rows, strict=True)),
    ]


def _csv(rows):
    return "\n".join(",".join(map(str, row)) for row in rows) + "\n"


def _year_month(day):
    return [day.year, day.month]


_CSV = _in_parts(MONTHLY, ["Year", "Month"], _year_month)
_LONG = MONTHLY.rename_axis("date").reset_index().melt(id_vars="date").sort_values("date")
_CRSP = pd.DataFrame(
    {
        "permno": _LONG["variable"],
        "year": _LONG["date"].dt.year,
        "month": _LONG["date"].dt.month,
        "ret": _LONG["value"],
    }
)

PARTS = [
    Case("year and month", {"assets.csv": _csv(_CSV), **_FACTORS}, RIGHT, says='"Year", "Month"'),
    Case(
        "month and year in a workbook, below a title",
        {
            "assets.xlsx": book(
                {
                    "S": [
                        ["Fund"],
                        [],
                        *_in_parts(MONTHLY, ["MM", "YYYY"], lambda d: [d.month, d.year]),
                    ]
                }
            ),
            **_FACTORS,
        },
        RIGHT,
    ),
    Case(
        "names of months, and a footer",
        {
            "assets.csv": _csv(
                [*_in_parts(MONTHLY, ["year", "mo"], lambda d: [d.year, f"{d:%b}"]), ["Source: us"]]
            ),
            **_FACTORS,
        },
        RIGHT,
    ),
    Case(
        "year, month and day",
        {
            "assets.csv": _csv(
                _in_parts(ASSETS, ["Year", "Month", "Day"], lambda d: [d.year, d.month, d.day])
            ),
            "factors.csv": text(FACTORS),
        },
        by_hand(ASSETS, FACTORS),
    ),
    Case(
        "year and quarter",
        {
            "assets.csv": _csv(
                _in_parts(_QUARTERS, ["Year", "Quarter"], lambda d: [d.year, f"Q{d.quarter}"])
            ),
            "factors.csv": text(_QUARTER_FACTORS),
        },
        by_hand(_QUARTERS, _QUARTER_FACTORS),
        says="read as quarters",
    ),
    Case(
        "a long table with year and month",
        {"assets.csv": _CRSP.to_csv(index=False), **_FACTORS},
        RIGHT,
        says="a long table of 4 names",
    ),
    Case(
        "a month that is none",
        {"assets.csv": _csv([*_CSV[:5], [2019, 13, *_CSV[5][2:]], *_CSV[6:]]), **_FACTORS},
        refused='"2019 13"',
    ),
]


def _dotted(label):
    labels = [label(day) for day in MONTHLY.index]
    return text(MONTHLY.set_axis(labels))


DOTS = [
    Case(
        "2019.1 for October, as Shiller's file has it",
        {"assets.csv": _dotted(lambda d: f"{d:%Y.%m}".rstrip("0")), **_FACTORS},
        RIGHT,
        says="read as months",
    ),
    Case("2019.10", {"assets.csv": _dotted(lambda d: f"{d:%Y.%m}"), **_FACTORS}, RIGHT),
    Case(
        "numbers of a workbook",
        {
            "assets.xlsx": book(
                {"Data": grid(MONTHLY.set_axis([float(f"{d:%Y.%m}") for d in MONTHLY.index]))}
            ),
            **_FACTORS,
        },
        RIGHT,
    ),
    Case(
        "2019.1 to 2019.12, where October would be January again",
        {"assets.csv": _dotted(lambda d: f"{d.year}.{d.month}"), **_FACTORS},
        refused="a month or a quarter",
    ),
    Case(
        "only months that may be quarters or January",
        {
            "assets.csv": text(MONTHLY.iloc[[9, 10, 11]].set_axis([2019.1, 2019.11, 2019.12])),
            **_FACTORS,
        },
        refused="a month or a quarter; write 2019-10, 2019-01 or 2019-Q1",
    ),
    Case(
        "years with their part as decimals",
        {"assets.csv": _dotted(lambda d: repr(d.year + (d.month - 0.5) / 12)), **_FACTORS},
        refused="no dates",
    ),
]


def _old(seed):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(rng.normal(0.0, 0.03, (len(_OLD), 2)), _OLD, [f"A{seed}", f"B{seed}"])


def _serials(frame):
    return frame.set_axis((frame.index - pd.Timestamp("1899-12-30")).days)


_OLD_FACTORS = {"factors.csv": text(_old(2))}
SERIALS = [
    Case(
        "serials that begin before 1920",
        {"assets.xlsx": book({"S": grid(_serials(_old(1)))}), **_OLD_FACTORS},
        by_hand(_old(1), _old(2)),
    ),
    Case(
        "the newest first, below a title",
        {
            "assets.xlsx": book({"S": [["Old returns"], [], *grid(_serials(_old(1)[::-1]))]}),
            **_OLD_FACTORS,
        },
        by_hand(_old(1), _old(2)),
    ),
    Case(
        "all of them before 1920 may be anything",
        {"assets.xlsx": book({"S": grid(_serials(_old(1)[:90]))}), **_OLD_FACTORS},
        refused="may count rows, or be the serial number of 1912-01-31; type dates before 1920",
    ),
    Case(
        "numbers of rows are none",
        {"assets.xlsx": book({"S": grid(_old(1).set_axis(range(1, 241)))}), **_OLD_FACTORS},
        refused="no dates (cell A2",
    ),
]


def _taken_for_days(frame):
    """The months as Excel of the United States keeps what was typed as Jan-18: 18 January."""
    return frame.set_axis(
        pd.DatetimeIndex([f"2026-{day.month:02d}-{day:%y}" for day in frame.index])
    )


DAYS_FOR_YEARS = [
    Case(
        "months typed as Jan-19 in a workbook",
        {"assets.xlsx": book({"S": grid(_taken_for_days(MONTHLY))}), **_FACTORS},
        refused="as if Excel had read Jan-19 as day 19",
    ),
    Case(
        "the newest first, saved as text",
        {"assets.csv": text(_taken_for_days(MONTHLY)[::-1]), **_FACTORS},
        refused="in place of the year",
    ),
    Case(
        "in a long table",
        {
            "assets.csv": _taken_for_days(MONTHLY)
            .rename_axis("date")
            .reset_index()
            .melt(id_vars="date", var_name="ticker", value_name="return")
            .to_csv(index=False),
            **_FACTORS,
        },
        refused="Assets: the dates go through the months of 2026",
    ),
    Case(
        "saved as Excel shows them",
        {"assets.csv": text(_taken_for_days(MONTHLY), dates="%d-%b"), **_FACTORS},
        refused="no year",
    ),
    Case(
        "saved as Excel shows them, below a title",
        {
            "assets.csv": text(
                _taken_for_days(MONTHLY), dates="%d-%b", above=["Returns of the fund", ""]
            ),
            **_FACTORS,
        },
        refused='holds "19-Jan", a day and a month with no year',
    ),
    Case(
        "days of German without a year, in a workbook",
        {"assets.xlsx": book({"S": grid(MONTHLY, dates="%d. Mai")}), **_FACTORS},
        refused="a day and a month with no year",
    ),
    Case(
        "the eighteenth of each month",
        {
            "assets.xlsx": book(
                {"S": grid(MONTHLY.set_axis([day.replace(day=18) for day in MONTHLY.index]))}
            ),
            "factors.csv": text(
                MONTHLY_FACTORS.set_axis([day.replace(day=18) for day in MONTHLY.index])
            ),
        },
        RIGHT,
    ),
]


def _blanks(frame, dates):
    """Fields parted by single blanks, those within the dates too."""
    return text(frame, sep=" ", dates=dates)


BLANKS = [
    Case(
        f"blanks between fields and in {dates}",
        {"assets.txt": _blanks(MONTHLY, dates), **_FACTORS},
        RIGHT,
    )
    for dates in ("%d %b %Y", "%b %Y", "%B %d %Y")
]


@pytest.mark.parametrize(
    "case", [*PARTS, *DOTS, *SERIALS, *DAYS_FOR_YEARS, *BLANKS], ids=lambda case: case.name
)
def test_dates_in_parts_and_rare_forms(case, folder, report):
    holds(case, folder, report)
