"""Labfolio checked in a real Excel: the steps, the instance of Excel, the log."""
