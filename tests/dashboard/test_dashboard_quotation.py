"""Quotes in context: every piece is the document's own text, in order, and page furniture stays out."""

from dataclasses import replace

import pytest
from sample_store import sample

from geomap.dashboard.quotation import CONTEXT_CHARS, Part, pieces
from geomap.model import Document, Report, Span, Trigger

EXTRACTIONS, _, _ = sample()
PAIRS = [(report, extraction.document) for extraction in EXTRACTIONS for report in extraction.reports]


@pytest.mark.parametrize(("report", "document"), PAIRS, ids=[report.trigger.text for report, _ in PAIRS])
def test_pieces_are_the_text_itself(report: Report, document: Document) -> None:
    found = pieces(report, document)
    joined = "".join(piece.text for piece in found)
    assert joined in document.text
    assert "".join(piece.text for piece in found if piece.part is not Part.CONTEXT) == report.quote
    assert [piece.text for piece in found if piece.part is Part.TRIGGER] == [report.trigger.text]
    assert "Share this story" not in joined
    assert len(joined) <= len(report.quote) + 2 * CONTEXT_CHARS


def pair(word: str) -> tuple[Report, Document]:
    return next(item for item in PAIRS if item[0].trigger.text == word)


def test_one_sentence_on_each_side() -> None:
    report, document = next(item for item in PAIRS if item[0].quote.startswith("Ministers met the"))
    found = pieces(report, document)
    assert found[0].text.strip() == "The armoured train pulled into Vladivostok on Tuesday."
    assert found[-1].text.strip() == "The two sides talked for five hours, officials said."


def test_a_heading_is_no_context() -> None:
    report, document = pair("pulled into")
    assert pieces(report, document)[0].text == "The armoured train "


def test_place_and_time_words_are_marked() -> None:
    report, document = pair("inspected")
    marked = {piece.part: piece.text for piece in pieces(report, document) if piece.part in {Part.PLACE, Part.WHEN}}
    assert marked == {Part.PLACE: "Vostochny Cosmodrome", Part.WHEN: "13 September 2023"}


def test_overlapping_marks_do_not_repeat_text() -> None:
    report, document = pair("inspected")
    inside = Trigger(
        report.trigger.start + 1, report.trigger.end + 8, document.text[report.trigger.start + 1 : report.trigger.end + 8]
    )
    widened = replace(report, when=replace(report.when, span=Span(inside.start, inside.end)))
    found = pieces(widened, document)
    assert "".join(piece.text for piece in found if piece.part is not Part.CONTEXT) == report.quote


def test_context_of_a_text_without_sentences_is_cut_between_words() -> None:
    text = "word " * 200 + "They met here. " + "more " * 200
    start = text.index("They")
    report = replace(
        PAIRS[0][0],
        start=start,
        end=start + 14,
        quote="They met here.",
        trigger=Trigger(start + 5, start + 8, "met"),
        places=(),
        when=None,
    )
    found = pieces(report, replace(PAIRS[0][1], text=text, furniture=()))
    assert found[0].text.startswith("word ")
    assert found[-1].text.endswith("more")
    assert len(found[0].text) <= CONTEXT_CHARS
