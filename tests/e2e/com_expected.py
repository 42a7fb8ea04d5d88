"""The cells that each worksheet function must spill, laid out by hand.

Nothing here uses ``labfolio_xl.sheet``. For each worksheet function there is a function that calls
the Python function on DataFrames and lays the cells out. It takes the arguments and the settings of
the worksheet function by keyword.
"""

import labfolio_xl as lf

BLANK = ""
INTERVALS = "; intervals of 95%"


def dated(frame, *, blank=False):
    """Give a table with dates: names above, dates to the left, missing numbers blank or NaN."""
    rows = [
        [date.to_pydatetime(), *(BLANK if blank and x != x else x for x in row)]
        for date, row in zip(frame.index, frame.to_numpy().tolist(), strict=True)
    ]
    return [["date", *frame.columns], *rows]


def named(corner, frame):
    """Give a table with names to the left."""
    rows = zip(frame.index, frame.to_numpy().tolist(), strict=True)
    return [[corner, *frame.columns], *([name, *row] for name, row in rows)]


def once(text, count):
    """Give a column with a text in its first row and blank cells below."""
    return [text, *[BLANK] * (count - 1)]


def with_level(inference):
    """Say how errors were made, and of what level the intervals are."""
    return f"{inference}{INTERVALS}"


def returns(prices):
    return dated(lf.returns_from_prices(prices), blank=True)


def resample(returns, frequency, **_options):
    return dated(lf.resample(returns, frequency), blank=True)


def align(assets, factors, which="both", **options):
    both = lf.align(assets, factors, **options)
    parts = {"assets": both.assets, "factors": both.factors, "both": both.assets.join(both.factors)}
    return dated(parts[which], blank=True)


def excess(returns, risk_free, **options):
    return dated(lf.excess_returns(returns, risk_free, **options), blank=True)


def net(factors, market, **options):
    return dated(lf.net_of(factors, market, **options).factors)


def status(assets, factors, risk_free=None, weights=None, benchmark=None, **options):
    """Give the status of all inputs."""
    return [[lf.examine(assets, factors, risk_free, weights, benchmark, **options).status]]


def check(assets, factors, risk_free=None, weights=None, benchmark=None, **options):
    """Give the report on all inputs."""
    report = lf.examine(assets, factors, risk_free, weights, benchmark, **options)
    rows = [[f.check, f.item, f.found, f.severity, f.reading] for f in report.findings]
    for row in rows:
        row[2] = row[2] if isinstance(row[2], str) else float(row[2])
    return [["check", "item", "found", "severity", "reading"], *rows]


def betas(assets, factors, risk_free=None, *, sort=False, **options):
    table = lf.estimate_betas(assets, factors, risk_free, **options).betas
    if sort:
        table = table.sort_values(table.columns[0], ascending=False)
    return named("asset", table)


def beta_stats(assets, factors, risk_free=None, **options):
    found = lf.estimate_betas(assets, factors, risk_free, **options)
    low, high = found.conf_int()
    numbers = (found.params, found.std_errors, found.tstats, found.pvalues, low, high)
    rows = [
        [asset, term, *(table.loc[asset, term] for table in numbers), rsquared, float(n_obs)]
        for asset, rsquared, n_obs in zip(
            numbers[0].index, found.rsquared, found.n_obs, strict=True
        )
        for term in found.params.columns
    ]
    head = [
        "asset",
        "term",
        "estimate",
        "s.e.",
        "t",
        "p",
        "low",
        "high",
        "R-squared (time series)",
        "dates",
    ]
    notes = ["inference", *once(with_level(found.inference), len(rows))]
    return [[*row, note] for row, note in zip([head, *rows], notes, strict=True)]


def beta_means(assets, factors, risk_free=None, *, sort=False, **options):
    found = lf.estimate_betas(assets, factors, risk_free, **options).betas
    rows = [
        [name, column.mean(), column.std(), column.min(), column.max()]
        for name, column in found.items()
    ]
    rows = sorted(rows, key=lambda row: row[1]) if sort else rows
    return [["factor", "mean", "std", "lowest", "highest"], *rows]


def lambdas(assets, factors, risk_free=None, *, show="periods", **options):
    found = lf.estimate_lambdas(assets, factors, risk_free, **options).by_period
    return dated(found.cumsum() if show == "cumulative" else found)


def premia_rows(found, annual=None, earned=None):
    """Give the rows of premia, without their header."""
    interval = found.conf_int()
    for name, premium in found.estimates.items():
        numbers = [premium, found.std_errors[name], found.tstats[name], found.pvalues[name]]
        numbers += [found.pvalues_holm[name], interval.loc[name, "low"], interval.loc[name, "high"]]
        numbers += [] if annual is None else [premium * annual, found.std_errors[name] * annual]
        numbers += [] if earned is None else [earned.loc[name, column] for column in EARNED]
        yield [name, *[BLANK if x != x else x for x in numbers], found.readings[name]]


EARNED = ["factor_mean", "factor_mean_std_error", "less_mean", "less_mean_t"]


def premia_table(found, annual=None, earned=None, *, sort=False):
    """Give premia with reading and inference."""
    rows = list(premia_rows(found, annual, earned))
    rows = sorted(rows, key=lambda row: row[1]) if sort else rows
    notes = once(with_level(found.inference), len(rows))
    head = ["factor", "premium", "s.e.", "t", "p", "p (Holm)", "low", "high"]
    head += [] if annual is None else ["annual premium", "annual s.e."]
    if earned is not None:
        head += ["factor mean", "s.e. of mean", "premium less mean", "t of difference"]
    body = [[*row, note] for row, note in zip(rows, notes, strict=True)]
    return [[*head, "reading", "inference"], *body]


def premia(assets, factors, risk_free=None, *, show="premia", sort=False, **options):
    own = {"premia_cov": "robust", "lags": None, "periods_per_year": None}
    cov, lags, annual = (options.pop(name, default) for name, default in own.items())
    lambdas = lf.estimate_lambdas(assets, factors, risk_free, **options)
    found = lambdas.premia(cov, lags, annual)
    if show == "kinds":
        return kinds(found, lambdas, cov, lags, sort=sort)
    if show == "test":
        test = found.joint
        head = ["test", "null", "statistic", "distribution", "p", "reading", "inference"]
        words = found.tests()["reading"].iloc[0]
        row = [test.name, test.null, test.statistic, test.distribution, test.pvalue, words]
        return [head, [*row, str(found.inference)]]
    return premia_table(found, annual, found.earned, sort=sort)


def kinds(found, lambdas, cov, lags, *, sort):
    """Give premia with all kinds of errors side by side, the one that was asked for first."""
    others = {kind: lambdas.premia(kind, lags) for kind in ("robust", "fm", "hac", "shanken")}
    results = {cov: found, **{kind: other for kind, other in others.items() if kind != cov}}
    head = [f"{what} {kind}" for kind in results for what in ("s.e.", "t", "p")]
    rows = [
        [
            name,
            premium,
            *(x[name] for r in results.values() for x in (r.std_errors, r.tstats, r.pvalues)),
        ]
        for name, premium in found.premia.items()
    ]
    rows = sorted(rows, key=lambda row: row[1]) if sort else rows
    notes = once(" | ".join(str(result.inference) for result in results.values()), len(rows))
    body = [[*row, note] for row, note in zip(rows, notes, strict=True)]
    return [["factor", "premium", *head, "inference"], *body]


def exposure(assets, factors, risk_free=None, weights=None, *, sort=False, **options):
    found = lf.exposure(assets, factors, risk_free, weights, **options)
    numbers = (found.exposure, found.std_errors, found.tstats, found.pvalues)
    ends = (found.conf_int()["low"], found.conf_int()["high"])
    rows = [
        [name, x, x - error, x + error, error, t, p, low, high]
        for name, x, error, t, p, low, high in zip(
            found.exposure.index, *numbers, *ends, strict=True
        )
    ]
    rows = sorted(rows, key=lambda row: row[1]) if sort else rows
    notes = ["inference", *once(with_level(found.inference), len(rows))]
    head = ["factor", "exposure", "less 1 sd", "plus 1 sd", "s.e.", "t", "p", "low", "high"]
    return [[*row, note] for row, note in zip([head, *rows], notes, strict=True)]


def expected(assets, factors, risk_free=None, weights=None, *, periods_per_year=None, **options):
    found = lf.expected_returns(
        assets, factors, risk_free, weights, periods_per_year=periods_per_year, **options
    )
    columns = ["expected", "realised", "pricing_error"]
    rows = [
        [name, *row[columns], found.std_errors[name]] for name, row in found.by_asset.iterrows()
    ]
    rows.append(["Portfolio", *found.portfolio[columns], found.portfolio_std_error])
    counts = found.to_frame()["n_obs"].astype(float)
    rows = [[*row, count] for row, count in zip(rows, counts, strict=True)]
    head = ["asset", "expected", "realised", "pricing error", "s.e.", "dates"]
    if periods_per_year is not None:
        head += ["annual expected", "annual realised"]
        rows = [[*row, row[1] * periods_per_year, row[2] * periods_per_year] for row in rows]
    notes = ["inference", *[BLANK] * (len(rows) - 1), str(found.inference)]
    return [[*row, note] for row, note in zip([head, *rows], notes, strict=True)]


def model(assets, factors, risk_free=None, **options):
    found = lf.factor_model(assets, factors, risk_free, **options)
    return [
        ["item", "value"],
        ["No. Test Portfolios", float(found.n_assets)],
        ["No. Factors", float(found.n_factors)],
        ["No. Observations", float(found.n_obs)],
        ["Cov. Estimator", found.inference.kind],
        ["R-squared (time series)", found.rsquared_time_series],
        ["R-squared (means, OLS)", found.rsquared_means_ols],
        ["R-squared (means, GLS)", found.rsquared_means_gls],
        ["J-statistic", found.j_statistic.statistic],
        ["P-value", found.j_statistic.pvalue],
        ["Distribution", found.j_statistic.distribution],
        ["P-value (chi2)", found.j_chi2.pvalue],
        ["Distribution (chi2)", found.j_chi2.distribution],
        ["From", found.dates.first.to_pydatetime()],
        ["To", found.dates.last.to_pydatetime()],
        ["Null of J", found.j_statistic.null],
        ["Reading of J", found.j_reading],
        ["Reading of R-squared", found.rsquared_reading],
        ["Inference", str(found.inference)],
    ]


def model_premia(assets, factors, risk_free=None, **options):
    return premia_table(lf.factor_model(assets, factors, risk_free, **options))


def model_params(assets, factors, risk_free=None, **options):
    found = lf.factor_model(assets, factors, risk_free, **options)
    return named("asset", found.params)


EXPECTED = {
    "LF_RETURNS": returns,
    "LF_RESAMPLE": resample,
    "LF_ALIGN": align,
    "LF_EXCESS": excess,
    "LF_NET": net,
    "LF_STATUS": status,
    "LF_CHECK": check,
    "LF_BETAS": betas,
    "LF_BETA_STATS": beta_stats,
    "LF_BETA_MEANS": beta_means,
    "LF_LAMBDAS": lambdas,
    "LF_PREMIA": premia,
    "LF_EXPOSURE": exposure,
    "LF_EXPECTED": expected,
    "LF_MODEL": model,
    "LF_MODEL_PREMIA": model_premia,
    "LF_MODEL_PARAMS": model_params,
}
