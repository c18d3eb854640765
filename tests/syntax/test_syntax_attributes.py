from pathlib import Path

import pytest
from spacy.tokens import Doc

from geomap import syntax
from geomap.syntax.attributes import quick_attributes

SEEDS = sorted(Path("seeds").glob("*.txt"))
#: What the rules for two words, for white space, and for words that stand for others are made for.
TELLING = (
    "There's nothing that we ain't gonna do.\n\nLet's go, y'all! C'm on.  You gotta see what he'd have done; "
    "whether they've been there or not, I'd ask it. She did.\n\nIt did him harm: nothin' doing, because that is it."
)


def tagged(text: str) -> Doc:
    """The text with tags and dependencies, without anything that rules set."""
    nlp = syntax.load()
    doc = nlp.make_doc(text)
    for name, component in nlp.pipeline:
        if name in {"tok2vec", "tagger", "geomap_lines", "parser"}:
            doc = component(doc)
    return doc


def attributes(doc: Doc) -> list[tuple[str, ...]]:
    return [(t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_) for t in doc]


def test_the_quick_attributes_are_in_use() -> None:
    assert "geomap_attributes" in syntax.load().pipe_names
    assert "attribute_ruler" not in syntax.load().pipe_names


@pytest.mark.parametrize(
    "text", [*(p.read_text(encoding="utf-8") for p in SEEDS), TELLING], ids=[*(p.stem for p in SEEDS), "own"]
)
def test_the_quick_attributes_are_those_of_spacy(text: str) -> None:
    nlp = syntax.load()
    quick = attributes(nlp.get_pipe("geomap_attributes")(tagged(text)))
    assert quick == attributes(nlp.get_pipe("attribute_ruler")(tagged(text)))
    assert quick != attributes(tagged(text))


def test_rules_of_two_words_hold() -> None:
    doc = syntax.load().get_pipe("geomap_attributes")(tagged(TELLING))
    assert {("gon", "go"), ("na", "to"), ("Let", ""), ("'s", "us"), ("ai", "be")} <= {(t.text, t.lemma_) for t in doc}


def test_an_empty_text_is_left_alone() -> None:
    nlp = syntax.load()
    assert len(nlp.get_pipe("geomap_attributes")(nlp.make_doc(""))) == 0


@pytest.mark.parametrize(
    ("pattern", "attrs"),
    [
        ({"SHAPE": "xxxx"}, {"POS": "X"}),  # the word decides it, but so would what isn't known to
        ({"TAG": "NN", "OP": "+"}, {"POS": "X"}),
        ({"TAG": "NN"}, {"NORM": "x"}),
    ],
)
def test_rules_that_ask_or_set_more_are_left_to_spacy(pattern: dict[str, str], attrs: dict[str, str]) -> None:
    import spacy

    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"TAG": "NN"}]], {"POS": "NOUN"})
    assert quick_attributes(nlp) is not None
    ruler.add([[pattern]], attrs)
    assert quick_attributes(nlp) is None


def test_a_pipeline_without_such_rules_has_no_quick_form() -> None:
    import spacy

    assert quick_attributes(spacy.blank("en")) is None
