"""A gazetteer of two dozen places with the interface of the real one, for tests that must not depend on the world's data."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.model import Candidate, Place

_ROWS = [
    ("RU", "Russia", 60.0, 100.0, "A.PCLI", "RU", None, 144_000_000, ["Russian Federation"]),
    ("KP", "North Korea", 40.0, 127.0, "A.PCLI", "KP", None, 25_000_000, ["DPRK"]),
    ("KR", "South Korea", 36.5, 127.75, "A.PCLI", "KR", None, 51_000_000, []),
    ("UA", "Ukraine", 49.0, 32.0, "A.PCLI", "UA", None, 44_000_000, []),
    ("US", "United States", 39.76, -98.5, "A.PCLI", "US", None, 327_000_000, ["U.S.", "US"]),
    ("CN", "China", 35.0, 105.0, "A.PCLI", "CN", None, 1_400_000_000, []),
    ("1", "Vladivostok", 43.1056, 131.8735, "P.PPLA", "RU", "Primorye", 587_000, []),
    ("2", "Moscow", 55.752, 37.6156, "P.PPLC", "RU", "Moscow", 10_400_000, []),
    ("3", "Moscow", 46.7324, -117.0002, "P.PPLA2", "US", "Idaho", 25_000, []),
    ("4", "Pyongyang", 39.0339, 125.7543, "P.PPLC", "KP", "Pyongyang", 3_222_000, []),
    ("5", "Seoul", 37.566, 126.9784, "P.PPLC", "KR", "Seoul", 10_349_000, []),
    ("6", "Alexandria", 31.2018, 29.9158, "P.PPLA", "EG", "Alexandria", 3_811_000, []),
    ("7", "Alexandria", 31.3113, -92.4451, "P.PPLA2", "US", "Louisiana", 48_000, []),
    ("8", "Louisiana", 31.0, -92.0, "A.ADM1", "US", "Louisiana", 4_600_000, ["La."]),
    ("9", "Baton Rouge", 30.4433, -91.1875, "P.PPLA", "US", "Louisiana", 228_000, []),
    ("10", "Watson", 30.5757, -90.9531, "P.PPL", "US", "Louisiana", 1_047, []),
    ("11", "New York", 40.7143, -74.006, "P.PPL", "US", "New York", 8_175_000, []),
    ("12", "Kyiv", 50.4547, 30.5238, "P.PPLC", "UA", "Kyiv City", 2_797_000, []),
    ("13", "Oregon", 44.0, -120.5, "A.ADM1", "US", "Oregon", 4_200_000, []),
    ("14", "Council", 44.73, -116.438, "P.PPL", "US", "Idaho", 839, []),
]
_DEMONYMS = {
    "russian": "RU",
    "russians": "RU",
    "north korean": "KP",
    "north koreans": "KP",
    "chinese": "CN",
    "ukrainian": "UA",
    "american": "US",
}


def _fold(name: str) -> str:
    return name.casefold().replace(".", "").replace("-", " ").removeprefix("the ")


class SmallWorld:
    """Answers as ``geomap.gazetteer.Gazetteer`` does."""

    version = "small"

    def __init__(self) -> None:
        self._places: dict[str, Place] = {}
        self._names: dict[str, list[Candidate]] = {}
        for number, name, lat, lon, feature, country, admin1, people, aliases in _ROWS:
            place = Place(f"geonames:{number}", name, lat, lon, feature, country, admin1, people)
            self._add(place, name, aliases, min(0.99, 0.1 * len(str(people)) + 0.05))
        self._add(Place("user:kremlin", "Kremlin", 55.752, 37.6175, "S.BDG", "RU", None, None, 0.3), "Kremlin", [], 1.0)
        fefu = Place("user:fefu", "Far Eastern Federal University", 43.0266, 131.8945, "S.UNIV", "RU", None, None, 1.0)
        self._add(fefu, fefu.name, ["FEFU"], 1.0)

    def _add(self, place: Place, name: str, aliases: Sequence[str], score: float) -> None:
        self._places[place.id] = place
        for kind, form in [("name", name), *(("abbreviation" if a.endswith(".") else "alias", a) for a in aliases)]:
            self._names.setdefault(_fold(form), []).append(Candidate(place, kind, score))

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        country = self.demonym(name)
        if country is not None:
            return (Candidate(country, "demonym", 0.9),)
        return tuple(sorted(self._names.get(_fold(name), ()), key=lambda c: -c.score))

    def demonym(self, word: str) -> Place | None:
        code = _DEMONYMS.get(word.casefold())
        return self._places[f"geonames:{code}"] if code else None

    def place(self, place_id: str) -> Place | None:
        return self._places.get(place_id)

    def country(self, code: str) -> Place | None:
        return self._places.get(f"geonames:{code}")

    def is_common_word(self, name: str) -> bool:
        return name.casefold() in {"council", "watson"}

    def may_begin(self, word: str) -> bool:
        return True

    def longest(self, words: Sequence[str]) -> int:
        for count in range(min(len(words), 6), 0, -1):
            if _fold(" ".join(words[:count])) in self._names or self.demonym(" ".join(words[:count])):
                return count
        return 0
