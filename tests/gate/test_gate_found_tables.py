"""Tables beside other cells: another table, flags, a rate among factors, headers in Polish."""

from __future__ import annotations

import pandas as pd
import pytest
from cases_of_files import Case, holds
from invented_market import FACTORS, MONTHLY, MONTHLY_FACTORS, PRICES, by_hand, returns_of
from written_files import book, grid, text

RIGHT = by_hand(MONTHLY, MONTHLY_FACTORS)
_FACTORS = {"factors.csv": text(MONTHLY_FACTORS)}
_OTHER = MONTHLY.iloc[:, :2].set_axis(["X", "Y"], axis=1) * 0.5


def _beside(*tables, between=0):
    """Rows of cells of tables beside each other, with empty columns between them."""
    rows = [[]] * (1 + max(map(len, tables)))
    for number, table in enumerate(tables):
        cells = grid(table)
        cells += [[None] * len(cells[0])] * (len(rows) - len(cells))
        gap = [None] * (between if number else 0)
        rows = [[*row, *gap, *own] for row, own in zip(rows, cells, strict=True)]
    return rows


def _csv(rows):
    return "\n".join(",".join("" if c is None else str(c) for c in row) for row in rows) + "\n"


SIDE_BY_SIDE = [
    Case(
        "no empty column between two tables",
        {"assets.xlsx": book({"S": _beside(MONTHLY, _OTHER)}), **_FACTORS},
        RIGHT,
        says="another table stands there",
    ),
    Case(
        "an empty column between them",
        {"assets.xlsx": book({"S": _beside(MONTHLY, _OTHER, between=1)}), **_FACTORS},
        RIGHT,
        says="another table stands there",
    ),
    Case(
        "the other one is shorter, in text",
        {"assets.csv": _csv(_beside(MONTHLY, _OTHER.iloc[:20])), **_FACTORS},
        RIGHT,
        says="another table stands there",
    ),
]


def _flagged(names, flag):
    """Monthly returns with words in one more column, on every fifth row."""
    head, *rows = grid(MONTHLY, dates="%Y-%m-%d")
    return [
        [*head, names],
        *([*row, flag if number % 5 == 0 else None] for number, row in enumerate(rows)),
    ]


_BUNDESBANK = [
    '"";BBK01.WT1010;BBK01.WT1010_FLAGS',
    '"";"Rendite";""',
    "Einheit;% p.a.;",
    *(
        f"{day:%Y-%m-%d};.;Kein Wert vorhanden"
        if day.weekday() > 4
        else f"{day:%Y-%m-%d};{'2,52' if day.month % 2 else '5,04'};"
        for day in pd.date_range(FACTORS.index[0], FACTORS.index[-1])
    ),
]

FLAGS = [
    Case(
        "remarks without a name",
        {"assets.csv": _csv(_flagged(None, "preliminary")), **_FACTORS},
        RIGHT,
        says="column 6; left out: words beside the numbers",
    ),
    Case(
        "a status of each row",
        {"assets.xlsx": book({"S": _flagged("OBS_STATUS", "A")}), **_FACTORS},
        RIGHT,
        says="left out: words beside the numbers",
    ),
    Case(
        "words below the name of an asset",
        {"assets.csv": _csv(_flagged("EEE", "preliminary")), **_FACTORS},
        refused='column "EEE", 2019-01-31 (cell F2) holds "preliminary"',
    ),
    Case(
        "numbers without a name",
        {"assets.csv": _csv(_flagged(None, 0.01)), **_FACTORS},
        refused="cell F1 has values but no name",
    ),
]

_RATE = pd.Series([2.0 + n % 5 for n in range(len(MONTHLY))], MONTHLY.index)
_SERIES = ["FREQ;CURRENCY;TIME_PERIOD;OBS_VALUE;OBS_STATUS"]
_SERIES += [f"M;EUR;{day:%Y-%m};{rate};A" for day, rate in _RATE.items()]
_SNB = ['"CubeId";"zimoma"', "", '"Date";"D0";"Value"']
_SNB += [f'"{day:%Y-%m}";"SARON";"{rate}"' for day, rate in _RATE.items()]
_BY_MONTH = (1 + _RATE / 100) ** (1 / 12) - 1
_AFTER_RATE = by_hand(MONTHLY.sub(_BY_MONTH, axis=0), MONTHLY_FACTORS.sub(_BY_MONTH, axis=0))

KEYS = [
    Case(
        name,
        {"assets.csv": text(MONTHLY), **_FACTORS, "rate.csv": "\n".join(lines)},
        _AFTER_RATE,
        "--risk-free-is annual-percent",
    )
    for name, lines in (("keys of one series", _SERIES), ("one key after the dates", _SNB))
]
KEYS += [
    Case(
        "an asset without a number, before the others",
        {
            "assets.csv": _csv(
                [day, "EEE" if day == "Date" else "wait", *numbers]
                for day, *numbers in grid(MONTHLY, dates="%Y-%m-%d")
            ),
            **_FACTORS,
        },
        refused='column "EEE", 2019-01-31',
    ),
]

_RF = pd.Series([0.001 + 0.0001 * (n % 7) for n in range(len(MONTHLY))], MONTHLY.index)
_FRENCH = pd.DataFrame({"Mkt-RF": MONTHLY_FACTORS.iloc[:, 0], "SMB": 0.01, "RF": _RF})
_IN_PERCENT = text(
    _FRENCH.assign(RF=[0.1 + 0.01 * (n % 7) for n in range(len(_RF))]),
    dates="%Y%m",
    head="",
    above=["This file was created by CMPT_ME_BEME_RETS.", ""],
    below=["", " Annual Factors: January-December ", ",Mkt-RF,SMB,RF", "2019,1.1,2.2,0.9"],
)
_EXCESS = by_hand(MONTHLY.sub(_RF, axis=0), MONTHLY_FACTORS.sub(_RF, axis=0))

RATES = [
    Case(
        "the rate in a file of published factors, in percent",
        {"assets.csv": text(MONTHLY), **_FACTORS, "rate.csv": _IN_PERCENT},
        _EXCESS,
        "--risk-free-is percent",
    ),
    Case(
        "the same as decimals, in a workbook",
        {
            "assets.csv": text(MONTHLY),
            **_FACTORS,
            "rate.xlsx": book({"F": grid(_FRENCH)}),
        },
        _EXCESS,
    ),
    Case(
        "factors without a rate among them",
        {
            "assets.csv": text(MONTHLY),
            **_FACTORS,
            "rate.csv": text(_FRENCH.drop(columns="RF")),
        },
        refused="2 columns",
    ),
]

_POLISH = pd.DataFrame({"Otwarcie": 0.99 * PRICES["AAA"], "Najwyzszy": 1.02 * PRICES["AAA"]})
_POLISH = _POLISH.assign(Najnizszy=0.98 * PRICES["AAA"], Zamkniecie=PRICES["AAA"], Wolumen=100)
_ONE = by_hand(returns_of(PRICES[["AAA"]]), FACTORS)
_ACCENTS = {"Najwyzszy": "Najwyższy", "Najnizszy": "Najniższy", "Zamkniecie": "Zamknięcie"}
_DAILY = {"factors.csv": text(FACTORS)}

WORDS = [
    Case(
        "Polish headers as stooq.pl writes them",
        {"assets.csv": text(_POLISH, head="Data"), **_DAILY},
        _ONE,
        says="Zamkniecie taken",
    ),
    Case(
        "with their accents, in a workbook",
        {"assets.xlsx": book({"S": grid(_POLISH.rename(columns=_ACCENTS), "Data")}), **_DAILY},
        _ONE,
        says="Zamknięcie taken",
    ),
    Case(
        "names parted by single blanks above aligned numbers",
        {"assets.txt": text(MONTHLY, sep="   ").replace("   BBB   ", " BBB "), **_FACTORS},
        RIGHT,
    ),
    Case(
        "names with single blanks, parted by more of them",
        {
            "assets.txt": text(
                MONTHLY.rename(columns={"AAA": "Fund One", "BBB": "Fund Two"}), sep="   "
            ),
            **_FACTORS,
        },
        RIGHT,
    ),
]


def _with_parts(frame):
    """A table with the year and the month of each date in columns of their own, as WRDS has it."""
    return frame.assign(year=frame.index.year, month=frame.index.month)


def _across(frame, *titles):
    """A row for each name, a column for each date."""
    turned = grid(frame)
    return [*titles, *zip(*turned, strict=True)]


PARTS_AND_TURNED = [
    Case(
        "year and month beside the date",
        {"assets.csv": text(MONTHLY), "factors.csv": text(_with_parts(MONTHLY_FACTORS))},
        RIGHT,
        says="year, month; left out: each repeats a part of the date",
    ),
    Case(
        "the same, declared to be returns",
        {"assets.csv": text(_with_parts(MONTHLY)), **_FACTORS},
        RIGHT,
        "--assets-are returns",
    ),
    Case(
        "an asset that is called Month",
        {"assets.csv": text(MONTHLY.rename(columns={"BBB": "Month"})), **_FACTORS},
        RIGHT,
    ),
    Case(
        "dates above the numbers",
        {"assets.xlsx": book({"S": _across(MONTHLY)}), **_FACTORS},
        refused="row 1 holds dates beside each other; transpose the table",
    ),
    Case(
        "dates above the numbers, below titles",
        {"assets.xlsx": book({"S": _across(MONTHLY, ["Returns"], ["USD"])}), **_FACTORS},
        refused="row 3 holds dates beside each other; transpose the table",
    ),
]


@pytest.mark.parametrize(
    "case",
    [*SIDE_BY_SIDE, *FLAGS, *RATES, *WORDS, *KEYS, *PARTS_AND_TURNED],
    ids=lambda case: case.name,
)
def test_the_table_beside_other_cells_is_read(case, folder, report):
    holds(case, folder, report)


def test_the_rate_of_a_bank_has_words_on_weekends(folder, report):
    case = Case(
        "",
        {
            "assets.csv": text(PRICES.pct_change().iloc[1:]),
            **_DAILY,
            "rate.csv": "\n".join(_BUNDESBANK),
        },
        words="--risk-free-is annual-percent",
    )
    done = report(*case.write(folder))
    assert done.code == 0, done.refusal
    assert "risk-free rate" in done.output
    year = [2.52 if day.month % 2 else 5.04 for day in FACTORS.index]
    rate = (1 + pd.Series(year, FACTORS.index) / 100) ** (1 / 252) - 1
    right = by_hand(
        returns_of(PRICES).sub(rate, axis=0),
        FACTORS.sub(rate, axis=0),
    )
    assert done.coefficients == pytest.approx(right, abs=1e-9)
