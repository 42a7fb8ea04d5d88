"""For every mistake of a user the cell shows one sentence, and the server continues to answer.

All rows of the table go through one server, one after the other; after each of them a formula
without a mistake must give the right numbers.
"""

# ruff: noqa: ISC004 - the sentences of the table go over two lines

import datetime as dt
import re

import pytest
from com_data import block, day, sample
from com_expected import EXPECTED
from com_values import MISSING, NOTHING, CellError, Doubles, Range, Row

from labfolio_xl.options import OPTIONS
from labfolio_xl.sheet.functions import REGISTRY

pytestmark = pytest.mark.wine

RETURNS = sample(60, 8, 3)
ASSETS, FACTORS, RATE = map(block, RETURNS)
NAMES = ASSETS[0][1:]
WEIGHTS = [["asset", "weight"], *([name, 0.125] for name in NAMES)]
SELECT = "select a range with names in its first row and dates in its first column"
NO_TABLE = f"the cells are empty; {SELECT}."
TOO_FEW_ASSETS = (
    "a cross-section needs at least as many assets; add assets, remove factors, or check whether "
    "Assets and Factors were swapped."
)

# No cell may show a path, a traceback, or the name of a Python type or package.
FORBIDDEN = re.compile(
    r"[A-Za-z]:\\|\.py\b|Traceback|line \d+|<class|\w+(Error|Exception|Warning)\b|NoneType|"
    r"ndarray|DataFrame|Timestamp|Series\b|datetime|\bnumpy|\bpandas|float64|\bstr\b|\btuple\b"
)


def put(table, row, column, value):
    """Change one cell."""
    rows = [list(cells) for cells in table]
    rows[row][column] = value
    return rows


def later(table):
    """Move all dates by ten years."""
    return [table[0], *([row[0] + dt.timedelta(days=3650), *row[1:]] for row in table[1:])]


def extra(table, name, make):
    """Add a column."""
    return [[*table[0], name], *([*row, make(row)] for row in table[1:])]


def first_column(make):
    """Put something else where the assets' dates are."""
    return [ASSETS[0], *([make(i, row[0]), *row[1:]] for i, row in enumerate(ASSETS[1:], 1))]


def columns(table, count):
    """Keep the first columns."""
    return [row[:count] for row in table]


BAD = {
    "text among returns": (
        ("LF_BETAS", put(ASSETS, 3, 2, "soon"), FACTORS),
        'Assets: column "A001", 2015-01-06 holds "soon"; clear the cell or type a return.',
    ),
    "text among factor returns": (
        ("LF_LAMBDAS", ASSETS, put(FACTORS, 3, 2, "see note")),
        'Factors: column "F1", 2015-01-06 holds "see note"; clear the cell or type a return.',
    ),
    "a truth value among returns": (
        ("LF_BETAS", put(ASSETS, 3, 2, value=True), FACTORS),
        'Assets: column "A001", 2015-01-06 holds TRUE; clear the cell or type a return.',
    ),
    "a date among returns": (
        ("LF_BETAS", put(ASSETS, 3, 2, day(2020, 1, 1)), FACTORS),
        'Assets: column "A001", 2015-01-06 holds the date 2020-01-01; clear the cell or type a '
        "return.",
    ),
    "an infinite return": (
        ("LF_BETAS", put(ASSETS, 3, 2, float("inf")), FACTORS),
        'Assets: column "A001", 2015-01-06 holds an infinite number; clear the cell or type a '
        "return.",
    ),
    "no common dates": (
        ("LF_BETAS", ASSETS, later(FACTORS)),
        "Assets (2015-01-02 to 2015-03-26) and Factors (2024-12-30 to 2025-03-23) have no date in "
        "common; check the spans and how the dates are written.",
    ),
    "assets and factors swapped": (
        ("LF_PREMIA", FACTORS, ASSETS),
        "There are 3 assets for 8 premia (A000, A001, A002, A003, A004, A005, ...): "
        + TOO_FEW_ASSETS,
    ),
    "an asset twice": (
        ("LF_BETAS", put(ASSETS, 0, 2, "A000"), FACTORS),
        'Assets: the name "A000" occurs in columns 2 and 3; rename one.',
    ),
    "a factor twice": (
        ("LF_MODEL", ASSETS, put(FACTORS, 0, 2, "F0")),
        'Factors: the name "F0" occurs in columns 2 and 3; rename one.',
    ),
    "no header": (
        ("LF_BETAS", ASSETS[1:], FACTORS),
        "Assets: the first row holds data (the date 2015-01-02); put a row with names above it.",
    ),
    "a blank name": (
        ("LF_BETAS", put(ASSETS, 0, 3, None), FACTORS),
        "Assets: row 1, column 4 has values but no name; type a name into the first row.",
    ),
    "an error cell for a name": (
        ("LF_BETAS", put(ASSETS, 0, 2, CellError.NA), FACTORS),
        "Assets: row 1, column 3 has #N/A for a name; type a name into the first row.",
    ),
    "one column": (
        ("LF_BETAS", columns(ASSETS, 1), FACTORS),
        "Assets: the block has one column; select dates and values beside them.",
    ),
    "no rows": (
        ("LF_BETAS", ASSETS[:1], FACTORS),
        "Assets: there are no rows below the names; select the whole block.",
    ),
    "an empty range": (("LF_MODEL", Range([[None] * 3] * 4), FACTORS), f"Assets: {NO_TABLE}"),
    "assets left out": (("LF_BETAS", MISSING, FACTORS), f"Assets: {NO_TABLE}"),
    "factors left out": (("LF_BETAS", ASSETS, MISSING), f"Factors: {NO_TABLE}"),
    "VBA's Nothing": (("LF_BETAS", NOTHING, FACTORS), f"Assets: {NO_TABLE}"),
    "an array constant in one row": (
        ("LF_BETAS", Row([1.0, 2.0, 3.0]), FACTORS),
        "Assets: there are no rows below the names; select the whole block.",
    ),
    "an array of numbers": (
        ("LF_BETAS", Doubles([[1, 2], [3, 4]]), FACTORS),
        "Assets: the first column holds no dates (row 2, column 1 holds 3); put the dates there, "
        "as YYYY-MM-DD.",
    ),
    "fewer assets than factors": (
        ("LF_LAMBDAS", columns(ASSETS, 3), FACTORS),
        f"There are 2 assets for 3 premia (F0, F1, F2): {TOO_FEW_ASSETS}",
    ),
    "fewer assets than factors in the model": (
        ("LF_MODEL", columns(ASSETS, 3), FACTORS),
        f"There are 2 assets for 3 premia (F0, F1, F2): {TOO_FEW_ASSETS}",
    ),
    "fewer dates than coefficients": (
        ("LF_BETAS", ASSETS[:4], FACTORS),
        "Assets and Factors share 3 complete dates, but a regression on 3 factors and an "
        "intercept needs at least 4; add dates or remove factors.",
    ),
    "one date": (
        ("LF_PREMIA", ASSETS[:2], FACTORS[:2]),
        "Assets and Factors share 1 complete date, but a regression on 3 factors and an "
        "intercept needs at least 4; add dates or remove factors.",
    ),
    "an asset without returns": (
        ("LF_BETAS", [ASSETS[0], *([*r[:2], None, *r[3:]] for r in ASSETS[1:])], FACTORS),
        'Assets: column "A001" has 0 returns on the common dates, but 4 coefficients need at '
        "least 4; remove it or add returns.",
    ),
    "a factor without returns": (
        ("LF_PREMIA", ASSETS, [FACTORS[0], *([*r[:2], None, *r[3:]] for r in FACTORS[1:])]),
        'Factors: column "F1" is blank on every common date; fill it or remove it.',
    ),
    "assets of nothing but #N/A": (
        ("LF_BETAS", [ASSETS[0], *([r[0], *[CellError.NA] * 8] for r in ASSETS[1:])], FACTORS),
        "Assets: every cell is blank on the common dates; fill in the returns.",
    ),
    "an error cell for a table": (
        ("LF_BETAS", CellError.NA, FACTORS),
        f"Assets: the only cell holds #N/A; {SELECT}.",
    ),
    "a range's name in quotes": (
        ("LF_BETAS", ASSETS, "Factors"),
        f'Factors: the only cell holds "Factors"; {SELECT}.',
    ),
    "an error cell for a date": (
        ("LF_BETAS", put(ASSETS, 4, 0, CellError.VALUE), FACTORS),
        "Assets: row 5, column 1 holds #VALUE! where a date belongs; type one or clear the row.",
    ),
    "a blank date": (
        ("LF_BETAS", put(ASSETS, 4, 0, None), FACTORS),
        "Assets: row 5, column 1 is blank where a date belongs; type one or clear the row.",
    ),
    "a word for a date": (
        ("LF_BETAS", put(ASSETS, 5, 0, "last Friday"), FACTORS),
        'Assets: row 6, column 1 holds "last Friday", which is no date; type it as YYYY-MM-DD.',
    ),
    "dates as text, day first": (
        ("LF_BETAS", first_column(lambda _, date: date.strftime("%d/%m/%Y"))[:3], FACTORS),
        'Assets: row 2, column 1 holds "02/01/2015", whose day and month can be mistaken, as in '
        "all rows; say dates=dmy or dates=mdy, or type the dates as YYYY-MM-DD.",
    ),
    "labels for dates": (
        ("LF_BETAS", first_column(lambda i, _: f"r{i}"), FACTORS),
        'Assets: the first column holds no dates (row 2, column 1 holds "r1"); put the dates '
        "there, as YYYY-MM-DD.",
    ),
    "row numbers for dates": (
        ("LF_BETAS", first_column(lambda i, _: float(i)), FACTORS),
        "Assets: the first column holds no dates (row 2, column 1 holds 1); put the dates there, "
        "as YYYY-MM-DD.",
    ),
    "a date twice": (
        ("LF_BETAS", put(ASSETS, 5, 0, ASSETS[4][0]), FACTORS),
        "Assets: the date 2015-01-07 occurs in rows 5 and 6; keep one row for each date.",
    ),
    "a constant factor": (
        ("LF_BETAS", ASSETS, extra(FACTORS, "C", lambda _: 0.01)),
        'Factors: column "C" is constant (0.01 on every date), like the intercept; remove the '
        "column.",
    ),
    "a factor that repeats another": (
        ("LF_BETAS", ASSETS, extra(FACTORS, "C", lambda row: row[1])),
        'Factors: column "C" is a linear combination of "F0"; remove one of them.',
    ),
    "a factor that is a sum of others": (
        ("LF_PREMIA", ASSETS, extra(FACTORS, "C", lambda row: row[1] + row[2])),
        'Factors: column "C" is a linear combination of "F0", "F1"; remove one of them.',
    ),
    "a constant asset": (
        ("LF_MODEL", columns(extra([row[:1] for row in ASSETS], "C", lambda _: 0.01), 2), FACTORS),
        'Assets: column "C" is constant (0.01 on every date); it has no exposure to estimate, '
        "remove the column (a weight without returns is cash).",
    ),
    "assets that are all the same": (
        (
            "LF_LAMBDAS",
            [[r[0], *[f"X{j}" if not i else r[1] for j in range(8)]] for i, r in enumerate(ASSETS)],
            FACTORS,
        ),
        'The exposures to "F1" are a linear combination of "F0", so their premia cannot be told '
        "apart; remove one of the factors.",
    ),
    "an unknown kind of errors": (
        ("LF_BETA_STATS", ASSETS, FACTORS, MISSING, "cov=newey"),
        'Settings: cov is "newey"; choose one of "ols", "hc0", "hc1", "hc3", "hac", "bootstrap".',
    ),
    "a kind of errors that the function does not offer": (
        ("LF_BETA_STATS", ASSETS, FACTORS, MISSING, "cov=bootstrap"),
        'Settings: cov is "bootstrap", which LF_BETA_STATS does not offer; choose one of ols, hc0, '
        "hc1, hc3, hac.",
    ),
    "a kind of errors of the other pass": (
        ("LF_PREMIA", ASSETS, FACTORS, MISSING, MISSING, "premia_cov=ols"),
        'Settings: premia_cov is "ols"; choose one of "robust", "fm", "hac", "shanken", '
        '"bootstrap".',
    ),
    "a setting of another function": (
        ("LF_BETAS", ASSETS, FACTORS, MISSING, "window=60"),
        "Settings: LF_BETAS does not use window; leave it out, or choose among "
        f"{', '.join(name for name in OPTIONS if name in REGISTRY['LF_BETAS'].uses.words)}.",
    ),
    "a setting that there is not": (
        (
            "LF_ROLLING",
            ASSETS,
            FACTORS,
            MISSING,
            MISSING,
            MISSING,
            [["cov", "hac"], ["windw", 60.0]],
        ),
        'Settings: "windw" is no setting; the nearest is window.',
    ),
    "a setting without its value": (
        ("LF_ROLLING", ASSETS, FACTORS, MISSING, MISSING, MISSING, "window"),
        "Settings: window has no value; write window=..., a whole number.",
    ),
    "settings in three columns": (
        ("LF_BETAS", ASSETS, FACTORS, MISSING, [["cov", "hac", "or ols"]]),
        "Settings: the block has 3 columns; select two, the name of a setting and its value.",
    ),
    "an unknown table": (
        ("LF_ALIGN", ASSETS, FACTORS, "rates"),
        'which is "rates"; choose one of "both", "assets", "factors".',
    ),
    "an unknown J": (
        ("LF_MODEL", ASSETS, FACTORS, MISSING, "j=best"),
        'Settings: j is "best"; choose one of "projected", "full".',
    ),
    "an error cell for a word": (
        ("LF_ALIGN", ASSETS, FACTORS, CellError.REF),
        "which holds #REF!; correct that cell or leave it out.",
    ),
    "an error cell for a setting": (
        ("LF_BETA_STATS", ASSETS, FACTORS, MISSING, [["cov", CellError.REF]]),
        "Settings: cov holds #REF!; correct that cell or leave it out.",
    ),
    "text for a number of lags": (
        ("LF_BETA_STATS", ASSETS, FACTORS, MISSING, "cov=hac; lags=five"),
        'Settings: lags is "five"; give a whole number of 0 or more.',
    ),
    "a negative lag": (
        ("LF_BETA_STATS", ASSETS, FACTORS, MISSING, [["cov", "hac"], ["lags", -1.0]]),
        'Settings: lags is "-1"; give a whole number of 0 or more.',
    ),
    "half a lag": (
        ("LF_PREMIA", ASSETS, FACTORS, MISSING, MISSING, "premia_cov=hac; lags=2.5"),
        'Settings: lags is "2.5"; give a whole number of 0 or more.',
    ),
    "a word for a truth value": (
        ("LF_LAMBDAS", ASSETS, FACTORS, MISSING, MISSING, "intercept=maybe"),
        'Settings: intercept is "maybe"; give yes or no (True or False).',
    ),
    "two cells for an option": (
        ("LF_ALIGN", ASSETS, FACTORS, Range([["both", "assets"]])),
        "which takes one cell; select one, or leave it out.",
    ),
    "a word for the periods": (
        ("LF_PREMIA", ASSETS, FACTORS, MISSING, MISSING, "periods_per_year=daily"),
        'Settings: periods_per_year is "daily"; give 252, 52, 12 or 4.',
    ),
    "no periods in a year": (
        ("LF_PREMIA", ASSETS, FACTORS, MISSING, MISSING, [["periods_per_year", 0.0]]),
        'Settings: periods_per_year is "0"; give 252, 52, 12 or 4.',
    ),
    "a number for an option": (
        ("LF_ALIGN", ASSETS, FACTORS, 5),
        'which is "5"; choose one of "both", "assets", "factors".',
    ),
    "a weight for an unknown asset": (
        ("LF_EXPOSURE", ASSETS, FACTORS, MISSING, [*WEIGHTS, ["TSLA", 0.1]]),
        f'Weights: "TSLA" is not a column of Assets ({", ".join(NAMES)}); correct the name, or '
        "say unmatched=drop to go on without its 10.00%.",
    ),
    "an asset without its weight": (
        ("LF_EXPOSURE", ASSETS, FACTORS, MISSING, put(WEIGHTS, 3, 1, None)),
        'Weights: "A002" has no weight; type a number, 0 for none.',
    ),
    "a word for a weight": (
        ("LF_EXPECTED", ASSETS, FACTORS, MISSING, put(WEIGHTS, 3, 1, "heavy")),
        'Weights: column "weight", A002 holds "heavy"; clear the cell or type a weight.',
    ),
    "too few weights": (
        ("LF_EXPOSURE", ASSETS, FACTORS, MISSING, [[0.5], [0.5]]),
        "Weights has 2 numbers for 8 assets; give one each, or names and weights.",
    ),
    "weights of zero": (
        ("LF_EXPOSURE", ASSETS, FACTORS, MISSING, [[name, 0.0] for name in NAMES]),
        "Weights are all zero; give at least one asset a weight.",
    ),
    "two weights for an asset": (
        ("LF_EXPOSURE", ASSETS, FACTORS, MISSING, [*WEIGHTS, ["A000", 0.1]]),
        'Weights: the name "A000" occurs in rows 2 and 10; rename one.',
    ),
    "weights in three columns": (
        ("LF_EXPOSURE", ASSETS, FACTORS, MISSING, [[*row, 1.0] for row in WEIGHTS]),
        "Weights: the block has 3 columns; select two, the asset and its weight, or write Ticker "
        "and Weight above them (or names of portfolios, above numbers only).",
    ),
    "a word for a rate": (
        ("LF_BETAS", ASSETS, FACTORS, put(RATE, 2, 1, "low")),
        'RiskFree: column "RF", 2015-01-05 holds "low"; clear the cell or type a rate.',
    ),
    "an annual rate": (
        ("LF_BETAS", ASSETS, FACTORS, 0.05),
        "RiskFree: 0.05 would be more than 1,000,000% a year as a decimal rate per day; declare "
        "what it is: risk_free_is=annual (5% a year), risk_free_is=percent (13.4% a year), "
        "risk_free_is=annual-percent (0.05% a year) or risk_free_is=period if it is so.",
    ),
    "rates of other dates": (
        ("LF_BETAS", ASSETS, FACTORS, later(RATE)),
        "The returns (2015-01-02 to 2015-03-26) and RiskFree (2024-12-30 to 2025-03-23) have no "
        "date in common; check the spans and how the dates are written.",
    ),
    "rates in three columns": (
        ("LF_BETAS", ASSETS, FACTORS, columns(FACTORS, 3)),
        "RiskFree: the block has 2 columns of numbers (F0, F1) and not one named RF; select dates "
        "and one rate, or one number.",
    ),
    "an error cell for a rate": (
        ("LF_BETAS", ASSETS, FACTORS, CellError.NA),
        "RiskFree: row 1, column 1 holds #N/A; type a rate.",
    ),
    "no rate to subtract": (
        ("LF_EXCESS", ASSETS, MISSING),
        "RiskFree: the cells are empty; select a range with dates and one rate, or one number per "
        "period.",
    ),
    "an unknown self-financing factor": (
        ("LF_BETAS", ASSETS, FACTORS, RATE, "self_financing=SMB"),
        'self_financing names "SMB", which is no factor; say "auto", "none", "all", or names '
        "out of F0, F1, F2.",
    ),
    "a price of zero": (
        ("LF_RETURNS", [["date", "A"], [day(2024, 1, 1), 100.0], [day(2024, 1, 2), 0.0]]),
        'Prices: column "A", 2024-01-02 holds 0; a price must be above zero; correct it.',
    ),
    "returns for prices": (
        ("LF_RETURNS", ASSETS),
        'Prices: column "A004", 2015-01-02 holds -0.00153994 (the first of 245 such cells); '
        "a price must be above zero; correct it, or take the table as it is if these are returns.",
    ),
    "one price": (
        ("LF_RETURNS", [["date", "A"], [day(2024, 1, 1), 100.0]]),
        "Prices has one date only; a return needs two.",
    ),
    "a window longer than the span": (
        ("LF_ROLLING", ASSETS, FACTORS, MISSING, MISSING, MISSING, "window=500"),
        "window is 500 dates, but with 3 factors and 60 common dates it must have 5 to 60; change "
        "it or add dates.",
    ),
    "the style of a fund with too few dates": (
        ("LF_STYLE", ASSETS[:4], FACTORS),
        'Assets: column "A000" has 3 returns on the dates of Factors, but the weights of 3 styles '
        "need at least 4; add dates, use fewer factors, or remove the column.",
    ),
    "a shock to an unknown factor": (
        ("LF_STRESS", ASSETS, FACTORS, [["Oil", -0.1]]),
        'shocks names "Oil", which is no factor; give names out of F0, F1, F2.',
    ),
    "a market that is no factor": (
        ("LF_NET", FACTORS, "Oil"),
        'market: Factors has no column "Oil"; its columns are F0, F1, F2.',
    ),
    "no shocks": (
        ("LF_STRESS", ASSETS, FACTORS, MISSING),
        "Shocks: the cells are empty; select a range with a name and a shock in each row, or a "
        "column for each scenario.",
    ),
    "a target for an unknown factor": (
        ("LF_HEDGE", ASSETS, FACTORS, MISSING, MISSING, [["Oil", 0.0]]),
        'targets names "Oil", which is no factor; give names out of F0, F1, F2.',
    ),
    "a span that ends before it begins": (
        (
            "LF_ATTRIBUTION",
            *(ASSETS, FACTORS, MISSING, MISSING, MISSING),
            [["span_start", day(2015, 3, 2)], ["span_end", day(2015, 2, 2)]],
        ),
        "The span begins on 2015-03-02, after its end on 2015-02-02; exchange the dates.",
    ),
    "a word for a first date": (
        ("LF_ATTRIBUTION", ASSETS, FACTORS, MISSING, MISSING, MISSING, "span_start=spring"),
        'Settings: span_start is "spring"; give a date, such as 2023-05-04, or a month, such as '
        "2023-05.",
    ),
    "a holding without a price": (
        ("LF_WEIGHTS", [["A000", 1.0], ["TSLA", 2.0]], [["A000", 10.0]]),
        'Prices: there is none for "TSLA"; add it, or remove it from Holdings.',
    ),
    "a new factor that is an old one": (
        ("LF_SPAN", columns(FACTORS, 2), FACTORS),
        '"F0" is both a new and an old factor; rename one, or take it out of one.',
    ),
    "an unknown way to split the risk": (
        ("LF_RISK", ASSETS, FACTORS, MISSING, MISSING, MISSING, "sectors"),
        'show is "sectors"; choose one of "factors", "assets"; the nearest is "factors".',
    ),
    "the settings of an unknown function": (
        ("LF_SETTINGS", "LF_BETA"),
        'There is no function "LF_BETA"; =LF_HELP() lists them.',
    ),
    "help for a word that stands nowhere": (
        ("LF_HELP", "VLOOKUP"),
        'No function or setting has "VLOOKUP" in its name or help; =LF_HELP() and =LF_SETTINGS() '
        "list them all.",
    ),
    "the sentence of another formula": (
        ("LF_BETAS", "#LF! Prices: the cause.", FACTORS),
        "Prices: the cause.",
    ),
}


@pytest.fixture(scope="module")
def good():
    """Give the numbers that a formula without a mistake must show."""
    return EXPECTED["LF_BETAS"](*RETURNS[:2])


@pytest.fixture(scope="module")
def server(com):
    """Give the process that must survive the whole table."""
    com.call("LF_VERSION")
    return com.server().pid


@pytest.mark.parametrize(("formula", "sentence"), BAD.values(), ids=BAD)
def test_a_mistake_is_one_sentence_in_the_cell(com, server, good, formula, sentence):
    found = com.call(*formula)
    assert found == f"#LF! {sentence}"
    assert not FORBIDDEN.search(found)
    table = com.call("LF_BETAS", ASSETS, FACTORS)
    assert [row[0] for row in table] == [row[0] for row in good]
    for one, other in zip(table[1:], good[1:], strict=True):
        assert one[1:] == pytest.approx(other[1:], rel=1e-12, abs=0)
    assert com.server().pid == server


def test_the_table_is_long_enough():
    assert len(BAD) >= 40
    assert len({sentence for _, sentence in BAD.values()}) >= 40


def test_nothing_of_this_was_unexpected(com, server):  # noqa: ARG001 - after the table
    assert com.call("LF_LAST_ERROR") == "No unexpected error since Python was started."
