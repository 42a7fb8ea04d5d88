"""The names of months and weekdays, as files of several countries write them."""

from __future__ import annotations

import unicodedata

__all__ = ["MONTH_OF", "WEEKDAY_NAMES", "plain_words"]

_MONTHS = """
january february march april may june july august september october november december
januar februar märz april mai juni juli august september oktober november dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
januari februari maart april mei juni juli augustus september oktober november december
styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
jänner feber mrz - - - - - setiembre - - -
- - mrt - - - - - - - - -
- - maerz - - - - - - - - -
"""
_WEEKDAYS = """
monday tuesday wednesday thursday friday saturday sunday
montag dienstag mittwoch donnerstag freitag samstag sonntag sonnabend
lundi mardi mercredi jeudi vendredi samedi dimanche
lunes martes miercoles jueves viernes sabado domingo
lunedi martedi mercoledi giovedi venerdi sabato domenica
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
"""
_SHORTEST_MONTH, _SHORTEST_WEEKDAY = 3, 2


def plain_words(text: str) -> str:
    """A text in lower case, without accents and with single blanks."""
    text = " ".join(text.split()).casefold()
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _month_names() -> dict[str, int]:
    """The month of each abbreviation (a beginning of a name) that belongs to one month only."""
    months: dict[str, set[int]] = {}
    for line in _plain_lines(_MONTHS):
        for number, name in enumerate(line, start=1):
            for length in range(_SHORTEST_MONTH, len(name) + 1):
                months.setdefault(name[:length], set()).add(number)
    return {name: numbers.pop() for name, numbers in months.items() if len(numbers) == 1}


def _weekday_names() -> frozenset[str]:
    names = [name for line in _plain_lines(_WEEKDAYS) for name in line]
    return frozenset(n[:k] for n in names for k in range(_SHORTEST_WEEKDAY, len(n) + 1))


def _plain_lines(text: str) -> list[list[str]]:
    return [plain_words(line).split() for line in text.splitlines() if line]


MONTH_OF, WEEKDAY_NAMES = _month_names(), _weekday_names()
