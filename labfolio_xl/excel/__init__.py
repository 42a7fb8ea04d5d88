"""The code that runs beside Excel on the user's machine: installation, checks and macros."""
