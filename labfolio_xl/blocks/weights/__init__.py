"""Weights: pairs of names and numbers, and tables of holdings."""
