import pytest
from small_world import SmallWorld
from spacy.tokens import Doc, Span

from geomap import toponyms
from geomap.model import Document, Place, Usage
from geomap.syntax import parse
from geomap.toponyms.mention import Kind, Mention
from geomap.toponyms.usage import usage_of
from geomap.toponyms.usage_linear import forms

WORLD = SmallWorld()


def usage(text: str, name: str) -> Usage:
    document = Document("doc-test", "", text)
    found = toponyms.find(document, parse(document), WORLD)  # type: ignore[arg-type]
    return next(t.usage for t in found if t.surface == name)


def by_words(text: str, name: str) -> Usage:
    """The usage without a parse: words and entities are all that is known."""
    whole = parse(Document("doc-test", "", text))
    bare = Doc(whole.vocab, words=[t.text for t in whole], spaces=[bool(t.whitespace_) for t in whole])
    bare.ents = [Span(bare, e.start, e.end, label=e.label_) for e in whole.ents]
    assert not bare.has_annotation("DEP")
    start = text.index(name)
    span = bare.char_span(start, start + len(name), alignment_mode="expand")
    assert span is not None
    mention = Mention(start, start + len(name), name, name, span.start, span.end, Kind.NAME, 0.9)
    return usage_of(mention, WORLD.candidates(name)[0].place, bare)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Moscow asks for artillery.", "Moscow"),
        ("They discussed supplying Moscow with weapons.", "Moscow"),
        ("They stick to the commitments made by Pyongyang.", "Pyongyang"),
        ("Any deal between Moscow and Pyongyang would break the law.", "Moscow"),
        ("Any deal between Moscow and Pyongyang would break the law.", "Pyongyang"),
        ("The resolutions forbid arms deals with Pyongyang.", "Pyongyang"),
        ("Munitions were sent for Moscow's war effort.", "Moscow"),
        ("Kim agreed to sell artillery shells to Moscow.", "Moscow"),
        ("China has criticized the sanctions.", "China"),
        ("The Kremlin refused to comment.", "Kremlin"),
        ("Kremlin spokesman Dmitry Peskov spoke to reporters.", "Kremlin"),
        ("U.S. officials published a report.", "U.S."),
    ],
)
def test_a_name_that_acts_is_a_government(text: str, name: str) -> None:
    assert usage(text, name) is Usage.METONYM


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kim could even travel to Moscow.", "Moscow"),
        ("It followed his visit to Pyongyang.", "Pyongyang"),
        ("He teaches at a school in Seoul.", "Seoul"),
        ("The leader arrived in Russia on Tuesday.", "Russia"),
        ("Last month he traveled to North Korea seeking munitions.", "North Korea"),
        ("The war in Ukraine goes on.", "Ukraine"),
        ("They met in Vladivostok, Russia, on Monday.", "Russia"),
        ("There are direct flights between Moscow and Pyongyang.", "Moscow"),
        ("The train crossed the border with North Korea.", "North Korea"),
        ("SEOUL (Reuters) - A storm hit the coast.", "SEOUL"),
    ],
)
def test_a_name_where_something_happens_is_a_place(text: str, name: str) -> None:
    assert usage(text, name) is Usage.LITERAL


def test_a_part_of_an_organisation_is_embedded() -> None:
    assert usage("She studied at Oregon Health Institute in Seoul.", "Oregon") is Usage.EMBEDDED


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Moscow asks for artillery.", "Moscow"),
        ("Any deal between Moscow and Pyongyang would break the law.", "Pyongyang"),
        ("Munitions were sent for Moscow's war effort.", "Moscow"),
        ("Kim agreed to sell artillery shells to Moscow.", "Moscow"),
        ("China has repeatedly criticized the sanctions.", "China"),
        ("The talks collapsed after China said it would leave.", "China"),
        ("U.S. officials published a report.", "U.S."),
        ("A Moscow-backed group took part.", "Moscow"),
        ("The government of Ukraine resigned.", "Ukraine"),
    ],
)
def test_without_a_parse_the_words_around_tell_who_acts(text: str, name: str) -> None:
    assert by_words(text, name) is Usage.METONYM


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kim could even travel to Moscow.", "Moscow"),
        ("The leader arrived in Russia on Tuesday.", "Russia"),
        ("There are direct flights between Moscow and Pyongyang.", "Pyongyang"),
        ("They walked along Russia's Pacific coast.", "Russia"),
        ("The crew returned from China on Sunday.", "China"),
    ],
)
def test_without_a_parse_a_place_stays_a_place(text: str, name: str) -> None:
    assert by_words(text, name) is Usage.LITERAL


def test_words_without_a_lemma_are_cut_by_their_endings() -> None:
    doc = Doc(parse(Document("doc-test", "", "A")).vocab, words=["denies", "urged", "stopping", "said", "U.S."])
    assert [form in forms(token) for form, token in zip(("deny", "urge", "stop", "say", "u.s."), doc, strict=True)] == [True] * 5


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        ("They met at the Grand Pacific Hotel in Seoul.", "Pacific", Usage.EMBEDDED),
        ("The Pacific Tuna Commission met in Seoul.", "Pacific", Usage.EMBEDDED),
        ("The boat sank in the Pacific.", "Pacific", Usage.LITERAL),
        ("The boat sank off the Pacific Coast.", "Pacific", Usage.LITERAL),
    ],
)
def test_what_a_sea_lends_its_name_to_is_not_at_sea(text: str, name: str, wanted: Usage) -> None:
    document = Document("doc-test", "", text)
    parsed = parse(document)
    start = text.index(name)
    first = next(t.i for t in parsed if t.idx == start)
    mention = Mention(start, start + len(name), name, name, first, first + 1, Kind.NAME, 0.9)
    ocean = Place("ocean", "Pacific Ocean", 0.0, -160.0, "H.OCN")
    assert usage_of(mention, ocean, parsed) is wanted
