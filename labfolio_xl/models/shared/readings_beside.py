"""Sentences on a portfolio beside its benchmark."""

from __future__ import annotations

import numpy as np

__all__ = ["earned_beside", "figure_of_return", "figure_of_risk", "risk_beside"]


def risk_beside(volatility: float, tracking_error: float, per: str) -> str:
    """How much the benchmark moves, and how far the portfolio moves away from it."""
    if tracking_error == 0.0:
        return "The portfolio moves exactly as its benchmark."
    return f"The benchmark: {volatility:.1%} {per}; tracking error {tracking_error:.1%}."


def earned_beside(earned: float, active: float, ratio: float, error: float, per: str) -> str:
    """What the benchmark earned, and how much more or less the portfolio did.

    ``ratio`` is the information ratio, ``error`` its standard error; NaN where nothing is active.
    """
    said = f"The benchmark: {earned:+.1%} {per}"
    if np.isnan(ratio):
        return f"{said}, as the portfolio."
    return f"{said}; active {active:+.1%}, information ratio {ratio:.2f} (s.e. {error:.2f})."


def figure_of_risk(volatility: float, tracking_error: float) -> str:
    """The risk of the benchmark, below that of the portfolio."""
    return f"benchmark {volatility:.1%}, tracking error {tracking_error:.1%}"


def figure_of_return(earned: float, active: float) -> str:
    """The return of the benchmark, below that of the portfolio."""
    return f"benchmark {earned:+.1%}, active {active:+.1%}"
