"""The functions of the sheet, one module for each question; xlwings looks for them here.

Each module is found by itself: a new function needs no entry here.
"""

from importlib import import_module
from pkgutil import iter_modules

from labfolio_xl.sheet.boundary import REGISTRY, TOPICS

__all__ = ["REGISTRY"]

for _module in sorted(found.name for found in iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")

# The manual and LF_HELP list the functions in this order, whoever was imported first.
for _entry in sorted(REGISTRY.values(), key=lambda entry: TOPICS.index(entry.topic)):
    REGISTRY[_entry.name] = REGISTRY.pop(_entry.name)
    globals()[_entry.name] = _entry.call
