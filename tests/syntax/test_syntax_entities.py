from pathlib import Path

import pytest
from spacy.tokens import Doc

from geomap import syntax
from geomap.errors import ResourceError
from geomap.model import Document

SEEDS = sorted(Path("seeds").glob("*.txt"))


def document(text: str) -> Document:
    return Document(id="doc-test", title="", text=text)


def by_spacy(parsed: Doc) -> set[tuple[int, int, str]]:
    """The entities that spaCy's own component marks in the same tokens and sentences."""
    words = [t.text for t in parsed]
    bare = Doc(
        syntax.load().vocab,
        words=words,
        spaces=[bool(t.whitespace_) for t in parsed],
        sent_starts=[bool(t.is_sent_start) for t in parsed],
    )
    return {(e.start, e.end, e.label_) for e in syntax.load().get_pipe("ner")(bare).ents}


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
@pytest.mark.parametrize("reading", [syntax.parse, syntax.shallow])
def test_the_quick_decoder_finds_what_spacy_finds(path: Path, reading) -> None:
    parsed = reading(document(path.read_text(encoding="utf-8")))
    quick = {(e.start, e.end, e.label_) for e in parsed.ents}
    assert len(quick) > 20
    # Sums in another order may tip a tie.
    assert len(quick ^ by_spacy(parsed)) <= 0.02 * len(quick)


def test_the_quick_decoder_is_in_use() -> None:
    assert "geomap_entities" in syntax.load().pipe_names
    assert "ner" not in syntax.load().pipe_names


@pytest.mark.parametrize("text", ["", " ", "\n\n", "Kim", "Kim Jong Un", "In Seoul\n\nKim", "U.S."])
def test_short_texts(text: str) -> None:
    parsed = syntax.shallow(document(text))
    assert parsed.text == text
    assert {(e.start, e.end, e.label_) for e in parsed.ents} == by_spacy(parsed)


def test_shallow_sentences_start_after_stops_and_at_paragraphs() -> None:
    parsed = syntax.shallow(
        document('A Headline Without a Stop\n\nMr. Smith left Oslo. He said: "It is cold." Then\nhe flew to Bergen.')
    )
    starts = [parsed[t.i : t.i + 2].text for t in parsed if t.is_sent_start]
    assert starts == ["A Headline", "Mr. Smith", "He said", "Then\n"]


def test_shallow_offsets_are_the_documents() -> None:
    text = "Talks in Pyongyang. " * 15_000
    parsed = syntax.shallow(document(text))
    assert len(text) > 200_000
    assert parsed.text == text
    last = parsed[-2]
    assert text[last.idx : last.idx + len(last.text)] == "Pyongyang"


def test_a_pipeline_that_is_not_there_is_named() -> None:
    with pytest.raises(ResourceError, match=r"no_such_pipeline.*install"):
        syntax.load("no_such_pipeline")


def test_a_pipeline_without_a_parser_is_refused_where_events_are_wanted(tmp_path: Path) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path / "bare")
    with pytest.raises(ResourceError, match="no parser"):
        syntax.parse(document("Envoys met in Oslo."), pipeline=str(tmp_path / "bare"))
    assert len(syntax.shallow(document("Envoys met in Oslo."), pipeline=str(tmp_path / "bare"))) == 5
