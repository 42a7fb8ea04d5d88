"""The law that every fuzzer enforces: a right answer or one sentence, and nothing else.

A breach is kept as a file and the fuzzer goes on, so that one flaw does not hide the next.
"""

from __future__ import annotations

import hashlib
import os
import traceback
import warnings
from pathlib import Path

from labfolio_xl.errors import DataWarning, LabfolioError

# What a sentence for an analyst never holds.
_NOT_FOR_ANALYSTS = ("Traceback", "<class", "object at 0x", "NoneType", "array(", "Timestamp(")
_LONGEST = 1500
_LONGEST_STORY = 5000


def answer(function, *args, **options):
    """Return what a function gives, or None after one sentence; anything else is raised."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            warnings.simplefilter("ignore", DataWarning)  # tells a programmer of a doubt
            return function(*args, **options)
    except LabfolioError as error:
        check_sentence(str(error))
        return None


def check_sentence(text):
    """Refuse what is not one sentence on one line."""
    assert text.endswith("."), ascii(text)
    assert text.isprintable(), ascii(text)
    assert len(text) <= _LONGEST, len(text)
    assert not any(words in text for words in _NOT_FOR_ANALYSTS), ascii(text)


def keeping(check):
    """Return the check as a fuzzer calls it: a breach is kept once for each place in the code."""
    folder = Path(os.environ["LABFOLIO_FUZZ_FOUND"])
    known = set()

    def one_input(data):
        try:
            check(data)
        except BaseException as error:  # a panic of a Rust library is no Exception
            if isinstance(error, KeyboardInterrupt):
                raise
            places = traceback.extract_tb(error.__traceback__)[-4:]
            key = (type(error).__name__, *((place.filename, place.lineno) for place in places))
            if key not in known:
                known.add(key)
                _keep(folder, data, error)

    return one_input


def _keep(folder, data, error):
    name = hashlib.sha256(data).hexdigest()[:12]
    (folder / name).write_bytes(data)
    story = "".join(traceback.format_exception(error))[:_LONGEST_STORY]
    (folder / f"{name}.txt").write_text(story, encoding="utf-8", errors="backslashreplace")
