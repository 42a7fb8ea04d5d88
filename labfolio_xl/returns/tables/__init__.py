"""Checked tables of numbers by date: frames of programmers, price histories, common dates."""
