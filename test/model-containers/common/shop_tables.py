"""Tables of a shop with four items, three of which were met together."""

from dataclasses import replace

import numpy as np
from common.purchase_rows import DAY
from common.tables import PLACE, ItemText, Tables

TODAY = 20_000
AT = TODAY * DAY + 3600.0
RED, BLUE, LAMP, NEW = range(4)


def shop_tables() -> Tables:
    tables = Tables.of(
        [
            ItemText("red", "Red mug", ("home", "mugs"), "Acme", 500),
            ItemText("blue", "Blue mug", ("home", "mugs"), "Acme", 600),
            ItemText("lamp", "Desk lamp", ("home", "lamps"), "", 4000),
            ItemText("new", "Glass vase; tall", ("home",), "", 900),
        ]
    )
    for day in range(5):
        tables.covisitation.learn(np.array([RED, BLUE]), np.zeros(0, np.int64), TODAY - 9 + day)
    tables.covisitation.learn(np.array([LAMP]), np.array([RED]), TODAY - 2)
    tables.statistics[[RED, BLUE, LAMP], PLACE["bought_month"]] = [5, 4, 1]
    tables.statistics[[RED, BLUE, LAMP], PLACE["first_day"]] = TODAY - 9
    return replace(tables, day=float(TODAY))
