"""A document that tells one happening twice: both of its reports come into the event, if others are like either."""

from __future__ import annotations

from dataclasses import replace

from reading import BERGEN, OSLO, made

from geomap.events import link
from geomap.events.told import Told, all_told
from geomap.events.twice import may_be_told_twice
from geomap.model import Extraction, Place, Trigger

STORY = (
    "The ferry Marta Voss sank off Kallvik with her crew. The harbour master, Ilse Brandt, sent the tug Havsund. The owner, "
    "Nordlod of Tromvik, blamed the weather, and the county closed the channel until the wreck of the Marta Voss is found. "
)


def _telling(document: str, *told: tuple[str, Place]) -> Extraction:
    """A document with a report of each sentence and its place."""
    text = " ".join(quote for quote, _ in told) + " " + STORY * 2
    reports = []
    for quote, place in told:
        (report,) = made(document, event_type="disaster", place=place, quote=quote, text=text).reports
        start = text.index(quote)
        at = start + quote.index(" ") + 1
        trigger = Trigger(at, at + len(report.trigger.text), report.trigger.text)
        reports.append(replace(report, id=f"{report.id}{start}", start=start, end=start + len(quote), trigger=trigger))
    return replace(made(document, text=text), reports=tuple(reports))


def _largest(*extractions: Extraction) -> int:
    """How many reports the event with the most has."""
    return max(len(event.report_ids) for event in link(extractions))


def test_a_headline_and_the_sentence_that_repeats_it_are_one_event_with_what_others_tell() -> None:
    other = _telling("b", ("Ferry capsized off Kallvik with her crew.", OSLO))
    twice = _telling("a", ("Ferry capsized off Kallvik.", OSLO), ("She capsized off Kallvik with all her crew.", OSLO))
    assert _largest(twice, other) == 3
    assert _largest(twice) == 1
    assert link([twice, other])[0].n_documents == 2


def test_two_places_in_one_document_are_two_events() -> None:
    other = _telling("b", ("Ferry capsized off Kallvik with her crew.", OSLO))
    two = _telling("a", ("Ferry capsized off Kallvik.", OSLO), ("She capsized off Kallvik with all her crew.", BERGEN))
    assert _largest(two, other) == 2


def test_one_sentence_may_tell_one_happening_in_words_of_any_kind() -> None:
    def both(*quotes: str) -> list[Told]:
        return all_told([_telling("a", *((quote, OSLO) for quote in quotes))])

    one, other = both("She sank off Kallvik.", "Divers searched off Kallvik.")
    assert not may_be_told_twice(one, other)
    beside = replace(other, report=replace(other.report, start=one.report.start))
    assert may_be_told_twice(one, beside)
