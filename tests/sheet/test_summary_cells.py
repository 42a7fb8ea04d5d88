"""What LF_SUMMARY spills: tables, sentences that fit into a cell, and columns for charts."""

from __future__ import annotations

import numpy as np
import pytest
from panels import random_panel

from labfolio_xl.models import attribution, betas, expected, exposure, fama_macbeth, risk
from labfolio_xl.models.summary import MOST_FACTORS
from labfolio_xl.plan.analysis import analyse
from labfolio_xl.plan.colors import MOST_COLORED
from labfolio_xl.plan.formulas import Formula
from labfolio_xl.plan.inputs import Inputs, sample_inputs
from labfolio_xl.sheet.summary_charts import BARS, PREMIA, SHARES, STEPS

LONGEST = 255


@pytest.fixture(scope="module")
def analysis():
    return analyse(sample_inputs())


def answer(analysis, show="factors"):
    return Formula("LF_SUMMARY", {"show": show}).answer(analysis)


def columns(rows):
    return {name: [row[k] for row in rows[1:]] for k, name in enumerate(rows[0])}


def numbers(cells):
    return [cell or 0.0 for cell in cells]


def test_each_part_is_estimated_once_within_an_analysis(analysis, monkeypatch):
    """The other cells have asked before; the summary asks nothing anew."""
    for name in ("LF_RISK", "LF_ATTRIBUTION"):
        Formula(name).answer(analysis)

    def refuse(*_, **__):
        pytest.fail("estimated a second time")

    for module in (attribution, betas, expected, exposure, fama_macbeth, risk):
        monkeypatch.setattr(module, "prepare", refuse)
    assert len(answer(analysis)) == 1 + 6 + 3


def test_texts_fit_into_an_array_of_every_excel(analysis):
    rows = answer(analysis, "words")
    assert [row[0] for row in rows[1:5]] == ["Exposure", "Risk", "Return", "Data"]
    assert max(len(cell) for row in rows for cell in row if isinstance(cell, str)) <= LONGEST


def test_bars_are_filled_where_an_exposure_differs_from_zero(analysis):
    chart, table = columns(answer(analysis, "charts")), columns(answer(analysis))
    n_factors = 6
    wanted = [word == "yes" for word in table["differs from zero"][:n_factors]]
    assert [cell != "" for cell in chart[BARS[1]][:n_factors]] == wanted
    assert [cell == "" for cell in chart[BARS[2]][:n_factors]] == wanted
    assert chart[BARS[0]][0] == "SP500  0.45"
    ends = zip(chart[BARS[3]], chart[BARS[5]], chart[BARS[4]], strict=True)
    assert all(low + length == pytest.approx(high) for low, length, high in list(ends)[:n_factors])


def test_the_steps_of_the_waterfall_lead_from_zero_to_the_mean_return(analysis):
    chart, table = columns(answer(analysis, "charts")), columns(answer(analysis))
    parts = [chart[name] for name in STEPS]
    end = table["return a year"][-1]
    total = [cell for cell in parts[-1] if cell != ""]
    assert total == [pytest.approx(end)]
    # Each step touches the level that the one before has reached.
    level = 0.0
    for label, hidden, up, up_below, down, down_below, _ in zip(*parts, strict=True):
        if label.startswith("Portfolio"):
            break
        shown = [*numbers([up, up_below]), *numbers([down, down_below])]
        above, below = shown[0] + shown[2], shown[1] + shown[3]
        high, low = max(hidden, 0.0) + above, min(hidden, 0.0) + below
        low = hidden if hidden > 0.0 else low
        high = hidden if hidden < 0.0 else high
        rises = shown[0] + abs(shown[1]) > 0.0
        assert (low if rises else high) == pytest.approx(level, abs=1e-12), label
        level = high if rises else low
    assert level == pytest.approx(end, abs=1e-12)


def test_below_each_premium_stands_what_the_factor_earned(analysis):
    chart, table = columns(answer(analysis, "charts")), columns(answer(analysis))
    assert [bool(cell != "") for cell in chart[PREMIA[6]][:12]] == [False, True] * 6
    assert chart[PREMIA[6]][1:12:2] == pytest.approx(table["own mean a year"][:6])


@pytest.mark.parametrize(("n_assets", "n_factors"), [(1, 1), (30, 6), (60, 23)])
def test_shares_have_a_row_each_whatever_the_number_of_factors(n_assets, n_factors):
    """So that each keeps its colour; all together are the whole variance."""
    assets, factors = random_panel(200, n_assets, n_factors)
    chart = columns(answer(analyse(Inputs(assets, factors)), "charts"))
    ranks = [cell for cell in chart[SHARES[0]] if cell != ""]
    assert ranks == [*range(1, MOST_FACTORS + 1), "other", "specific"]
    assert sum(numbers(chart[SHARES[2]])) == pytest.approx(1.0)
    sizes = np.abs([cell for cell in chart[SHARES[2]][:MOST_FACTORS] if cell != ""])
    assert (np.diff(sizes) <= 0.0).all()
    assert len([cell for cell in chart[BARS[0]] if cell != ""]) == min(n_factors, 10)


def test_a_share_with_a_colour_of_its_own_has_a_row_of_its_own():
    assert MOST_FACTORS == MOST_COLORED


def test_a_text_of_settings_may_name_what_only_one_part_uses(analysis):
    inputs = analysis.inputs
    rows = Formula("LF_SUMMARY").entry.answer(
        assets=analysis.on_sheets, factors=None, risk_free=None, weights=inputs.weights
    )
    assert rows[0][0] == "factor"
    said = Formula("LF_SUMMARY").entry.call(
        *[[["date", "A"], ["2021-01-04", 0.1]]] * 2, None, None, None, None, "estimator=gmm"
    )
    assert "does not use estimator" in said[0][0]
