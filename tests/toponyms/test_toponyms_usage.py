import pytest
from small_world import SmallWorld

from geomap import toponyms
from geomap.model import Document, Usage
from geomap.syntax import parse

WORLD = SmallWorld()


def usage(text: str, name: str) -> Usage:
    document = Document("doc-test", "", text)
    found = toponyms.find(document, parse(document), WORLD)  # type: ignore[arg-type]
    return next(t.usage for t in found if t.surface == name)


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
