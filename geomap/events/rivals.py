"""How likely two reports are one, given what else their two documents offer each of them.

Articles of one story tell the same events in other words. That *captured* is what another article calls *stopped* shows less in
the two sentences than in that article having no other report that fits as well. So a pair that stands out, each being the best
that its document has for the other, is likelier than what its words say by themselves, and so is one whose words are nearer in
meaning than those of any other pair that either could make: in articles of one story all sentences are somewhat alike. How much
that is, is fitted (``benchmarks/fit_links.py``). Pure: numbers in, numbers out.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from geomap import lexicon
from geomap.events.bags import Floats, Numbers
from geomap.events.told import WEIGHTS_FILE

#: What is less likely than this is as if it were not there.
FLOOR = 0.005
#: Pairs that are less likely than this are not asked how near in meaning they are.
ASKED = 0.02


def rivals(one: Numbers, other: Numbers, likely: Floats, documents: Any) -> Floats:
    """For each pair of reports the likeliest other pair that one of the two could make with the other's document; 0: none.

    ``documents`` has the document of each report, by its number. ``likely`` may be anything else that pairs have more or less of.
    """
    n = len(one)
    report, document = np.concatenate([one, other]), documents[np.concatenate([other, one])]
    value = np.concatenate([likely, likely])
    order = np.lexsort((-value, document, report))
    report, document, value = report[order], document[order], value[order]
    begins = np.ones(2 * n, dtype=bool)
    begins[1:] = (report[1:] != report[:-1]) | (document[1:] != document[:-1])
    first = np.maximum.accumulate(np.where(begins, np.arange(2 * n), 0))
    second = np.minimum(first + 1, 2 * n - 1) if n else first
    has_second = (second > first) & ~begins[second] if n else begins
    best, next_best = value[first], np.where(has_second, value[second], 0.0)
    found: Floats = np.empty(2 * n)
    found[order] = np.where(np.arange(2 * n) == first, next_best, best)
    return np.maximum(found[:n], found[n:])


def given_rivals(likely: Floats, rival: Floats, names: Floats, nearer: Floats) -> Floats:
    """How likely pairs are that are this likely by themselves, have such rivals, and documents that name the same.

    ``nearer`` says how much nearer in meaning their words are than those of their rivals.
    """
    weights = lexicon.table(WEIGHTS_FILE)["rivals"]
    found = weights["constant"] + weights["itself"] * odds(likely) + weights["rival"] * odds(rival)
    found = found + weights["names"] * names + weights["nearer"] * nearer
    return np.asarray(1 / (1 + np.exp(-found)), dtype=np.float64)


def odds(likely: Floats) -> Floats:
    """The log odds of probabilities; what is very unlikely, or almost sure, is taken to be no more than that."""
    p = np.clip(likely, FLOOR, 1 - FLOOR)
    return np.asarray(np.log(p / (1 - p)), dtype=np.float64)
