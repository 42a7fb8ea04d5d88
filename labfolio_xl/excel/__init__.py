"""What runs on the analyst's machine beside Excel: installation, checks, and the macros."""
