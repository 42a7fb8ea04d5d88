"""Results of the cross-sectional pass: premia by period, their means, expected returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from labfolio_xl.core import cross_section
from labfolio_xl.errors import EstimationError
from labfolio_xl.options import check_count, check_option, check_periods_per_year
from labfolio_xl.results.inference import (
    Counted,
    FactorEstimates,
    FloatSeries,
    Inference,
    IntSeries,
    reading,
)
from labfolio_xl.results.risk import PORTFOLIO
from labfolio_xl.returns.dates.used import OnDates, UsedDates
from labfolio_xl.returns.findings import Doubts, Findings
from labfolio_xl.returns.frequency.detection import Frequency
from labfolio_xl.returns.frequency.detection import check_periods_per_year as doubt_periods_per_year
from labfolio_xl.returns.names.terms import ZERO_BETA

__all__ = ["ExpectedReturns", "Lambdas", "PremiaCov", "RiskPremia"]

PremiaCov = Literal["fm", "hac", "shanken"]


@dataclass(frozen=True, slots=True)
class RiskPremia(FactorEstimates, Counted):
    """Means of the premia over time, with their errors.

    Attributes
    ----------
    premia, std_errors : Series by factor
        Decimal per period; the zero-beta rate first, if it was estimated.
    inference : Inference
        Its dates are the periods in the mean.
    periods_per_year : float or None
    """

    premia: FloatSeries
    std_errors: FloatSeries
    inference: Inference
    periods_per_year: float | None = None

    @property
    def estimates(self) -> FloatSeries:
        """The premia, by factor."""
        return self.premia

    @property
    def df(self) -> float:
        """Periods less one."""
        return self.n_obs - 1

    @property
    def annual(self) -> FloatSeries | None:
        """Premium times periods per year (not compounded); None if those were not given."""
        if self.periods_per_year is None:
            return None
        return (self.premia * self.periods_per_year).rename("premium_annual")

    @property
    def readings(self) -> pd.Series[str]:
        """Each premium in words."""
        words = [reading(m, p) for m, p in zip(self.premia, self.pvalues, strict=True)]
        return pd.Series(words, index=self.premia.index, name="reading")

    def to_frame(self, level: float = 0.95, *, sort: bool = False) -> pd.DataFrame:
        """One row for each factor: premium, s.e., t, p, low, high, annual, reading."""
        table = pd.DataFrame({"premium": self.premia, "std_error": self.std_errors})
        table["t"], table["p"] = self.tstats, self.pvalues
        table = table.join(self.conf_int(level))
        if self.annual is not None:
            table["premium_annual"] = self.annual
        table["reading"] = self.readings
        table.index.name = "factor"
        return table.sort_values("premium") if sort else table


@dataclass(frozen=True, slots=True)
class Lambdas:
    """Cross-sectional regressions, one for each period.

    Attributes
    ----------
    by_period : DataFrame, dates x factors
        lambda_t; the zero-beta rate first, if it was estimated. NaN in a period that has
        too few assets.
    exposures : DataFrame, assets x factors, or None
        What the returns were regressed on; None when it changes over time.
    factors : DataFrame, dates x factors, or None
        Factor returns on the same dates, which Shanken's correction needs; None when the
        exposures were given.
    n_assets : Series by date
        Assets in each cross-section.
    frequency : Frequency or None
        How often the periods come; None where that is not known.
    doubts : {"warn", "refuse", "list"}
        Whether annual premia of another frequency are warned of.
    """

    by_period: pd.DataFrame
    exposures: pd.DataFrame | None
    factors: pd.DataFrame | None
    n_assets: IntSeries
    frequency: Frequency | None = None
    doubts: Doubts = "warn"

    @property
    def dates(self) -> UsedDates:
        """The periods that have a premium, out of all; there is at least one."""
        return UsedDates.of(self.by_period.dropna().index, len(self.by_period))

    @property
    def intercept(self) -> bool:
        """Whether the zero-beta rate was estimated."""
        return bool(self.by_period.columns[0] == ZERO_BETA)

    def premia(
        self,
        cov: PremiaCov = "fm",
        lags: int | None = None,
        periods_per_year: float | None = None,
    ) -> RiskPremia:
        """Means over time with standard errors.

        Parameters
        ----------
        cov : {"fm", "hac", "shanken"}
            Fama and MacBeth (1973); Newey and West (1987); Shanken (1992), which allows for
            the betas being estimated.
        lags : int, optional
            Bartlett lags of "hac"; the automatic number of Newey and West (1994) for each
            premium if not given.
        periods_per_year : float, optional
            Adds the annual premium (252, 52, 12 or 4).

        Raises
        ------
        InputError
            Unknown ``cov``, negative lags, periods per year not above zero.
        EstimationError
            Fewer than two periods, or "shanken" without the factor returns behind the betas.

        Notes
        -----
        Periods that could not be estimated (NaN) are left out of the mean.
        """
        kind = check_option(cov, PremiaCov, "cov")
        lags = None if lags is None else check_count(lags, "lags")
        annual = check_periods_per_year(periods_per_year)
        findings = Findings(self.doubts)
        doubt_periods_per_year(annual, self.frequency, findings)
        findings.issue_warnings()
        known = self.by_period.dropna()
        if len(known) < 2:  # noqa: PLR2004 - a variance needs two
            raise EstimationError(
                f"{len(known) or 'No'} period has a cross-section; a mean with a standard error "
                "needs two."
            )
        covariance, used, rule = self._covariance(known, kind, lags)
        names = known.columns
        return RiskPremia(
            premia=known.mean().rename("premium"),
            std_errors=pd.Series(
                np.sqrt(np.maximum(covariance.diagonal(), 0.0)), index=names, name="std_error"
            ),
            inference=Inference(kind, used, rule, f"t({len(known) - 1})", self.dates),
            periods_per_year=annual,
        )

    def _covariance(
        self, known: pd.DataFrame, kind: str, lags: int | None
    ) -> tuple[np.ndarray, tuple[int, ...], str]:
        values = known.to_numpy()
        if kind == "fm":
            return cross_section.fama_macbeth(values), (), "divisor T - 1"
        if kind == "hac":
            covariance, used = cross_section.newey_west(values, lags)
            return covariance, tuple(int(lag) for lag in used), "no small-sample factor"
        if self.factors is None:
            raise EstimationError(
                'cov "shanken" corrects for betas estimated over the whole span; with given or '
                'rolling exposures use "fm" or "hac".'
            )
        factors = self.factors.loc[known.index].to_numpy()
        return cross_section.shanken(values, factors), (), "divisor T - 1"

    def compare(
        self, lags: int | None = None, periods_per_year: float | None = None
    ) -> pd.DataFrame:
        """The premia with every kind of standard error side by side.

        Parameters
        ----------
        lags, periods_per_year
            As in :meth:`premia`.

        Returns
        -------
        DataFrame
            One row for each factor: premium, then s.e., t and p of each kind ("shanken" only
            with the factor returns behind the betas), then the annual premium.
        """
        kinds: list[PremiaCov] = (
            ["fm", "hac"] if self.factors is None else list(get_args(PremiaCov))
        )
        # Periods in a year are doubted once, however many kinds there are.
        results = {
            kind: self.premia(kind, lags, periods_per_year if kind == "fm" else None)
            for kind in kinds
        }
        table = results["fm"].premia.to_frame("premium")
        for kind, result in results.items():
            table[f"std_error_{kind}"] = result.std_errors
            table[f"t_{kind}"], table[f"p_{kind}"] = result.tstats, result.pvalues
        if periods_per_year is not None:
            table["premium_annual"] = results["fm"].annual
        return table.rename_axis("factor")

    def to_frame(self, *, cumulative: bool = False) -> pd.DataFrame:
        """lambda_t by period, or their running sum, which passes over periods without one."""
        return self.by_period.cumsum() if cumulative else self.by_period


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
        # Added below, not set by name: an asset may be called Portfolio too.
        table = pd.concat([self.by_asset, self.portfolio.to_frame(PORTFOLIO).T])
        table["std_error"] = [*self.std_errors, self.portfolio_std_error]
        table["n_obs"] = table.pop("n_obs").astype(int)
        if self.periods_per_year is not None:
            table["expected_annual"] = table["expected"] * self.periods_per_year
            table["realised_annual"] = table["realised"] * self.periods_per_year
        table.index.name = "asset"
        return table
