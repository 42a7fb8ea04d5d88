"""The names of coefficients that are not factors: the intercept and the zero-beta rate."""

__all__ = ["ALPHA", "ZERO_BETA"]

ALPHA = "alpha"
ZERO_BETA = "zero_beta"
