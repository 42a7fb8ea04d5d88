"""Estimators over arrays: no labels, no cells, no files.

Shapes are written with ``T`` periods, ``N`` assets, ``K`` factors, ``P = K + 1``
coefficients of a time-series regression and ``R`` premia of a cross-section (``K``, or
``K + 1`` with the zero-beta rate). Missing values are NaN where a function says that it
takes them; everywhere else the arrays are complete.
"""
