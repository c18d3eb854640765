import pytest
from small_world import SmallWorld

from geomap import syntax, toponyms
from geomap.model import Document
from geomap.toponyms import weigh
from geomap.toponyms.recognise import context_of

TEXT = "Envoys from Oslo met in Vladivostok on Monday. Mr. Paris, a lawyer from Seoul, said that talks would go on."


@pytest.fixture(scope="module")
def world() -> SmallWorld:
    return SmallWorld()


def document(text: str) -> Document:
    return Document(id="doc-test", title="", text=text)


def surfaces(parsed, world: SmallWorld) -> set[str]:
    return {t.surface for t in toponyms.find(document(parsed.text), parsed, world)}


@pytest.mark.parametrize("reading", [syntax.parse, syntax.shallow, syntax.tokens])
def test_places_are_found_at_every_depth(reading, world: SmallWorld) -> None:
    found = surfaces(reading(document(TEXT)), world)
    assert {"Vladivostok", "Seoul"} <= found
    assert "Paris" not in found


def test_what_there_is_to_go_on(world: SmallWorld) -> None:
    def known(parsed) -> weigh.Knowledge:
        return weigh.knowledge(context_of(document(TEXT), parsed, world))

    assert known(syntax.parse(document(TEXT))) is weigh.Knowledge.VECTORS
    assert known(syntax.shallow(document(TEXT))) is weigh.Knowledge.VECTORS
    assert known(syntax.tokens(document(TEXT))) is weigh.Knowledge.WORDS


def test_another_pipeline_lends_its_entities_but_not_its_vectors(world: SmallWorld, tmp_path) -> None:
    import spacy

    other = spacy.blank("en")
    other.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "Vladivostok"}])
    other.add_pipe("sentencizer")
    other.to_disk(tmp_path / "other")
    parsed = syntax.shallow(document(TEXT), pipeline=str(tmp_path / "other"))
    context = context_of(document(TEXT), parsed, world)
    assert weigh.knowledge(context) is weigh.Knowledge.ENTITIES
    assert "Vladivostok" in surfaces(parsed, world)


@pytest.mark.parametrize("text", ["", " ", "\n", "Oslo", "\n\nOslo\n\n"])
def test_next_to_nothing(text: str, world: SmallWorld) -> None:
    for reading in (syntax.parse, syntax.shallow, syntax.tokens):
        assert surfaces(reading(document(text)), world) <= {"Oslo"}
