"""Makes the built files of the project. Contributors run ``python -m labfolio_xl.build``."""
