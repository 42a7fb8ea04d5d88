"""What the workbook shows is what "Check numbers" compares, or it is said here why not.

Each table of the workbook stands in one of two lists. A table that is compared is taken at its
word: its numbers are looked for among those that the check lays beside statsmodels and
linearmodels, on the same data.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest

from labfolio_xl import reference
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.contents import CONTENTS, ContentsTable, SheetContents
from labfolio_xl.plan.inputs import sample_inputs
from labfolio_xl.plan.layout import blocks
from labfolio_xl.sheet.shown import ShownTable

# Two functions that ask for the same estimate may add in another order.
RELATIVE = 1e-9

INTERVAL = "the part less and plus its error, which is compared, times a quantile"
ANNUAL = "the number per period, times the periods of a year or their root"


@dataclass(frozen=True)
class Compared:
    """A table that is compared.

    Attributes
    ----------
    row : str or tuple of str
        The table, or the tables, in the answer of the check.
    columns, labels : dict
        The columns, and the rows by their label, that are not compared, each with the reason.
    """

    row: str | tuple[str, ...]
    columns: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


COMPARED = {
    "exposure": Compared("Exposure (hc3)"),
    "betas": Compared("Betas (hc3)"),
    "beta_stats": Compared("Betas (hc3)"),
    "lambdas": Compared("Lambdas"),
    "premia": Compared("Premia (robust)", {"annual premium": ANNUAL, "annual s.e.": ANNUAL}),
    "premia_test": Compared("Joint test"),
    "premia_kinds": Compared(
        ("Premia (robust)", "Premia (fm)", "Premia (hac)", "Premia (shanken)")
    ),
    "model": Compared(
        "Model header (robust, J projected)",
        labels={"P-value": "that of the scaled form of J, which is compared; tests hold it to it"},
    ),
    "model_premia": Compared("Model premia (robust)"),
    "model_params": Compared("Model params (robust)"),
    "expected": Compared(
        "Expected",
        {"annual expected": ANNUAL, "annual realised": ANNUAL, "dates": "a count of dates"},
    ),
    "risk": Compared(
        "Risk",
        {"annual volatility": ANNUAL},
        {"Portfolio": "the sum of the rows above; the tests of the risk add them up"},
    ),
    "attribution": Compared(
        "Attribution",
        {
            "exposure": "compared as the exposure of the portfolio",
            "low": INTERVAL,
            "high": INTERVAL,
        },
        {
            "rest": "what the parts leave of the return; the tests of the attribution add them up",
            "Portfolio": "the realised return, for which no regression is needed",
        },
    ),
    "rolling": Compared("Rolling"),
    "grs": Compared(
        "GRS",
        labels={
            "J (robust)": "the tests take it from linearmodels' model of traded factors",
            "J (robust) as chi2": "the same",
            "mean absolute alpha": "a mean of alphas, which are compared as betas",
            "Sharpe ratio, factors": "a part of GRS: its formula in the tests is that of the paper",
            "Sharpe ratio, factors and assets": "the same",
        },
    ),
    "residual_tests": Compared("Residual tests"),
}

NOT_COMPARED = {
    "mean_betas": "means and spreads of betas, which are compared",
    "cumulative": "the running sum of the premia of each period, which are compared",
    "risk_assets": "neither package splits a variance by asset; the tests hold its sum to that of "
    "the risk by factor, and its marginals to numerical slopes",
    "findings": "the tests by asset are compared; statsmodels has no joint test of betas or rank",
    "residual_correlations": "the tests take them from numpy; neither package has a table of them",
    **dict.fromkeys(
        ("performance", "growth", "drawdowns", "falls"),
        "no regression is needed; the tests hold them to empyrical and PerformanceAnalytics",
    ),
    **dict.fromkeys(
        ("active", "active_factors", "active_assets"),
        "the tests hold them to regressions of the active return by statsmodels, and to sums",
    ),
    "tail": "mean and parts of the risk, which are compared, times a quantile of the normal",
    "check": "counts of the data, no estimate",
    **dict.fromkeys(
        ("summary_factors", "summary_words", "summary_charts", "summary_holdings"),
        "numbers of the other tables, which are compared, a year and in short",
    ),
}


def unaccounted(contents: tuple[SheetContents, ...]) -> set[str]:
    """Return the keys of tables that stand in neither list."""
    keys = {table.key for page in contents for stack in page.stacks for table in stack}
    return keys - set(COMPARED) - set(NOT_COMPARED)


def test_every_table_is_compared_or_has_a_reason():
    assert unaccounted(CONTENTS) == set()
    keys = [table.key for page in CONTENTS for stack in page.stacks for table in stack]
    assert sorted([*COMPARED, *NOT_COMPARED]) == sorted(keys)  # in one list, and still shown


def test_a_new_table_in_neither_list_would_be_found():
    (risk,) = [page for page in CONTENTS if page.sheet == "Risk"]
    shown = ShownTable("sharpe", "Sharpe ratios", risk.about, "return")
    new = SheetContents(risk.about, ((ContentsTable(shown, "LF_RISK"),),))
    assert unaccounted((*CONTENTS, new)) == {"sharpe"}


@pytest.fixture(scope="module")
def shown():
    """The tables of the sample's workbook, by key."""
    return {block.key: block for block in blocks(analyse(sample_inputs()))}


@pytest.fixture(scope="module")
def compared():
    """The numbers that the check lays beside others for the same data, by its tables."""
    module = sys.modules[reference.compare.__module__]
    own, pairs = module.difference, []

    def recorded(ours, theirs):
        pairs.append(ours[[name for name in theirs.columns if name in ours.columns]])
        return own(ours, theirs)

    inputs = sample_inputs()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "difference", recorded)
        table = reference.compare(
            inputs.assets,
            inputs.factors,
            inputs.risk_free,
            inputs.weights,
            **inputs.settings.portfolio,
        )
    return {
        name: pd.to_numeric(pd.Series(ours.reset_index().to_numpy().ravel()), errors="coerce")
        for name, ours in zip(table["table"], pairs, strict=True)
    }


def numbers(block, less: Compared):
    """Give column, label and number of each cell that has to be compared."""
    header, *rows = block.cells
    for row in rows:
        for name, cell in zip(header, row, strict=True):
            is_number = isinstance(cell, float | int) and not isinstance(cell, bool)
            if is_number and name not in less.columns and row[0] not in less.labels:
                yield name, row[0], cell


@pytest.mark.parametrize("key", COMPARED)
def test_the_numbers_of_a_compared_table_are_those_that_the_check_compares(shown, compared, key):
    less = COMPARED[key]
    asked = list(numbers(shown[key], less))
    assert asked
    names = (less.row,) if isinstance(less.row, str) else less.row
    values = np.sort(pd.concat([compared[name] for name in names]).dropna().to_numpy(float))
    found = np.array([number for *_, number in asked], float)
    place = np.searchsorted(values, found).clip(1, len(values) - 1)
    nearest = np.minimum(abs(values[place] - found), abs(values[place - 1] - found))
    others = [
        cell for cell, far in zip(asked, nearest, strict=True) if far > RELATIVE * abs(cell[2])
    ]
    assert others == []


@pytest.mark.parametrize("key", COMPARED)
def test_what_is_left_out_of_a_compared_table_is_there(shown, key):
    header, *rows = shown[key].cells
    assert set(COMPARED[key].columns) <= set(header)
    assert set(COMPARED[key].labels) <= {row[0] for row in rows}
