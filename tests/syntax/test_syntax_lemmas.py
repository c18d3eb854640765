from pathlib import Path

import pytest
from spacy.tokens import Doc

from geomap import syntax
from geomap.model import Document

SEEDS = sorted(Path("seeds").glob("*.txt"))


def parsed(text: str) -> Doc:
    return syntax.parse(Document(id="doc-test", title="", text=text))


def by_spacy(doc: Doc) -> list[str]:
    """The lemmas that spaCy's own component gives the same tokens, tags and dependencies."""
    nlp = syntax.load()
    bare = Doc(
        nlp.vocab,
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        tags=[t.tag_ for t in doc],
        heads=[t.head.i for t in doc],
        deps=[t.dep_ for t in doc],
    )
    return [t.lemma_ for t in nlp.get_pipe("lemmatizer")(nlp.get_pipe("attribute_ruler")(bare))]


def test_the_quick_lemmas_are_in_use() -> None:
    assert "geomap_lemmas" in syntax.load().pipe_names
    assert "lemmatizer" not in syntax.load().pipe_names


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_the_quick_lemmas_are_those_of_spacy(path: Path) -> None:
    doc = parsed(path.read_text(encoding="utf-8"))
    assert [t.lemma_ for t in doc] == by_spacy(doc)
    assert {"say", "be"} <= {t.lemma_ for t in doc}


@pytest.mark.parametrize("text", ["", " ", "Went", "They were leaving; it's better. I gave them mine, didn't I?"])
def test_short_texts_and_irregular_words(text: str) -> None:
    doc = parsed(text)
    assert [t.lemma_ for t in doc] == by_spacy(doc)
    assert [t.lemma_ for t in parsed(text)] == [t.lemma_ for t in doc]
