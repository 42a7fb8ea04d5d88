"""The names that estimates have in tables, beside those of assets and factors."""

__all__ = ["ALPHA", "ZERO_BETA"]

ALPHA = "alpha"
ZERO_BETA = "zero_beta"
