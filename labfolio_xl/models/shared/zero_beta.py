"""Whether a zero-beta rate can be told from the premia: the condition of a constant and betas."""

from __future__ import annotations

from labfolio_xl.core.cross_section import with_zero_beta
from labfolio_xl.core.diagnostics import HIGH_CONDITION, scaled_condition
from labfolio_xl.core.qr import Array
from labfolio_xl.models.shared import readings
from labfolio_xl.returns.findings import Doubts, Findings

__all__ = ["caution_of_zero_beta", "zero_beta_condition"]


def zero_beta_condition(betas: Array) -> float:
    """Condition number of [1, B], each column scaled to length one; B is (N, K)."""
    return scaled_condition(with_zero_beta(betas))


def caution_of_zero_beta(betas: Array, doubts: Doubts) -> str:
    """What is to be said of a zero-beta rate beside these betas (N, K), with a ``DataWarning``.

    Returns
    -------
    str
        "" where the condition number of [1, B] is at most 30. Above it, Belsley, Kuh and Welsch
        (1980) call columns collinear.
    """
    condition = zero_beta_condition(betas)
    if condition <= HIGH_CONDITION:
        return ""
    caution = readings.zero_beta(condition, high=True)
    findings = Findings(doubts)
    findings.warning("zero-beta rate", "Betas", "[1, B]", caution)
    findings.issue_warnings()
    return caution
