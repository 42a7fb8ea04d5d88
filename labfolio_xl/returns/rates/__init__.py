"""The risk-free rate: where it stands, its unit, its period, and how it is subtracted."""
