"""What the premia say that an asset should earn, beside what it earned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Unpack

import numpy as np
import pandas as pd

from labfolio_xl.core import cross_section as cross
from labfolio_xl.core import factor_model as two_pass
from labfolio_xl.core.qr import Array, design, factorise
from labfolio_xl.models.fama_macbeth import first_pass, second_pass
from labfolio_xl.models.lambdas import Lambdas
from labfolio_xl.models.premia import RiskPremia
from labfolio_xl.models.shared.holding import PORTFOLIO, weights_now
from labfolio_xl.models.shared.inference import FloatSeries, Inference
from labfolio_xl.options import check_flag
from labfolio_xl.returns.aligned import Table, TableOrAligned
from labfolio_xl.returns.data_options import PortfolioOptions
from labfolio_xl.returns.dates.used import OnDates, UsedDates
from labfolio_xl.returns.panel import Panel, prepare
from labfolio_xl.returns.tables.checked import RiskFree
from labfolio_xl.returns.weights.judgement import Weights

__all__ = ["ExpectedReturns", "expected_returns"]


@dataclass(frozen=True, slots=True)
class ExpectedReturns(OnDates):
    """What the premia say an asset should earn, beside what it earned.

    Attributes
    ----------
    by_asset : DataFrame
        Columns expected, realised, pricing_error; decimal per period. What was realised is a
        mean over the dates of the premia that the asset has, ``n_obs`` of them.
    portfolio : Series
        The same for the weighted portfolio.
    std_errors : Series by asset
        Of the expected returns; they carry the uncertainty of premia and betas.
    portfolio_std_error : float
        The same of the portfolio.
    premia : Series by factor
    weights : Series by asset
    dates : UsedDates
        Those of the premia, over which returns and premia are averaged.
    periods_per_year : float or None
    inference : Inference
        Of the errors, on the dates that all assets have.
    """

    by_asset: pd.DataFrame
    portfolio: FloatSeries
    std_errors: FloatSeries
    portfolio_std_error: float
    premia: FloatSeries
    weights: FloatSeries
    dates: UsedDates
    periods_per_year: float | None
    inference: Inference

    def to_frame(self) -> pd.DataFrame:
        """One row for each asset and a last one for the portfolio; s.e. of what is expected."""
        # The row is appended and not set by its name, because an asset may be called Portfolio.
        table = pd.concat([self.by_asset, self.portfolio.to_frame(PORTFOLIO).T])
        table["std_error"] = [*self.std_errors, self.portfolio_std_error]
        table["n_obs"] = table.pop("n_obs").astype(int)
        if self.periods_per_year is not None:
            table["expected_annual"] = table["expected"] * self.periods_per_year
            table["realised_annual"] = table["realised"] * self.periods_per_year
        return table.rename_axis("asset")


def expected_returns(
    assets: TableOrAligned,
    factors: Table | None,
    risk_free: RiskFree = None,
    weights: Weights = None,
    *,
    intercept: bool = False,
    periods_per_year: float | None = None,
    **data: Unpack[PortfolioOptions],
) -> ExpectedReturns:
    r"""What the premia say each asset and the portfolio should earn, beside what they earned.

    :math:`E[r_i] = [\lambda_0 +] \sum_k \lambda_k \beta_{ik}` with the mean premia of
    :func:`estimate_lambdas`; the pricing error is the mean return less this.

    Parameters
    ----------
    assets, factors, risk_free, weights, **data
        See :mod:`labfolio_xl.models`.
    intercept : bool
        Estimate the zero-beta rate and include it.
    periods_per_year : float, optional
        Adds annual columns to the table (252, 52, 12 or 4; not compounded).

    Returns
    -------
    ExpectedReturns
        Expected returns have standard errors that carry the uncertainty of premia and
        betas, from the influence functions of the two-pass estimator on the dates that all
        assets have; NaN if those are too few.

    Raises
    ------
    InputError, MissingDataError, EstimationError
        As :func:`estimate_lambdas` and :func:`exposure` do.

    Notes
    -----
    All returns are in excess of the risk-free rate, if one was given. The mean of a short span says
    little: look at the standard error first. It is on the safe side: in simulated panels of 60
    periods it is 1.2 times the true one for an asset, 1.1 times for the portfolio, because the
    noise of estimated premia and pricing errors counts too.

    The mean return is over the ``n_obs`` periods that have premia and a return of the asset; where
    these are few, the pricing error compares the mean of few periods with premia of all. The row
    of the portfolio is the weighted sum of the rows of the assets that it holds, and its ``n_obs``
    is the smallest of theirs.

    Examples
    --------
    >>> from labfolio_xl.samples import load_sample
    >>> assets, factors, _ = load_sample()
    >>> table = expected_returns(assets, factors, periods_per_year=252).to_frame()
    >>> table.loc["Portfolio", ["expected_annual", "realised_annual"]].round(4).to_dict()
    {'expected_annual': 0.0255, 'realised_annual': 0.0422}
    """
    intercept = check_flag(intercept, "intercept")
    panel = prepare(assets, factors, risk_free, **data)
    held, said = weights_now(panel, weights)
    betas = first_pass(panel)
    lambdas = second_pass(panel, betas, intercept=intercept)
    premia = lambdas.premia(periods_per_year=periods_per_year)
    exposures = cross.with_zero_beta(betas) if intercept else betas
    by_asset = _by_asset(panel, lambdas, exposures, premia)
    # Only held assets are summed: one that is not held may have no mean, and zero times NaN is NaN.
    of_held = by_asset[held != 0.0]
    row = of_held.mul(held[held != 0.0], axis=0).sum(skipna=False)
    row["n_obs"] = of_held["n_obs"].min()
    errors, portfolio_error, complete = _expected_errors(panel, held, intercept=intercept)
    return ExpectedReturns(
        by_asset=by_asset,
        portfolio=row,
        std_errors=pd.Series(errors, index=panel.assets, name="std_error"),
        portfolio_std_error=portfolio_error,
        premia=premia.premia,
        weights=pd.Series(held, index=panel.assets, name="weight"),
        dates=premia.dates,
        periods_per_year=periods_per_year,
        inference=Inference(
            "robust",
            (),
            "over T (T - K - 1), premia and betas",
            "normal",
            replace(complete, weights=said),
            lambdas.caution,
        ),
    )


def _by_asset(panel: Panel, lambdas: Lambdas, exposures: Array, premia: RiskPremia) -> pd.DataFrame:
    """Expected and realised return of each asset over the same periods."""
    with_premia = lambdas.by_period.notna().all(axis=1).to_numpy()
    returns = pd.DataFrame(panel.returns[with_premia], columns=panel.assets)
    table = pd.DataFrame({"expected": exposures @ premia.premia.to_numpy()}, index=panel.assets)
    table["realised"] = returns.mean()  # missing for an asset without a return in any of them
    table["pricing_error"] = table["realised"] - table["expected"]
    table["n_obs"] = returns.count()
    return table


def _expected_errors(
    panel: Panel, weights: Array, *, intercept: bool
) -> tuple[Array, float, UsedDates]:
    """Errors of the expected returns, of assets and portfolio, and the dates behind them."""
    absent = np.isnan(panel.returns)
    rows = ~absent.any(axis=1)
    n_obs, factors = int(rows.sum()), panel.factors[rows]
    if n_obs <= factors.shape[1] + 1 or factorise(design(factors)).dependent:
        return np.full(len(panel.assets), np.nan), float("nan"), panel.used
    used = panel.used if rows.all() else UsedDates.with_all(panel.dates, absent, panel.assets)
    returns = panel.returns if rows.all() else panel.returns[rows]
    each, portfolio = two_pass.expected_return_variances(
        returns, factors, weights, intercept=intercept
    )
    return np.sqrt(each), float(np.sqrt(portfolio)), used
