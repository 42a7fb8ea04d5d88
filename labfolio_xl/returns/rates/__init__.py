"""The risk-free rate: find it among the factors, find its unit, convert it, subtract it."""
