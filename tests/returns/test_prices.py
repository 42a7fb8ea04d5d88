"""What is said of a price that is none, where Assets or Factors hold prices."""

from __future__ import annotations

import pandas as pd
import pytest

from labfolio_xl.errors import InputError
from labfolio_xl.returns.tables.prices import returns_from_prices

DATES = pd.date_range("2018-01-01", periods=3)


@pytest.mark.parametrize(
    ("argument", "cure"),
    [
        ("Prices", "; correct it, or take the table as it is if these are returns"),
        ("Assets", "; correct it, or say assets_are=returns if these are returns"),
        ("Factors", "; correct it, or say factors_are=returns if these are returns"),
    ],
)
def test_returns_among_prices_are_named_with_the_option_that_says_so(argument, cure):
    prices = pd.DataFrame({"MKT": [1.0, 2.0, 3.0], "SIZE": [-0.00058, 0.1, -0.2]}, DATES)
    with pytest.raises(InputError) as error:
        returns_from_prices(prices, argument=argument)
    assert str(error.value) == (
        f'{argument}: column "SIZE", 2018-01-01 holds -0.00058 (the first of 2 such cells); a '
        f"price must be above zero{cure}."
    )
