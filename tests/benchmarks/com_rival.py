"""What an analyst would write: worksheet functions over DataFrames, with statsmodels in loops.

The rival of ``com.py``: the same questions as LF_BETAS, LF_LAMBDAS and LF_PREMIA, through the
DataFrame converter of xlwings, in the way of its documentation and of most notebooks. It is not
written to be slow: the design matrix is made once.
"""

import numpy as np
import pandas as pd
import statsmodels.api as sm
import xlwings as xw

table = {"convert": pd.DataFrame, "index": True, "header": True}


def betas_of(assets, factors):
    """One regression for each asset."""
    design = sm.add_constant(factors)
    slopes = {name: sm.OLS(assets[name], design).fit().params[1:] for name in assets}
    return pd.DataFrame(slopes).T


def lambdas_of(assets, factors):
    """One regression on the betas for each date."""
    betas = betas_of(assets, factors)
    by_date = {date: sm.OLS(row, betas).fit().params for date, row in assets.iterrows()}
    return pd.DataFrame(by_date).T


@xw.func
@xw.arg("assets", **table)
@xw.arg("factors", **table)
@xw.ret(index=True, header=True)
def rival_betas(assets, factors):
    """Betas, assets x factors."""
    return betas_of(assets, factors)


@xw.func
@xw.arg("assets", **table)
@xw.arg("factors", **table)
@xw.ret(index=True, header=True)
def rival_lambdas(assets, factors):
    """Lambdas, dates x factors."""
    return lambdas_of(assets, factors)


@xw.func
@xw.arg("assets", **table)
@xw.arg("factors", **table)
@xw.ret(index=True, header=True)
def rival_premia(assets, factors):
    """Mean lambdas with their Fama-MacBeth errors and t."""
    lambdas = lambdas_of(assets, factors)
    premia, errors = lambdas.mean(), lambdas.std() / np.sqrt(len(lambdas))
    return pd.DataFrame({"premium": premia, "s.e.": errors, "t": premia / errors})


@xw.func
@xw.arg("assets", **table)
@xw.arg("factors", **table)
def rival_reading(assets, factors):
    """Nothing but the way in: xlwings converts the cells to DataFrames."""
    return float(assets.shape[0] + factors.shape[0])


@xw.func
@xw.arg("assets", "raw")
@xw.arg("factors", "raw")
@xw.ret("raw")
def rival_floor(assets, factors, rows, columns):  # noqa: ARG001 - as its rivals
    """Nothing but the way there and back: COM, xlwings, and pywin32's conversion of cells."""
    return [[0.5] * int(columns)] * int(rows)
