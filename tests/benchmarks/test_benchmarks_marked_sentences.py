"""The sentences that types and unlisted verbs are learned from: how a line is read, and that every line can be."""

from pathlib import Path

import pytest

from geomap.events.types import event_types


@pytest.fixture
def reader(root: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    import marked_sentences

    return marked_sentences


def test_a_mark_is_a_word_with_its_types(reader, tmp_path: Path) -> None:
    (tmp_path / "some.txt").write_text(
        "Two ferries [[collided|disaster]] off Kavala, and a tug [[towed|rescue/other|?]] one.\n\nShe knows why.\n"
    )
    (name, doc, marked), (_, plain_doc, plain) = reader.sentences(tmp_path)
    assert name == "some"
    assert doc.text == "Two ferries collided off Kavala, and a tug towed one."
    assert [(doc.text[e.trigger.start : e.trigger.end], e.type, e.types, e.tier) for e in marked.events] == [
        ("collided", "disaster", {"disaster"}, "core"),
        ("towed", "rescue", {"rescue", "other"}, "optional"),
    ]
    assert (plain_doc.text, plain.events) == ("She knows why.", ())


def test_a_line_with_half_a_mark_is_named(reader, tmp_path: Path) -> None:
    (tmp_path / "some.txt").write_text("All is well.\nTwo ferries [[collided|disaster] off Kavala.\n")
    with pytest.raises(ValueError, match=r"some\.txt:2"):
        list(reader.sentences(tmp_path))


def test_every_sentence_has_types_that_there_are(reader) -> None:
    read = list(reader.sentences())
    assert len(read) > 6_000
    assert {name for _, _, marked in read for e in marked.events for name in e.types} <= set(event_types())
    assert len({doc.text for _, doc, _ in read}) > 0.99 * len(read)
