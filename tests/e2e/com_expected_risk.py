"""The cells that the worksheet functions of tests, risk and return must spill, laid out by hand.

As in ``com_expected.py``, headings and order are written down here, and the numbers come from the
labelled results of the Python functions.
"""

from com_expected import BLANK, named, once, with_level

import labfolio_xl as lf
from labfolio_xl.models.shared import readings


def cell(value, *, blank):
    """Give a number as a float; a missing one as NaN, or as a blank cell."""
    if isinstance(value, str):
        return value
    number = float(value)
    return BLANK if blank and number != number else number


def laid_out(head, frame, *notes, blank=False):
    """Lay a labelled table out below its headings; each note is a last column with one text."""
    body = [
        [label, *(cell(value, blank=blank) for value in row)]
        for label, row in zip(frame.index, frame.to_numpy(dtype=object).tolist(), strict=True)
    ]
    assert all(len(row) + len(notes) == len(head) for row in body), head
    ends = [once(note, len(body)) for note in notes]
    return [head, *([*row, *end] for row, *end in zip(body, *ends, strict=True))]


def rolling(assets, factors, risk_free=None, weights=None, benchmark=None, **options):
    found = lf.rolling_exposure(assets, factors, risk_free, weights, benchmark, **options)
    head = ["date"]
    for name in factors.columns:
        head += [name, f"{name} less 1 sd", f"{name} plus 1 sd"]
    rows = []
    for date in found.exposure.index:
        row = [date.to_pydatetime()]
        for name in factors.columns:
            exposure, error = found.exposure.loc[date, name], found.std_errors.loc[date, name]
            row += [exposure, exposure - error, exposure + error]
        row += [found.alpha[date], found.rsquared[date]]
        if benchmark is not None:
            row += [found.benchmark.exposure.loc[date, name] for name in factors.columns]
            row += [found.active.exposure.loc[date, name] for name in factors.columns]
        rows.append(row)
    notes = ["inference", *once(f"{found.rule}; {found.inference}", len(rows))]
    head += ["alpha", "R-squared (time series)"]
    if benchmark is not None:
        head += [f"{name} {side}" for side in ("benchmark", "active") for name in factors.columns]
    table = [head, *rows]
    return [[*row, note] for row, note in zip(table, notes, strict=True)]


def grs(assets, factors, risk_free=None, **options):
    found = lf.grs_test(assets, factors, risk_free, **options)
    tests = (found.f_test, found.j_test, found.j_chi2)
    compared = "for comparison with linearmodels: it rejects too often unless dates far outnumber "
    rows = [
        [test.name, test.null, test.statistic, test.distribution, test.pvalue, reading]
        for test, reading in zip(tests, (*found.readings, f"{compared}assets"), strict=True)
    ]
    for name, value, words in (
        ("mean absolute alpha", found.mean_absolute_alpha, "per period"),
        ("Sharpe ratio, factors", found.sharpe_factors, "highest per period"),
        ("Sharpe ratio, factors and assets", found.sharpe_all, readings.SHARPE_OF_ALL),
    ):
        rows.append([name, BLANK, value, BLANK, BLANK, words])
    head = ["test", "null", "statistic", "distribution", "p", "reading"]
    notes = ["inference", *once(f"J: {found.inference}", len(rows))]
    return [[*row, note] for row, note in zip([head, *rows], notes, strict=True)]


def span(candidates, factors, risk_free=None, show="alphas", **options):
    found = lf.spanning_test(candidates, factors, risk_free, **options)
    if show == "tests":
        head = ["test", "null", "statistic", "distribution", "p", "reading"]
        return laid_out(head, found.tests())
    columns = (found.alphas, found.std_errors, found.tstats, found.pvalues)
    columns += (found.conf_int()["low"], found.conf_int()["high"])
    columns += (found.rsquared, found.information_ratios, found.readings)
    rows = [[name, *(column[name] for column in columns)] for name in found.alphas.index]
    head = ["factor", "alpha", "s.e.", "t", "p", "low", "high", "R-squared (time series)"]
    head += ["information ratio", "reading"]
    notes = ["inference", *once(with_level(found.inference), len(rows))]
    return [[*row, note] for row, note in zip([head, *rows], notes, strict=True)]


def diagnostics(assets, factors, risk_free=None, show="findings", **options):
    found = lf.diagnostics(assets, factors, risk_free, **options)
    if show == "correlations":
        return named("asset", found.residual_correlation)
    if show == "assets":
        head = ["asset", "Ljung-Box", "Ljung-Box p", "White", "White p"]
        head += ["Jarque-Bera", "Jarque-Bera p", "skewness", "kurtosis"]
        return laid_out(head, found.by_asset)
    rows = [
        [f.check, f.item]
        + ([BLANK] if f.test is None else [f.test.null])
        + [float(f.value)]
        + ([BLANK, BLANK] if f.test is None else [f.test.distribution, f.test.pvalue])
        + [f.verdict, f.reading]
        for f in found.findings
    ]
    return [["check", "item", "null", "value", "distribution", "p", "verdict", "reading"], *rows]


def risk(assets, factors, risk_free=None, weights=None, benchmark=None, *, show="factors", **more):
    found = lf.risk_decomposition(assets, factors, risk_free, weights, benchmark, **more)
    if show == "assets":
        head = ["asset", "weight", "marginal", "variance, factors", "variance, specific"]
        return laid_out([*head, "volatility", "share", "rule"], found.by_asset, found.rule)
    head = ["factor", "exposure", "marginal", "variance", "volatility", "share"]
    head += ["annual volatility"] if "periods_per_year" in more else []
    if benchmark is not None:
        head += ["benchmark exposure", "benchmark volatility", "benchmark share"]
        head += ["active exposure", "active volatility", "active share of variance"]
    return laid_out([*head, "rule"], found.to_frame(), found.rule, blank=True)


def covariance(assets, factors, risk_free=None, show="covariance", **options):
    found = lf.factor_covariance(assets, factors, risk_free, **options)
    return named("asset", found.matrix if show == "covariance" else found.correlation)


def attribution(assets, factors, risk_free=None, weights=None, benchmark=None, **options):
    found = lf.attribution(assets, factors, risk_free, weights, benchmark, **options)
    head = ["part", "exposure", "contribution", "s.e.", "t", "p", "low", "high", "share"]
    head += [] if benchmark is None else ["benchmark", "active", "s.e. of active"]
    return laid_out(
        [*head, "reading", "inference"],
        found.to_frame(),
        found.reading,
        with_level(found.inference),
        blank=True,
    )


def hedge(assets, factors, risk_free=None, weights=None, show="holdings", **options):
    found = lf.hedge(assets, factors, risk_free, weights, **options)
    if show == "summary":
        labels = ["volatility before", "volatility after", "volatility that cannot be hedged"]
        labels += ["variance removed", "turnover", "traded", "dates"]
        values = found.summary().tolist()
        return [["item", "value"], *map(list, zip(labels, values, strict=True))]
    head = ["factor", "exposure", "s.e.", "target", "hold", "notional", "exposure after"]
    return laid_out([*head, "inference"], found.by_factor, str(found.inference))


def stress(  # noqa: PLR0917 - tables in the order of all functions
    assets, factors, shocks, risk_free=None, weights=None, benchmark=None, **options
):
    found = lf.stress(assets, factors, shocks, risk_free, weights, benchmark, **options)
    along, zero = found.moving_along, found.held_at_zero
    scenarios = list(found.shocks.columns)
    head = ["kind", "name"]
    for name in scenarios:
        before = f"{name}, " if hasattr(shocks, "columns") else ""
        head += [f"{before}others move along", f"{before}others held at zero"]

    def both(pick):
        return [pick(case)[name] for name in scenarios for case in (along, zero)]

    rows = [["factor", f, *both(lambda c, f=f: c.factor_moves.loc[f]), ""] for f in factors]
    rows += [["asset", a, *both(lambda c, a=a: c.assets.loc[a]), ""] for a in along.assets.index]
    sentences = " ".join(found.readings)
    rows += [["portfolio", "Portfolio", *both(lambda c: c.portfolio), sentences]]
    rows += [["portfolio", "s.e.", *both(lambda c: c.std_errors), ""]]
    if benchmark is not None:
        rows += [["portfolio", "Benchmark", *both(lambda c: c.benchmark), ""]]
        rows += [["portfolio", "Active", *both(lambda c: c.active), ""]]
        rows += [["portfolio", "active s.e.", *both(lambda c: c.active_std_errors), ""]]
    note = f"others move along: {along.inference} | others held at zero: {zero.inference}"
    notes = ["inference", *once(note, len(rows))]
    return [[*row, end] for row, end in zip([[*head, "reading"], *rows], notes, strict=True)]


def weights(holdings, prices, *, show="weights", **options):
    found = lf.weights_from_holdings(holdings, prices, **options)
    columns = (found.quantities, found.prices, found.values, found.weights)
    details = ["quantity", "price", "value"] if show == "details" else []
    columns = columns if details else columns[-1:]
    head = ["asset", *details, "weight"]
    if found.price_dates is not None:
        # A Series would make timestamps of pandas of them again.
        columns = (*columns, {n: d.to_pydatetime() for n, d in found.price_dates.items()})
        head.append("price date")
    return [head, *([name, *(c[name] for c in columns)] for name in found.weights.index)]


EXPECTED_RISK = {
    "LF_ROLLING": rolling,
    "LF_GRS": grs,
    "LF_SPAN": span,
    "LF_DIAGNOSTICS": diagnostics,
    "LF_RISK": risk,
    "LF_COV": covariance,
    "LF_ATTRIBUTION": attribution,
    "LF_HEDGE": hedge,
    "LF_STRESS": stress,
    "LF_WEIGHTS": weights,
}
