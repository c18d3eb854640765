import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap import syntax
from geomap.model import Document
from geomap.syntax.plain import PlainDoc


def texts(text: str) -> list[str]:
    return [t.text for t in PlainDoc(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kim's train left Vladivostok.", ["Kim", "'s", "train", "left", "Vladivostok", "."]),
        ("UK-made arms", ["UK", "-", "made", "arms"]),
        ("The U.S. said so", ["The", "U.S.", "said", "so"]),
        ("SPRINGFIELD, Mo. (AP)", ["SPRINGFIELD", ",", "Mo.", "(", "AP", ")"]),
        ("on Sept. 10, 2023", ["on", "Sept.", "10", ",", "2023"]),
        ("5,000 and 3.5 and 21st", ["5,000", "and", "3.5", "and", "21st"]),
        ("O'Brien’s house", ["O'Brien", "’s", "house"]),
        ("one\n\ntwo", ["one", "\n\n", "two"]),
        ("well -- yes...", ["well", "--", "yes", "..."]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@given(st.text(max_size=300))
def test_every_character_is_in_a_token_or_white_space(text: str) -> None:
    doc = PlainDoc(text)
    assert all(text[t.idx : t.idx + len(t.text)] == t.text for t in doc)
    whole = "".join(t.text_with_ws for t in doc)
    assert text.endswith(whole)
    assert text[: len(text) - len(whole)].strip() == ""
    assert [t.i for t in doc] == list(range(len(doc)))


def test_sentences_start_after_stops_but_not_after_abbreviations() -> None:
    doc = PlainDoc("Mr. Smith left. He flew to St. Louis, Mo. on Monday.\n\nA headline\nIt rained.")
    assert [t.text for t in doc if t.is_sent_start and not t.is_space] == ["Mr.", "He", "A", "It"]


def test_a_span_covers_what_it_touches() -> None:
    doc = PlainDoc("from Oslo to Bergen")
    span = doc.char_span(5, 12)
    assert span is not None
    assert texts("from Oslo to Bergen")[span.start : span.end] == ["Oslo", "to"]
    assert doc.char_span(0, 0) is None


def test_what_only_a_model_knows_is_empty() -> None:
    doc = syntax.tokens(Document(id="doc-test", title="", text="Envoys met in Oslo."))
    assert not doc.has_annotation("ENT_IOB")
    assert not doc.has_annotation("DEP")
    assert list(doc.ents) == []
    assert {(t.ent_type_, t.pos_, t.dep_, t.lemma_) for t in doc} == {("", "", "", "")}


def test_words_alone_need_no_spacy() -> None:
    program = (
        "import sys\n"
        "from geomap import documents\n"
        "from geomap.extractor import Depth, Extractor\n"
        "found = Extractor(depth=Depth.WORDS).extract(documents.from_text('Envoys from Oslo met in Vladivostok on Monday.'))\n"
        "assert {t.surface for t in found.toponyms} == {'Oslo', 'Vladivostok'}, found.toponyms\n"
        "assert found.timexes\n"
        "print('spacy' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
