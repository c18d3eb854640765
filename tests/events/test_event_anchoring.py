"""When an event is whose own words don't say: the day of its story, or the publication, each as what it is."""

from __future__ import annotations

from datetime import date

import pytest
from reading import PUBLISHED, extraction, report

from geomap.events.anchoring import Anchor, odds, weights
from geomap.model import DateBasis, Report, Status

MONDAY = date(2023, 3, 13)
FIRE = (
    "Warehouse fire in Porto kills two\n\n"
    "Two workers died when a fire broke out in a warehouse in Porto on Monday.\n\n"
    "The flames spread quickly. Part of the roof collapsed. Firefighters rescued a woman from a flat in Porto.\n\n"
    "In 2009 a blast injured 30 people in Braga.\n\n"
    "A memorial service will be held in Porto on 25 March.\n"
)
#: Which word is on which day.
DAYS = [
    ("kills", MONDAY),
    ("fire", MONDAY),
    ("collapsed", MONDAY),
    ("rescued", MONDAY),
    ("service", date(2023, 3, 25)),
]


def _told(text: str, word: str, published: date | None = PUBLISHED) -> Report:
    found = [r for r in extraction(text, published).reports if word in {r.trigger.text, *(m.text for m in r.mentions)}]
    assert found, word
    return found[0]


@pytest.mark.parametrize(("word", "day"), DAYS)
def test_what_a_story_tells_is_on_the_day_of_the_story(word: str, day: date) -> None:
    when = _told(FIRE, word).when
    assert when is not None
    assert (when.earliest, when.latest) == (day, day)


def test_a_time_that_the_words_dont_state_is_worked_out() -> None:
    when = _told(FIRE, "rescued").when
    assert when is not None
    assert when.basis is DateBasis.INFERRED
    assert when.text == "Monday"


def test_history_lends_its_year_to_nothing_else() -> None:
    when = _told(FIRE, "injured").when
    assert when is not None
    assert when.earliest == date(2009, 1, 1)
    assert sum(r.background for r in extraction(FIRE).reports) == 1


def test_the_day_of_a_plan_is_no_day_of_what_has_been_said() -> None:
    text = (
        "The regional bloc condemned the coup and called its presidents to an emergency summit in Braga on Sunday. "
        "In Lima, a minister urged restraint. France moved a ship to Porto, its minister said in Paris."
    )
    days = {r.trigger.text: r.when.earliest for r in extraction(text).reports if r.when is not None}
    assert (days["summit"], days["urged"], days["said"]) == (date(2023, 3, 19), PUBLISHED, PUBLISHED)


def test_what_will_not_be_done_for_an_occasion_is_of_its_day() -> None:
    text = "The president of Chile will not travel to Almaty for the water summit on 24 March, his office announced on Tuesday."
    when = _told(text, "travel").when
    assert when is not None
    assert (when.earliest, when.basis) == (date(2023, 3, 24), DateBasis.INFERRED)


def test_a_stated_time_is_never_weighed() -> None:
    text = "A bomb exploded in Kano on Monday. On Tuesday police arrested a man in Kano. Troops raided a house in Kano on Sunday."
    assert [str(r.when.earliest) for r in extraction(text).reports if r.when] == ["2023-03-13", "2023-03-14", "2023-03-12"]


def test_a_plan_is_not_over() -> None:
    when = report("The ministers met in Oslo on Monday. They will visit Bergen.", "visit").when
    assert when is not None
    assert when.earliest is not None
    assert when.earliest >= PUBLISHED


def test_what_never_was_has_no_day_in_the_story() -> None:
    text = "The ministers met in Oslo in 2019. The army has not attacked Kherson."
    when = report(text, "attacked").when
    assert when is not None
    assert when.basis is DateBasis.PUBLICATION


def test_a_document_without_any_day_gives_none() -> None:
    assert report("The ministers met in Oslo.", "met", None).when is None


def test_every_weight_is_for_a_clue_that_has_one_meaning() -> None:
    assert len(weights()) >= 40
    assert weights()["told ahead"] < 0
    assert odds(Anchor(None, {"told ahead": 1.0})) < odds(Anchor(None, {"told days ago": 1.0}))


def test_what_has_since_happened_may_be_on_any_day_until_now() -> None:
    story = Anchor(None, {"last named": 1.0})
    spans = {clue for clue in weights() if clue.startswith("until now")}
    assert {"until now", "until now told", "until now: last named"} <= spans
    later = Anchor(None, {f"until now: {clue}": value for clue, value in story.clues.items()} | {"until now": 1.0})
    since = Anchor(None, later.clues | {"until now since": 1.0})
    assert odds(since) > odds(later)


def test_what_a_clause_tells_of_long_ago_dates_nothing_before_it() -> None:
    found = report("Demonstrators marched in Niquero, where the yacht Granma landed on 2 December 1956.", "marched")
    assert found.when is not None
    assert found.when.earliest == PUBLISHED


def test_nothing_was_said_on_a_day_to_come() -> None:
    text = "The day of women is on 20 March.\n\nThe United Nations says that women in Kabul depend on aid.\n"
    found = report(text, "says")
    assert found.when is not None
    assert found.when.latest is not None
    assert found.when.latest <= PUBLISHED


def test_what_is_said_without_a_day_was_not_said_weeks_ago() -> None:
    text = "On February 2 the governor announced grants. The money is for clinics, officials said.\n"
    found = report(text, "said")
    assert found.when is not None
    assert found.when.earliest == PUBLISHED


def test_what_a_ministry_says_is_said_now() -> None:
    text = "South Korea says the engine failed. On Sunday the navy launched four rockets off Busan.\n"
    found = report(text, "says")
    assert found.when is not None
    assert found.when.earliest == PUBLISHED


def test_what_is_only_outlived_is_not_of_the_day_of_what_befalls_the_survivors() -> None:
    bomb = "A bomb killed six people at a market in Porto on Monday. The president met survivors of the attack on Tuesday."
    assert [r.when.earliest for r in (_told(bomb, "killed"), _told(bomb, "met")) if r.when is not None] == [
        MONDAY,
        date(2023, 3, 14),
    ]
    when = _told("The president met survivors of the attack in Porto on Friday.", "attack").when
    assert when is not None
    assert when.basis is DateBasis.PUBLICATION


def test_what_a_clause_tells_of_somebody_is_not_when_the_sentence_goes_on() -> None:
    text = "Maria Osei, who led strikes in Braga in 1995, addressed a rally in Porto at dawn."
    when = _told(text, "rally").when
    assert when is not None
    assert when.latest == PUBLISHED


def test_a_day_at_the_end_of_a_clause_is_that_of_the_clause() -> None:
    strike = _told("The strike that began in Porto on Monday goes on.", "strike")
    assert strike.status is not Status.PLANNED
    assert strike.when is not None
    assert strike.when.earliest == MONDAY


def test_an_hour_without_its_day_is_of_the_day_of_the_lead() -> None:
    clues = {"hour, one day", "hour, lead's day"}
    assert all(weights()[clue] > 0 for clue in clues)
    when = _told(FIRE.replace("In 2009", "A helicopter took a girl to Braga in the evening.\n\nIn 2009"), "took").when
    assert when is not None
    assert when.earliest == MONDAY


def test_an_opening_month_before_a_name_is_a_month() -> None:
    when = _told("Braga waits. In June Ukrainian police raided two flats in Kyiv.", "raided").when
    assert when is not None
    assert when.earliest == date(2022, 6, 1)
