"""Times that say when something ends or began: by, before, until, since."""

from __future__ import annotations

from datetime import date

import pytest
from reading import PUBLISHED, report

#: The text, the trigger, the first and the last day of its event.
CASES = [
    ("The firm will close its mill in Porto by 30 March.", "close", PUBLISHED, date(2023, 3, 30)),
    ("The mill in Porto will dismiss 70 weavers by the end of June.", "dismiss", PUBLISHED, date(2023, 6, 30)),
    ("The mill in Porto will shut by the end of autumn.", "shut", PUBLISHED, date(2023, 11, 30)),
    ("The firm will close its mill in Porto before the end of the month.", "close", PUBLISHED, date(2023, 3, 31)),
    ("A court is to be opened in Braga before April.", "opened", PUBLISHED, date(2023, 3, 31)),
    ("A new council will be sworn in in Braga by mid-April.", "sworn", PUBLISHED, date(2023, 4, 15)),
    ("Measles has killed 40 children in Braga since January.", "killed", date(2023, 1, 1), PUBLISHED),
    ("Dockers in Porto ended a nine-day strike on Monday.", "strike", date(2023, 3, 4), date(2023, 3, 13)),
    ("Both sides signed a deal in Porto on Monday, ending a two-week strike.", "strike", date(2023, 2, 27), date(2023, 3, 13)),
    ("Dockers in Porto began a nine-day strike on Monday.", "strike", date(2023, 3, 13), date(2023, 3, 13)),
    ("Some 900 people have fled from Braga since Monday.", "fled", date(2023, 3, 13), PUBLISHED),
    ("It is six years since the army toppled a government in Lima.", "toppled", date(2017, 1, 1), date(2017, 12, 31)),
    ("Five days after the blast in Porto, 23 people are known to have died.", "blast", date(2023, 3, 10), date(2023, 3, 10)),
    ("Eleven years after gunmen killed a judge in Lima, police have held a man.", "killed", date(2012, 1, 1), date(2012, 12, 31)),
    ("Five days after a cyclone made landfall near Braga, aid is coming.", "landfall", date(2023, 3, 10), date(2023, 3, 10)),
    ("The mayor has declared an emergency in Braga for 30 days.", "declared", PUBLISHED, PUBLISHED),
    ("A storm hit Braga on Monday. Helicopters have been dropping rice in Porto.", "dropping", date(2023, 3, 13), PUBLISHED),
    (
        "A court jailed a mayor on Monday. The prosecutor, who is attending a conference in Porto, has gone.",
        "conference",
        date(2023, 3, 13),
        PUBLISHED,
    ),
    (
        "A boat sank off Porto on Sunday. A hospital in Braga is treating nine survivors.",
        "treating",
        date(2023, 3, 12),
        PUBLISHED,
    ),
]


@pytest.mark.parametrize(("text", "word", "first", "last"), CASES)
def test_a_bound_is_no_day_of_its_own(text: str, word: str, first: date, last: date) -> None:
    when = report(text, word).when
    assert when is not None
    assert (when.earliest, when.latest) == (first, last)


def test_a_day_beside_what_has_been_since_stays_the_day() -> None:
    when = report("A boat sank off Porto on Monday and 30 people have died in the bay since January.", "sank").when
    assert when is not None
    assert (when.earliest, when.latest) == (date(2023, 3, 13), date(2023, 3, 13))


def test_how_long_something_is_put_off_is_not_how_long_ago_its_cause_was() -> None:
    text = "Engineers in Kourou have postponed the launch by at least six days after a leaking valve was found in the rocket."
    when = report(text, "found").when
    assert when is None or when.earliest != date(2023, 3, 9)
