"""The input gate: what comes in is judged here, once, whatever door it comes through.

One module per question: what are the dates of a table (``dates``), what is its unit and kind
(``units``), how often does it come (``frequency``), which rows match (``matching``), what is the
rate (``rates``), what do the names mean (``names``), do the weights make sense (``weights``).
``alignment`` asks them in order; every answer is a :class:`~labfolio_xl.returns.findings.Finding`.
"""
