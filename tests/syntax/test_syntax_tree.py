from itertools import combinations
from pathlib import Path

import pytest
import spacy
import spacy.tokens

from geomap import syntax
from geomap.model import Document
from geomap.syntax.tree import Doc

SEEDS = sorted(Path("seeds").glob("*.txt"))
WORDS = ("i", "idx", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "whitespace_")
FLAGS = ("is_alpha", "is_punct", "is_quote", "is_sent_start", "is_space", "is_stop", "like_num")


def both(text: str):
    parsed = syntax.parse(Document(id="doc-test", title="", text=text))
    return parsed, Doc(parsed)


@pytest.fixture(scope="module", params=SEEDS, ids=lambda p: p.stem)
def seed(request):
    return both(request.param.read_text(encoding="utf-8"))


def test_tokens_are_what_spacy_says(seed) -> None:
    parsed, tree = seed
    assert [[getattr(t, k) for k in WORDS] for t in tree] == [[getattr(t, k) for k in WORDS] for t in parsed]
    assert [[getattr(t, k) for k in FLAGS] for t in tree] == [[bool(getattr(t, k)) for k in FLAGS] for t in parsed]


def test_they_hang_together_as_in_spacy(seed) -> None:
    parsed, tree = seed

    def related(token):
        alone = (token.head, token.left_edge, token.right_edge, token.sent.root)
        several = (token.children, token.subtree, token.conjuncts, token.lefts)
        return [t.i for t in alone], [[t.i for t in ts] for ts in several], token.sent.start, token.sent.end

    assert [related(t) for t in tree] == [related(t) for t in parsed]


def test_spans_are_those_of_spacy(seed) -> None:
    parsed, tree = seed

    def read(span):
        return span.start, span.end, span.start_char, span.end_char, span.text, span.root.i, len(span), span.label_

    assert [read(s) for s in tree.sents] == [read(s) for s in parsed.sents]
    assert [read(e) for e in tree.ents] == [read(e) for e in parsed.ents]
    assert [read(tree[i : i + 4]) for i in range(len(tree))] == [read(parsed[i : i + 4]) for i in range(len(parsed))]
    assert tree[3:20][2:5].text == parsed[3:20][2:5].text
    assert tree[3:20][-1].i == parsed[3:20][-1].i
    assert tree[5:2].text == parsed[5:2].text == ""


@pytest.mark.parametrize("mode", ["strict", "expand"])
def test_characters_touch_the_tokens_that_spacy_finds(mode: str) -> None:
    def touched(doc, start: int, end: int):
        span = doc.char_span(start, end, alignment_mode=mode)
        return None if span is None else (span.start, span.end)

    parsed, tree = both("Envoys met in Oslo.\n\nThey left.")
    stretches = list(combinations(range(len(parsed.text) + 1), 2))
    assert [touched(tree, *s) for s in stretches] == [touched(parsed, *s) for s in stretches]
    assert {touched(tree, *s) is None for s in stretches} == ({True, False} if mode == "strict" else {False})


def test_a_token_is_made_once_and_knows_its_neighbours() -> None:
    _, tree = both("Envoys met in Oslo.")
    assert tree[1] is tree[0].head
    assert tree[0].nbor() is tree[1]
    assert tree[1].nbor(-1) is tree[0]
    with pytest.raises(IndexError):
        tree[0].nbor(-1)


def test_a_text_without_words_is_empty() -> None:
    _, tree = both("")
    assert (list(tree), tree.sents, tree.ents, tree.text) == ([], [], [], "")


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("The firm will lay off 900 people by June and shut its plant.", "VB"),
        ("The firm laid off 900 people in June and shut its plant.", "VBD"),
    ],
)
def test_a_verb_that_looks_like_its_past_goes_with_the_infinitive_before_it(text: str, tag: str) -> None:
    _, tree = both(text)
    assert next(t for t in tree if t.lower_ == "shut").tag_ == tag


@pytest.mark.parametrize("step", [1, -1])
def test_a_chain_of_thousands_of_words_is_gone_down_without_recursion(step: int) -> None:
    size = 3000
    heads = [min(max(i + step, 0), size - 1) for i in range(size)]
    deep = Doc(spacy.tokens.Doc(spacy.blank("en").vocab, words=["very"] * size, heads=heads, deps=["dep"] * size))
    root = deep.tokens[size - 1 if step > 0 else 0]
    assert [t.i for t in root.subtree] == list(range(size))
    assert len(deep.tokens[size // 2].subtree) in {size // 2, size // 2 + 1}


def test_a_name_after_to_is_where_somebody_goes() -> None:
    _, tree = both("Chou is going to Belize on May 14 for the inauguration of its president.")
    verb, place = (next(t for t in tree if t.text == word) for word in ("going", "Belize"))
    assert (place.tag_, place.dep_, place.head.text, place.head.head) == ("NNP", "pobj", "to", verb)
    assert [c.text for c in verb.children] == ["Chou", "is", "to", "on", "for", "."]


def test_a_verb_in_a_heading_stays_a_verb() -> None:
    _, tree = both("Mayor Vows to Rebuild Burned Market After Fire")
    assert next(t for t in tree if t.text.lower() == "rebuild").tag_ == "VB"
