"""Hypothesis strategies for whole extractions and events, hostile text included."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from geomap.model import (
    Actor,
    Candidate,
    Claim,
    DateBasis,
    DatePrecision,
    Disagreement,
    Document,
    Event,
    Extraction,
    Furniture,
    GeoPrecision,
    Place,
    PlaceMention,
    PublishedBasis,
    Report,
    Role,
    Span,
    Status,
    Timex,
    Toponym,
    Trigger,
    Usage,
    When,
)

# Every code point, lone surrogates and NUL included.
texts = st.text(st.characters(), max_size=20)
maybe_text = st.none() | texts
numbers = st.floats(allow_nan=False, allow_infinity=False)
offsets = st.integers(0, 2**40)
maybe_dates = st.none() | st.dates()
spans = st.builds(Span, offsets, offsets)
triggers = st.builds(Trigger, offsets, offsets, texts)
places = st.builds(Place, texts, texts, numbers, numbers, texts, maybe_text, maybe_text, st.none() | offsets, st.none() | numbers)
mentions = st.builds(
    PlaceMention,
    texts,
    st.sampled_from(Role),
    st.none() | places,
    st.sampled_from(GeoPrecision),
    st.none() | numbers,
    st.none() | spans,
    st.sampled_from(["explicit", "inherited"]),
)
whens = st.builds(
    When, maybe_dates, maybe_dates, st.sampled_from(DatePrecision), st.sampled_from(DateBasis), maybe_text, st.none() | spans
)


def few(strategy):
    return st.lists(strategy, max_size=2).map(tuple)


documents = st.builds(
    Document,
    texts,
    texts,
    texts,
    maybe_text,
    maybe_dates,
    st.sampled_from(PublishedBasis),
    maybe_text,
    maybe_text,
    maybe_text,
    few(st.builds(Furniture, offsets, offsets, texts)),
)
toponyms = st.builds(
    Toponym,
    offsets,
    offsets,
    texts,
    st.sampled_from(Usage),
    st.none() | places,
    st.sampled_from(GeoPrecision),
    st.none() | numbers,
    numbers,
    texts,
    maybe_text,
    few(st.builds(Candidate, places, texts, numbers)),
)
timexes = st.builds(
    Timex,
    offsets,
    offsets,
    texts,
    texts,
    texts,
    maybe_dates,
    maybe_dates,
    st.sampled_from(DatePrecision),
    st.sampled_from(DateBasis),
)
reports = st.builds(
    Report,
    texts,
    texts,
    offsets,
    offsets,
    texts,
    triggers,
    texts,
    st.sampled_from(Status),
    st.booleans(),
    few(st.builds(Actor, texts, texts)),
    few(mentions),
    st.none() | whens,
    maybe_text,
    numbers,
    texts,
    few(triggers),
)


@st.composite
def extractions(draw, ident: str = "doc-1"):
    document = replace(draw(documents), id=ident)
    found = [replace(r, id=f"{ident}/rep-{i}", document_id=ident) for i, r in enumerate(draw(few(reports)))]
    return Extraction(document, draw(few(toponyms)), draw(few(timexes)), tuple(found), draw(texts))


@st.composite
def events(draw, report_ids):
    return Event(
        id=draw(texts.map(lambda t: "evt-" + t.encode("utf-8", "surrogatepass").hex())),
        title=draw(texts),
        event_type=draw(texts),
        status=draw(st.sampled_from(Status)),
        background=draw(st.booleans()),
        actors=draw(few(texts)),
        place=draw(st.none() | mentions),
        places=draw(few(mentions)),
        when=draw(st.none() | whens),
        report_ids=tuple(report_ids),
        n_documents=draw(offsets),
        n_origins=draw(offsets),
        disagreements=draw(few(st.builds(Disagreement, texts, few(st.builds(Claim, texts, few(texts)))))),
        confidence=draw(numbers),
    )
