"""Checks of all input data: frames, files and ranges of cells pass the same functions.

There is one subpackage for each question about a table: how its numbers, names and dates are
checked (``tables``), how its dates are read (``dates``), what its unit and kind are (``units``),
how often its rows come and which rows of two tables match (``frequency``), what the risk-free
rate is (``rates``), what the names mean (``names``), whether weights make sense (``weights``).
``alignment`` calls them in order. Each decision becomes a
:class:`~labfolio_xl.returns.findings.Finding`, and ``report`` collects them in the data report.
``panel`` hands the aligned tables to the functions of ``models`` as arrays.
"""
