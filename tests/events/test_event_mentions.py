"""Which given mentions tell of one event."""

from __future__ import annotations

from collections import Counter

from reading import extraction

from geomap import lexicon
from geomap.events.bags import stem_of
from geomap.events.mentions import clusters, deed_of
from geomap.extractor import shared_extractor
from geomap.model import Span

ONE = (
    "An earthquake struck Kalmaro on Monday and wounded nine people. Mayor Lise Holm said that help was near. "
    "Otto Rusk said nothing. "
    "Rescuers made a list. Holm said again that the tremor had hit the harbour, and engineers made a plan."
)


def _labels(*wanted: str) -> list[str]:
    document = extraction(ONE).document
    places = []
    seen: Counter[str] = Counter()
    for word in wanted:
        start = -1
        for _ in range(seen[word] + 1):
            start = ONE.index(word, start + 1)
        seen[word] += 1
        places.append(Span(start, start + len(word)))
    (labels,) = clusters([document], [shared_extractor().read(document)], [places])
    return labels


def test_words_for_one_deed_are_one() -> None:
    earthquake, tremor, struck, hit, wounded = _labels("earthquake", "tremor", "struck", "hit", "wounded")
    assert earthquake == tremor != struck == hit != wounded


def test_who_says_is_part_of_saying() -> None:
    holm, rusk, again = _labels("said", "said", "said")
    assert holm == again != rusk


def test_light_verbs_go_with_their_objects() -> None:
    listed, planned = _labels("made", "made")
    assert listed != planned


def test_no_word_is_on_two_lines() -> None:
    words = Counter(w for line in lexicon.table("events/same_deed.toml")["deeds"] for w in line)
    assert [w for w, n in words.items() if n > 1] == []
    assert deed_of(stem_of("killed")) == deed_of(stem_of("deaths"))
    assert deed_of("unheard") == "unheard"
