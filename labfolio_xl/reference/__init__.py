"""The same questions answered by statsmodels and linearmodels, to check this package.

Nothing here uses the package's own estimators. Regressions are run one by one, as in the
reference notebook, and the factor model is that of linearmodels. The tables have the layout of
the results, so that :func:`compare` can subtract one from the other. Both libraries are imported
when a function is called, because the import takes about two seconds.
"""

from __future__ import annotations

from labfolio_xl.reference.compare import compare, excess
from labfolio_xl.reference.linear_factor_model import (
    expected_returns,
    factor_model_header,
    factor_model_params,
    factor_model_premia,
    fit_factor_model,
)
from labfolio_xl.reference.regressions import betas, exposure, lambdas, premia
from labfolio_xl.reference.robust_premia import robust_premia

__all__ = [
    "betas",
    "compare",
    "excess",
    "expected_returns",
    "exposure",
    "factor_model_header",
    "factor_model_params",
    "factor_model_premia",
    "fit_factor_model",
    "lambdas",
    "premia",
    "robust_premia",
]
