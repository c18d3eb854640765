"""How likely two reports tell of one happening, and in which parts that can be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reading import BERGEN, OSLO, extraction, made

from geomap import lexicon
from geomap.events import link
from geomap.events.evidence import WEIGHTS_FILE, _one_news, parts, probability, weighed
from geomap.events.likeness import ruled_out, status_apart
from geomap.events.mentions import deed_of
from geomap.events.told import KINDS_FILE, Told, all_told, kinds_of
from geomap.model import DateBasis, DatePrecision, Extraction, Place, Span, Status, When

STORY = (
    "The old cannery of Port Vane burned for nine hours, and Mayor Otto Rusk said that forty jobs were lost with it. Nobody "
    "knows how the fire began; the harbour master Lise Holm saw smoke above the roof at noon and rang the bell on the pier. "
)


WORKERS = ("about 200 dockers", "dockers of the night shift", "three nurses")


def _told(*extractions: Extraction) -> list[Told]:
    return all_told(extractions)


def _fire(document: str, quote: str, day: date | None = None, status: Status = Status.OCCURRED) -> Extraction:
    return made(document, event_type="disaster", place=None, day=day, quote=quote, text=STORY * 2 + quote, status=status)


def _dated(document: str, status: Status, *, day: int, published: int) -> Extraction:
    quote = "The fire of Port Vane."
    when, issued = date(2023, 3, day), date(2023, 3, published)
    text = STORY * 2 + quote
    return made(document, event_type="disaster", place=None, day=when, quote=quote, text=text, status=status, published=issued)


def test_every_part_has_a_weight() -> None:
    a, b = _told(_fire("a", "The fire of Port Vane."), _fire("b", "A fire in Port Vane."))
    found = parts(a, b)
    assert set(found) == set(lexicon.table(WEIGHTS_FILE)["weights"]) - {"always"}
    assert all(0 <= value <= 1 + 1e-9 for value in found.values())


def test_what_both_lead_with_is_weighed_like_the_rest() -> None:
    a, b, c = _told(
        _fire("a", "The fire of Port Vane."), _fire("b", "A fire in Port Vane."), _fire("c", "A strike at Port Vane.")
    )
    assert parts(a, b)["one news"] == parts(a, c)["one news"] == 1
    weights = lexicon.table(WEIGHTS_FILE)["weights"]
    assert max(weights["one news"], weights["plainly one"]) < weights["same deed"]


def test_words_that_begin_alike_are_shared() -> None:
    a, b, c = _told(
        _fire("a", "Gunmen ambushed the convoy."), _fire("b", "An ambush on convoys."), _fire("c", "Nurses left the ward.")
    )
    assert parts(a, b)["roots shared"] > parts(a, c)["roots shared"] == 0


def test_times_that_meet_say_more_the_fewer_others_do() -> None:
    spring, march = (date(2010, 1, 1), date(2010, 6, 30)), (date(2010, 3, 1), date(2010, 3, 31))
    a, b = _told(_fire("a", "The fire of Port Vane."), _fire("b", "A blaze in Port Vane."))
    one, other = _of(a, spring), _of(b, march)

    def meet(x: Told, y: Told) -> tuple[float, float]:
        found = parts(x, y)
        return found["times meet"], found["times of their own meet"]

    assert meet(one, other) == (1, 1)
    assert meet(one, replace(other, times=(march, spring, spring, march))) == (1, 0.5)
    assert meet(one, _of(b, (date(2011, 3, 1), date(2011, 3, 31)))) == (0, 0)
    assert meet(one, replace(other, kinds=frozenset({"deaths"}), deeds=frozenset({"die"}))) == (0, 0)
    lent = replace(other.report, when=replace(other.report.when, span=Span(90, 95))) if other.report.when else other.report
    assert meet(one, replace(other, report=lent)) == (0, 0)


def _of(told: Told, time: tuple[date, date]) -> Told:
    """The same of another time, read from the words of its sentence, which no other report of its document has."""
    when = When(*time, DatePrecision.MONTH, DateBasis.EXPLICIT, "then", Span(0, 3))
    return replace(told, report=replace(told.report, when=when), times=(time,))


def test_who_takes_part_is_called_alike_without_a_name() -> None:
    quote = "A strike at the port."
    a, b, c = _told(*(made(i, actors=(who,), quote=quote, text=STORY * 2) for i, who in zip("abc", WORKERS, strict=True)))
    assert parts(a, b)["like actors"] == 1
    assert parts(a, c)["like actors"] == 0


def test_a_headline_is_a_line_of_its_own() -> None:
    a, b = _told(*(made(i, quote="A strike.", text="A strike." + end + STORY * 2) for i, end in (("a", "\n"), ("b", " "))))
    assert (a.headline, b.headline) == (True, False)
    assert parts(a, b)["one a headline"] == 1


def test_what_the_rules_call_one_is_a_part_where_both_have_a_place_or_a_day() -> None:
    one, other = (made(d, quote="The envoys met in Oslo.", text=STORY * 2) for d in "ab")
    assert parts(*_told(one, other))["plainly one"] == 1
    nowhere = made("c", place=None, day=None, quote="The envoys met.", text=STORY * 2)
    assert parts(*_told(one, nowhere))["plainly one"] == 0


def test_without_place_day_and_actor_the_deed_and_the_story_join() -> None:
    told = _told(_fire("a", "The fire of Port Vane."), _fire("b", "A blaze in Port Vane."), _fire("c", "A strike at Port Vane."))
    assert probability(told[0], told[1]) > 0.5
    assert probability(told[0], told[1]) > probability(told[0], told[2]) + 0.2
    assert len(link([_fire("a", "The fire of Port Vane."), _fire("b", "A blaze in Port Vane.")])) == 1


def test_what_is_ruled_out_is_never_outweighed() -> None:
    one = _fire("a", "The fire of Port Vane.", date(2023, 3, 14))
    other = _fire("b", "The fire of Port Vane.", date(2023, 3, 9))
    denied = _fire("c", "The fire of Port Vane.", status=Status.DENIED)
    far = made("d", event_type="disaster", place=BERGEN, quote="The fire of Port Vane.", text=STORY * 2)
    here = made("e", event_type="disaster", quote="The fire of Port Vane.", text=STORY * 2)
    a, b, c, d, e = _told(one, other, denied, far, here)
    assert probability(a, b) == probability(a, c) == probability(d, e) == 0


def test_a_headline_that_reads_like_a_plan_is_joined_unless_both_give_days() -> None:
    planned = _fire("a", "The fire of Port Vane.", status=Status.POSSIBLE)
    a, b = _told(planned, _fire("b", "The fire of Port Vane."))
    assert probability(a, b) > 0.5
    later = _dated("a", Status.PLANNED, day=15, published=15)
    assert probability(*_told(later, _dated("b", Status.OCCURRED, day=14, published=14))) == 0


def test_a_plan_of_a_day_that_was_over_keeps_nothing_apart() -> None:
    past = _dated("a", Status.PLANNED, day=14, published=15)
    assert probability(*_told(past, _dated("b", Status.OCCURRED, day=14, published=14))) > 0.3


def test_what_was_announced_may_be_called_off_later_and_not_before() -> None:
    plan = _dated("a", Status.PLANNED, day=20, published=15)
    later = _dated("b", Status.DENIED, day=20, published=16)
    before = _dated("c", Status.DENIED, day=20, published=14)
    assert probability(*_told(plan, later)) > 0.5
    assert probability(*_told(plan, before)) == 0
    assert [event.status for event in link([plan, later])] == [Status.DENIED]


def test_short_texts_need_more_than_a_likely_story() -> None:
    quotes = {"a": "The fire at Port Vane was put out.", "b": "A fire broke out on Monday."}
    short = [made(d, event_type="disaster", place=None, day=None, quote=q, text=q) for d, q in quotes.items()]
    assert probability(*_told(*short)) < 0.5
    assert probability(*_told(*(_fire(d, q) for d, q in quotes.items()))) > 0.5


def test_one_group_of_many_says_the_same_in_any_order() -> None:
    documents = [
        _fire(d, q)
        for d, q in zip("abcd", ("The fire spread.", "A fire began.", "The blaze spread.", "That fire grew."), strict=True)
    ]
    assert {frozenset(e.report_ids) for e in link(documents)} == {frozenset(e.report_ids) for e in link(documents[::-1])}
    assert len(link(documents)) == 1


def test_other_words_and_types_for_one_thing_of_a_story_speak_for_it() -> None:
    def told(document: str, event_type: str, trigger: str) -> Extraction:
        quote = f"Roofs {trigger} {'at the cannery' if document == 'a' else 'over boilers'} at noon."
        text = f"{quote} {STORY * 2}"
        return made(document, event_type=event_type, place=None, day=None, quote=quote, text=text)

    fell, gave, sold = _told(told("a", "disaster", "collapsed"), told("b", "other", "crumbled"), told("c", "other", "sold"))
    assert probability(fell, gave) > probability(fell, sold) + 0.2
    assert parts(fell, gave)["akin"] == 1 and parts(fell, sold)["not akin"] == 1


def test_what_was_said_is_never_what_was_done() -> None:
    said = made("a", event_type="statement", place=None, day=None, quote="He told of the fire.", text=STORY * 2)
    assert probability(*_told(said, _fire("b", "The fire of Port Vane."))) == 0


def test_an_appeal_that_is_announced_and_filed_is_one_and_what_is_said_of_it_is_not() -> None:
    day, before = date(2023, 3, 14), date(2023, 3, 12)

    def told(document: str, event_type: str, quote: str, status: Status, published: date) -> Extraction:
        text = STORY * 2 + quote
        return made(
            document, event_type=event_type, place=None, day=day, quote=quote, text=text, status=status, published=published
        )

    plan = told("a", "request", "Rusk appeals against the verdict on the cannery.", Status.PLANNED, before)
    filed = told("b", "request", "Rusk appeals the verdict on the cannery.", Status.OCCURRED, day)
    said = told("c", "statement", "Rusk appeals the verdict on the cannery.", Status.OCCURRED, day)
    assert probability(*_told(plan, filed)) > 0.5
    assert probability(*_told(filed, said)) == probability(*_told(plan, said)) == 0


def test_a_place_that_is_lent_keeps_nothing_apart_in_one_story() -> None:
    def fire(document: str, place: Place, how: str) -> Extraction:
        found = made(document, event_type="disaster", place=place, day=None, quote="The fire spread.", text=STORY * 2)
        report = found.reports[0]
        return replace(found, reports=(replace(report, places=tuple(replace(p, how=how) for p in report.places)),))

    oslo = fire("a", OSLO, "explicit")
    assert probability(*_told(oslo, fire("b", BERGEN, "explicit"))) == 0
    assert probability(*_told(oslo, fire("b", BERGEN, "inherited"))) > 0.5


def test_no_line_of_kinds_has_a_word_twice() -> None:
    lines = lexicon.table(KINDS_FILE)["kinds"]
    assert all(len(words) == len(set(words)) >= 4 for words in lines.values())
    assert kinds_of({deed_of("crumbled")}) & kinds_of({deed_of("collapse")}) == {"collapses"}
    assert kinds_of({deed_of("xylophone")}) == frozenset()


def test_articles_that_are_barely_alike_need_a_name_in_common_for_what_they_lead_with() -> None:
    burned = extraction("A mill burned to the ground in the night.\n\nNobody was hurt.")
    died = extraction("Two men died in a flood at noon.\n\nNobody else was hurt.")
    a, b = (next(t for t in _told(e) if t.leads) for e in (burned, died))
    alike = {**dict.fromkeys(parts(a, b), 0.0), "quotes alike": 0.5, "akin": 1.0, "documents alike": 0.3}
    assert not _one_news(a, b, alike)
    assert _one_news(a, b, {**alike, "shared actor": 1.0})
    assert _one_news(a, b, {**alike, "documents alike": 0.5})


def test_what_is_often_misread_only_speaks_against_a_pair() -> None:
    def of_type(told: Told, kind: str) -> Told:
        return replace(told, family=kind, report=replace(told.report, event_type=kind))

    quotes = "The raid on the cannery of Port Vane.", "Police searched the cannery of Port Vane."
    a, b = _told(_fire("a", quotes[0]), _fire("b", quotes[1]))
    raid, search = of_type(a, "fighting"), of_type(b, "coercion")
    assert ruled_out(raid, search)
    assert not ruled_out(raid, b)
    assert 0 < probability(raid, search) < weighed(parts(raid, search))

    denied = replace(search, report=replace(search.report, status=Status.DENIED))
    assert probability(raid, denied) == 0  # two things that differ are too much


def test_a_stated_day_keeps_apart_and_a_lent_one_does_not() -> None:
    spring, autumn = (date(2023, 3, 1), date(2023, 3, 1)), (date(2023, 9, 1), date(2023, 9, 1))
    a, b = _told(_fire("a", "The fire of Port Vane."), _fire("b", "A fire in Port Vane."))
    stated, other = _of(a, spring), _of(b, autumn)
    when = other.report.when
    assert when is not None
    lent = replace(other, report=replace(other.report, when=replace(when, basis=DateBasis.INFERRED)))
    assert probability(stated, other) == 0 < probability(stated, lent)


def test_towns_that_the_sentences_name_speak_for_a_pair_or_against_it() -> None:
    def visit(document: str, place: Place) -> Extraction:
        return made(document, event_type="travel", place=place, quote="A visit.", text=STORY * 2)

    a, b, c = _told(visit("a", OSLO), visit("b", OSLO), visit("c", BERGEN))
    assert (parts(a, b)["town named"], parts(a, b)["towns apart"]) == (1, 0)
    assert (parts(a, c)["town named"], parts(a, c)["towns apart"]) == (0, 1)
    pin = b.report.pin
    assert pin is not None
    lent = replace(b, report=replace(b.report, places=(replace(pin, how="inherited"),)))
    assert parts(a, lent)["town named"] == parts(lent, c)["towns apart"] == 0
    weights = lexicon.table(WEIGHTS_FILE)["weights"]
    assert weights["towns apart"] < 0 < weights["town named"]


def test_what_was_over_is_not_what_a_later_article_expects() -> None:
    """*Visited in February*, and in March *could come later this month*: two visits, though the second is only in doubt."""
    over = _dated("a", Status.OCCURRED, day=3, published=18)
    maybe, just = (_dated("b", Status.POSSIBLE, day=20, published=issued) for issued in (10, 4))
    assert status_apart(*_told(over, maybe))
    assert not status_apart(*_told(over, just))


def test_what_undoes_a_deed_is_never_that_deed() -> None:
    def told(document: str, quote: str, word: str) -> Extraction:
        at = len(STORY * 2) + quote.index(word)
        found = made(document, event_type="other", place=OSLO, day=date(2023, 3, 4), quote=quote, text=STORY * 2 + quote)
        trigger = Span(at, at + len(word))
        reports = tuple(
            replace(r, trigger=replace(r.trigger, start=trigger.start, end=trigger.end, text=word)) for r in found.reports
        )
        return replace(found, reports=reports)

    shut, closed, opened = _told(
        told("a", "Oslo shut the pier of Port Vane.", "shut"),
        told("b", "Oslo closed the pier of Port Vane.", "closed"),
        told("c", "Oslo reopened the pier of Port Vane.", "reopened"),
    )
    assert not ruled_out(shut, closed)
    assert ruled_out(shut, opened) and ruled_out(opened, closed)
    assert probability(opened, closed) == 0
