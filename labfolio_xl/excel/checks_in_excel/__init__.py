"""Check Labfolio in a real Excel: the steps, the instance of Excel, and the log."""
