"""Premia of the factors period by period, and their means over time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from labfolio_xl.core import cross_section as cross
from labfolio_xl.errors import EstimationError
from labfolio_xl.models.premia import RiskPremia, bootstrap_premia, mean_premia
from labfolio_xl.models.shared.bootstrap import DEFAULT_RESAMPLES, resampling
from labfolio_xl.models.shared.inference import IntSeries
from labfolio_xl.models.shared.passes import Passes
from labfolio_xl.models.shared.time_series_errors import check_lags
from labfolio_xl.options import check_option, check_periods_per_year
from labfolio_xl.options.words import DEFAULT_PREMIA_COV, PremiaCov
from labfolio_xl.returns.dates.used import UsedDates
from labfolio_xl.returns.findings import Doubts, Findings
from labfolio_xl.returns.frequency.detection import Frequency
from labfolio_xl.returns.frequency.detection import check_periods_per_year as doubt_periods_per_year
from labfolio_xl.returns.names.terms import ZERO_BETA
from labfolio_xl.returns.panel import Panel

__all__ = ["Lambdas"]


@dataclass(frozen=True)  # without slots, which leave no place for what is computed once
class Lambdas:
    """Cross-sectional regressions, one for each period.

    Attributes
    ----------
    by_period : DataFrame, dates x factors
        lambda_t; the zero-beta rate first, if it was estimated. NaN in a period that has
        too few assets.
    exposures : DataFrame, assets x factors, or None
        What the returns were regressed on; None when it changes over time.
    n_assets : Series by date
        Assets in each cross-section.
    frequency : Frequency or None
        How often the periods come; None where that is not known.
    doubts : {"warn", "refuse", "list"}
        Whether annual premia of another frequency are warned of.
    panel : Panel or None
        The returns from which the betas of the whole span were estimated, for errors that
        count the uncertainty of the betas; None when the exposures were given or are rolling.
    caution : str
        A reason to doubt the zero-beta rate; "" if there is none.
    """

    by_period: pd.DataFrame
    exposures: pd.DataFrame | None
    n_assets: IntSeries
    frequency: Frequency | None = None
    doubts: Doubts = "warn"
    panel: Panel | None = field(default=None, repr=False)
    caution: str = ""

    @property
    def factors(self) -> pd.DataFrame | None:
        """Factor returns on the same dates; None when the exposures were given or are rolling."""
        return None if self.panel is None else self.panel.aligned.factors

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
        cov: PremiaCov = DEFAULT_PREMIA_COV,
        lags: int | None = None,
        periods_per_year: float | None = None,
        *,
        resamples: int = DEFAULT_RESAMPLES,
        block: float | None = None,
        seed: int = 0,
    ) -> RiskPremia:
        """Means over time with standard errors.

        Parameters
        ----------
        cov : {"robust", "fm", "hac", "shanken", "bootstrap"}
            Kan, Robotti and Shanken (2013), which allows for the betas being estimated and for
            factors that leave pricing errors; Fama and MacBeth (1973); Newey and West (1987);
            Shanken (1992), which allows for the estimated betas of a model that is right; or the
            stationary bootstrap of Politis and Romano (1994) through both passes, which assumes
            no distribution. With given or rolling exposures "robust" is "fm", as the inference
            then says.
        lags : int, optional
            Bartlett lags of "hac", fewer than the periods; the automatic number for each premium
            if not given, as in :func:`estimate_betas`.
        periods_per_year : float, optional
            Adds the annual premium and its standard error (252, 52, 12 or 4).
        resamples : int
            Of "bootstrap": how often the dates are drawn again, 100 to 100,000; 1000 is usual
            for intervals of 95%.
        block : float, optional
            Of "bootstrap": the mean length of the blocks of dates in periods, at least 1. None
            takes the automatic length of Politis and White (2004), the longest that one of the
            premia by period needs.
        seed : int
            Of "bootstrap": the same seed gives the same draws.

        Raises
        ------
        InputError
            Unknown ``cov``, negative lags, periods per year not above zero, too few resamples,
            a block below one.
        EstimationError
            Fewer than two periods; "shanken" or "bootstrap" where the betas were not estimated
            over the whole span; more than a tenth of the resamples cannot be estimated.

        Notes
        -----
        Periods that could not be estimated (NaN) are left out of the mean. The premia are the
        same for every kind of errors but "bootstrap", which uses only
        the dates on which every asset has a return, for the mean too, and leaves out assets that
        never move. Its intervals are percentiles of the draws and do not correct the bias
        towards zero that estimated betas bring; ``.bias`` shows its size. Its p-values come from
        the same draws, so that they agree with the intervals.
        """
        kind: PremiaCov = check_option(cov, PremiaCov, "cov")  # type: ignore[assignment]
        lags, options = check_lags(lags), resampling(resamples, block, seed)
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
        if kind == "bootstrap":
            premia = bootstrap_premia(self.panel, options, intercept=self.intercept)
        else:
            premia = mean_premia(self._passes, kind, lags)
        inference = replace(premia.inference, caution=self.caution)
        return replace(premia, periods_per_year=annual, inference=inference)

    @cached_property
    def _passes(self) -> Passes:
        """Both passes as the errors of the means take them; all kinds of errors share them."""
        exposures = None
        if self.panel is not None and self.exposures is not None:
            exposures = self.exposures.to_numpy()
            exposures = cross.with_zero_beta(exposures) if self.intercept else exposures
        return Passes(self.by_period, self.dates, self.panel, exposures)

    def premia_of_kinds(
        self, lags: int | None = None, periods_per_year: float | None = None
    ) -> dict[PremiaCov, RiskPremia]:
        """The premia by the kind of formula of their standard errors.

        Parameters
        ----------
        lags, periods_per_year
            As in :meth:`premia`. The periods per year are checked once, for the first kind,
            which alone has annual premia.

        Returns
        -------
        dict
            "robust", "fm", "hac" and "shanken"; only "fm" and "hac" where the exposures were
            given or are rolling.
        """
        kinds: tuple[PremiaCov, ...] = ("robust", "fm", "hac", "shanken")
        if self.panel is None:
            kinds = ("fm", "hac")
        results = {kinds[0]: self.premia(kinds[0], lags, periods_per_year)}
        length = check_lags(lags)
        return results | {kind: mean_premia(self._passes, kind, length) for kind in kinds[1:]}

    def compare(
        self, lags: int | None = None, periods_per_year: float | None = None
    ) -> pd.DataFrame:
        """The premia with the standard errors of every formula side by side.

        Parameters
        ----------
        lags, periods_per_year
            As in :meth:`premia`.

        Returns
        -------
        DataFrame
            One row for each factor: premium, then s.e., t and p of each kind, then the annual
            premium.
        """
        results = self.premia_of_kinds(lags, periods_per_year)
        first = next(iter(results.values()))
        table = first.premia.to_frame("premium")
        for kind, result in results.items():
            table[f"std_error_{kind}"] = result.std_errors
            table[f"t_{kind}"], table[f"p_{kind}"] = result.tstats, result.pvalues
        if periods_per_year is not None:
            table["premium_annual"] = first.annual
        return table.rename_axis("factor")

    def to_frame(self, *, cumulative: bool = False) -> pd.DataFrame:
        """lambda_t by period, or their running sum, which passes over periods without one."""
        return self.by_period.cumsum() if cumulative else self.by_period
