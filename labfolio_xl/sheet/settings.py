"""What the argument ``settings`` says, as the functions behind a cell take it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import SimpleNamespace
from typing import Any, TypeVar, cast, get_args, get_type_hints

from labfolio_xl.errors import InputError
from labfolio_xl.options import OPTIONS, DateOrder
from labfolio_xl.options.kinds import Words
from labfolio_xl.returns.data_options import DataOptions, PortfolioOptions
from labfolio_xl.returns.findings import Doubts
from labfolio_xl.sheet.cache import once

__all__ = ["NONE", "Settings", "Uses", "uses_of"]

Result = TypeVar("Result")

# Settings of a table say nothing where a function does not take the table.
_OF_A_TABLE = {
    "factors": ("factors_are", "self_financing", "use_factors"),
    "risk_free": ("risk_free_is", "self_financing"),
    "weights": tuple(PortfolioOptions.__optional_keys__ - DataOptions.__optional_keys__),
}
_UNPACKED = re.compile(r"Unpack\[(\w+)\]")


@dataclass(frozen=True, slots=True)
class Uses:
    """The settings that a worksheet function uses.

    Attributes
    ----------
    words : mapping
        By setting: the words of it that the function offers, or () for all that it may be.
    renamed : mapping
        By keyword of the Python function: the setting that it is, where the names differ.
    """

    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)


def uses_of(
    asked: Callable[..., object] | None,
    tables: Container[str],
    reads: Iterable[str],
    renamed: Mapping[str, str],
) -> Uses:
    """The settings that a worksheet function uses.

    Parameters
    ----------
    asked : callable or None
        The Python function that it asks: each of its keywords that is an option is a setting.
    tables : container of str
        The arguments that it has.
    reads : iterable of str
        What it reads of the settings itself, for its layout.
    renamed : mapping
        See :class:`Uses`.
    """
    words: dict[str, tuple[str, ...]] = dict.fromkeys(reads, ())
    needless = {n for table, names in _OF_A_TABLE.items() if table not in tables for n in names}
    for keyword, annotation in _keywords(asked).items() if asked else ():
        name = renamed.get(keyword, keyword)
        if name in OPTIONS and (annotation or name not in needless):
            words[name] = _words(asked, keyword, annotation) if annotation else ()
    unknown = words.keys() - OPTIONS.keys()
    if unknown:
        message = f"no option is called {', '.join(sorted(unknown))}"
        raise ValueError(message)
    return Uses(words, renamed)


@cache
def _keywords(function: Callable[..., object]) -> dict[str, Any]:
    """The keywords of a function with their annotations; those behind ``**data`` have none."""
    found: dict[str, Any] = {}
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            found[parameter.name] = parameter.annotation
        unpacked = _UNPACKED.fullmatch(str(parameter.annotation))
        if unpacked:
            typed = function.__globals__[unpacked[1]]
            found |= dict.fromkeys(typed.__optional_keys__)
    return found


def _words(function: Any, keyword: str, annotation: object) -> tuple[str, ...]:
    """The words that a keyword of a function takes; () where it takes no words."""
    if not isinstance(OPTIONS[keyword].kind if keyword in OPTIONS else None, Words):
        return ()
    noted = SimpleNamespace(__annotations__={keyword: annotation})
    hints = get_type_hints(noted, globalns=function.__globals__)
    return tuple(word for word in get_args(hints[keyword]) if isinstance(word, str))


@dataclass(frozen=True, slots=True)
class Settings:
    """Checked settings; a function takes of them what it uses.

    Parameters
    ----------
    given : mapping
        Values by the name of their option.
    every_one_is_used : bool
        Whether a setting that a function does not use is refused. In a text it is a slip; a
        range may be the sheet Settings, which holds those of all functions.
    doubts : {"refuse", "list"}
        Nobody sees a warning of Python behind a cell: what is likely wrong is refused there, or
        listed by the functions that check the data.
    uses : Uses
        The settings that the function uses whose argument this is.
    """

    given: Mapping[str, Any] = field(default_factory=dict)
    every_one_is_used: bool = False
    doubts: Doubts = "refuse"
    uses: Uses = field(default_factory=Uses)

    def __getitem__(self, name: str) -> Any:
        """The value of a setting, or its default."""
        if name not in self.uses.words:
            raise KeyError(name)
        return self.given.get(name, OPTIONS[name].default)

    def taken_by(self, function: str, uses: Uses) -> Settings:
        """The settings as one function takes them.

        Raises
        ------
        InputError
            A text holds a setting that the function does not use, or a word that it does not
            offer.
        """
        kept: dict[str, Any] = {}
        for name, value in self.given.items():
            words = uses.words.get(name)
            if words is not None and (not words or value in words):
                kept[name] = value
            elif self.every_one_is_used:
                raise InputError(f"Settings: {_not_taken(function, name, value, uses)}")
        return replace(self, given=kept, uses=uses)

    def ask(self, question: Callable[..., Result], *tables: Any, **own: Any) -> Result:
        """The answer of a Python function for these settings, computed once for all cells."""
        return once(question)(*tables, **own, **self.options_of(question))

    def options_of(self, question: Callable[..., object]) -> dict[str, Any]:
        """What is said of the keywords of a Python function; a default is the same as nothing."""
        options: dict[str, Any] = {}
        for keyword in _keywords(question):
            name = self.uses.renamed.get(keyword, keyword)
            if name in self.given and self.given[name] != OPTIONS[name].default:
                options[keyword] = self.given[name]
        if "doubts" in _keywords(question):
            options["doubts"] = self.doubts
        return options

    @property
    def data(self) -> DataOptions:
        """How the tables are to be understood."""
        return cast("DataOptions", self._of(DataOptions.__optional_keys__))

    @property
    def portfolio(self) -> PortfolioOptions:
        """How the tables and the weights are to be understood."""
        return cast("PortfolioOptions", self._of(PortfolioOptions.__optional_keys__))

    @property
    def order(self) -> DateOrder | None:
        """Whether the day or the month of a date stands first."""
        return self.given.get("dates")

    def _of(self, names: frozenset[str]) -> dict[str, Any]:
        said = {name: value for name, value in self.given.items() if value != OPTIONS[name].default}
        options = {"doubts": self.doubts, **said}
        return {name: value for name, value in options.items() if name in names}


def _not_taken(function: str, name: str, value: object, uses: Uses) -> str:
    words = uses.words.get(name)
    if words:
        offered = ", ".join(words)
        return f'{name} is "{value}", which {function} does not offer; choose one of {offered}.'
    used = ", ".join(option for option in OPTIONS if option in uses.words)
    return f"{function} does not use {name}; leave it out, or choose among {used}."


NONE = Settings()
