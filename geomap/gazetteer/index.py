"""The gazetteer: the user's places over the world's, asked by name."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from geomap.errors import GazetteerError
from geomap.gazetteer import common_words, own_places
from geomap.gazetteer.imported import LayeredWorld, imports
from geomap.gazetteer.names import LONGEST_NAME, finished, fold, lighter, plain_words
from geomap.gazetteer.other_names import OtherName, other_names, plain
from geomap.gazetteer.own_places import OwnPlace
from geomap.gazetteer.precision import feature_of
from geomap.gazetteer.search import Search
from geomap.gazetteer.world import CAPITAL, World, packed_hash
from geomap.model import Candidate, Place

FILE_NAME = "gazetteer.csv"
LONGEST_RUN = 9
"""Words in the longest run that is tried as one name."""
MOST_PEOPLE = 9.2
"""Logarithm (base 10) of a population above any country's."""
PEOPLE_WEIGHT = 0.6
KIND_WEIGHT = {"name": 1.0, "alias": 0.82}
EVERYDAY = 0.05
"""What a name gains by standing in other_names.csv, where it is the everyday word for the place: Gaza, New York, the US."""
LIGHTER_WEIGHT = 0.8
"""A name that was found only in a lighter form is worth less."""
SEARCH_FIT = 0.75
"""Share of a search result's score that is how well the name fits; the rest is how prominent the place is."""
OTHER_KIND_WEIGHT = 0.5
"""And still less where the name says that it is another kind of place: "Kharkiv region" is no town."""
_POSSESSIVES = ("'s", "’s", "s'", "s’")
MOST_OF_FAMILY = 5_000
"""Names with the same first word that are held in memory once one of them is asked for; of more, each is asked for alone."""
DATA_FILES = ("features.csv", "other_names.csv", "never_places.txt", "stop_words.txt")


def shipped() -> Path:
    """The gazetteer.csv that comes with geomap: inside the package when installed, else at the top of the checkout."""
    packaged = Path(str(files("geomap") / "data" / "gazetteer" / FILE_NAME))
    return packaged if packaged.is_file() else Path(str(files("geomap"))).parent / FILE_NAME


def resolve(user: Path | None = None) -> Path:
    """Whose places come first: the file that is named, else ./gazetteer.csv, else only the one that comes with geomap."""
    if user is not None:
        if not user.is_file():
            raise GazetteerError(
                f"{user}: there is no such file. Name a gazetteer.csv, or leave the option out for the shipped one."
            )
        return user
    here = Path(FILE_NAME)
    return here if here.is_file() else shipped()


def prominence(place: Place) -> float:
    """How likely a place is meant when its name is used, from 0 to 1: its kind, and the logarithm of its population."""
    people = math.log10(place.population + 1) / MOST_PEOPLE if place.population else 0.0
    return min(1.0, feature_of(place.feature).prominence + PEOPLE_WEIGHT * people)


class Family(NamedTuple):
    """The world's names with the same first word, and how those of several words begin (each with a space at its end)."""

    names: frozenset[str]
    beginnings: frozenset[str]


class Gazetteer:
    """Answers which places a name may mean. Read-only; one object serves any number of threads."""

    def __init__(self, world: World, own: Sequence[OwnPlace] = (), *, version: str = "", rest: str = "") -> None:
        self._world = world
        self._own = {o.place.id: o.place for o in own}
        self._names: dict[str, list[tuple[Place, str]]] = {}
        self._starts: set[str] = set()
        for row in own:
            self._learn(row)
        for form in other_names():
            self._note_start(fold(form))
        self.version = version
        self.rest = rest
        """The version of all but the rows of the user's and the shipped gazetteer.csv."""
        self._search = Search(world, self._names)
        self._cached = lru_cache(maxsize=50_000)(self._candidates)
        self._family = lru_cache(maxsize=50_000)(self._family_of)
        self._plain = lru_cache(maxsize=50_000)(plain_words)
        self._demonym = lru_cache(maxsize=50_000)(self._demonym_of)
        self._common = lru_cache(maxsize=50_000)(self._is_common)
        self._first = lru_cache(maxsize=50_000)(self._begins)
        self._capitals = lru_cache(maxsize=1)(self._capitals_of)
        self._step = lru_cache(maxsize=50_000)(self._step_from)

    @classmethod
    def open(cls, user: Path | None = None, *, imported: Sequence[Path] | None = None) -> Gazetteer:
        """The world, over it the places that come with geomap, and over both the user's: ``user``, else ./gazetteer.csv.

        ``imported`` are the imported dumps, files or folders of them (None: those of ``GEOMAP_IMPORTED``, else of the user's data
        folder). Raises ``GazetteerError`` with every line that must be mended.
        """
        path, base = resolve(user), shipped()
        own = own_places.load(path)
        digest, rest = hashlib.sha256(packed_hash().encode() + path.read_bytes()), hashlib.sha256(packed_hash().encode())
        if not path.samefile(base):
            own = own_places.over(own, own_places.load(base))
            digest.update(base.read_bytes())
        for name in DATA_FILES:
            content = (files("geomap") / "data" / "gazetteer" / name).read_bytes()
            digest.update(content)
            rest.update(content)
        dumps = imports(imported)
        for dump in dumps:
            digest.update(dump.version.encode())
            rest.update(dump.version.encode())
        world = LayeredWorld([dump.path for dump in dumps]) if dumps else World.open()
        return cls(world, own, version=digest.hexdigest()[:12], rest=rest.hexdigest()[:12])

    def _learn(self, row: OwnPlace) -> None:
        place, names, kind = row.place, self._names, "name"
        for name in (place.name, *row.aliases):
            folded = fold(name)
            listed = names.get(folded)
            if listed is None:
                names[folded] = [(place, kind)]
                self._note_start(folded)
            elif all(other.id != place.id for other, _ in listed):
                listed.append((place, kind))
            kind = "alias"

    def _note_start(self, folded: str) -> None:
        """Note how a name of several words begins, each beginning with a space at its end."""
        at = folded.find(" ") + 1
        while at:
            self._starts.add(folded[:at])
            at = folded.find(" ", at) + 1

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """The places that ``name`` may mean, best first: the user's, then by prominence. Empty where it is not known.

        Names are compared folded. A name that an imported dump has only quietly (data/gazetteer/import.toml says which) answers
        where no other place bears it, and is never found by ``longest``. Where nothing is found, lighter forms are tried:
        without a possessive, "City of", a generic word at the end, or (for areas) a compass word.
        """
        return self._cached(name)

    def _candidates(self, name: str) -> tuple[Candidate, ...]:
        found = self._exactly(name)
        if name.rstrip().endswith(_POSSESSIVES) and not any("'" in c.place.name or "’" in c.place.name for c in found):
            # "Peru's" is Peru's and not the town of Perus; "St. John's" is what it says.
            return self._nearly(name) or found
        return found or self._quietly(name) or self._nearly(name)

    def homonyms(self, name: str) -> tuple[Candidate, ...]:
        """Every place of exactly this name, best first, also those that bear it quietly while another is better known by it."""
        found = {c.place.id: c for c in (*self._quietly(name), *self._exactly(name))}
        return _best_first(found.values())

    def _quietly(self, name: str) -> tuple[Candidate, ...]:
        """The imported places of a name that is no evidence of a place by itself."""
        return _best_first(self._ranked(self._own.get(p.id, p), kind) for p, kind in self._world.quietly_named(fold(name)))

    def _nearly(self, name: str) -> tuple[Candidate, ...]:
        for form, among, only in lighter(name):
            nearly = self._exactly(form) or self._quietly(form)
            fitting = tuple(c for c in nearly if c.place.feature.startswith(among)) if among else nearly
            others = () if only else tuple(c for c in nearly if c not in fitting)
            if fitting or others:
                less = OTHER_KIND_WEIGHT if fitting else 1
                return _lessened(fitting, LIGHTER_WEIGHT) + _lessened(others, LIGHTER_WEIGHT * less)
        return ()

    def _exactly(self, name: str) -> tuple[Candidate, ...]:
        folded = fold(name)
        if not folded:
            return ()
        found = {place.id: Candidate(place, kind, 1.0) for place, kind in self._names.get(folded, ())}
        for known in self._listed(name, folded):
            place = self._target(known)
            if place and place.id not in found:
                found[place.id] = Candidate(place, known.kind, round(min(0.99, prominence(place) + EVERYDAY), 4))
        for place, kind in self._world.named(folded) if self._in_world(folded) else ():
            if place.id not in found:
                found[place.id] = self._ranked(self._own.get(place.id, place), kind)
        return _best_first(found.values())

    def _listed(self, name: str, folded: str) -> list[OtherName]:
        table = other_names()
        for form in (plain(name), folded):
            if form in table and (found := [o for o in table[form] if o.answers(name)]):
                return found
        return []

    @staticmethod
    def _ranked(place: Place, kind: str) -> Candidate:
        return Candidate(place, kind, round(min(0.99, prominence(place) * KIND_WEIGHT[kind]), 4))

    def _target(self, known: OtherName) -> Place | None:
        return self.place(known.place) if ":" in known.place else self._coded(known.place)

    def _coded(self, code: str) -> Place | None:
        place = self._world.coded(code)
        return self._own.get(place.id, place) if place else None

    def own_names(self) -> dict[str, tuple[tuple[Place, str], ...]]:
        """The folded names of the user's and the shipped rows, each with its places and whether it is their name or an alias."""
        return {name: tuple(bearers) for name, bearers in self._names.items()}

    def knows_otherwise(self, place_id: str) -> bool:
        """Whether a place of this id is also found by names that are not in its own row."""
        if self._world.by_id(place_id) is not None:
            return True
        return any(name.place == place_id for names in other_names().values() for name in names)

    def demonym(self, word: str) -> Place | None:
        """The place whose people or things a word names: "Russian", "North Koreans", "Texan". None where it names none.

        Where it may be several ("Congolese"), the most prominent.
        """
        return self._demonym(word)

    def _demonym_of(self, word: str) -> Place | None:
        places = [p for o in self._listed(word, fold(word)) if o.kind == "demonym" and (p := self._target(o))]
        return max(places, key=prominence, default=None)

    def place(self, place_id: str) -> Place | None:
        """The place of an id; a row of the user's file with that id replaces the world's."""
        return self._own.get(place_id) or self._world.by_id(place_id)

    def country(self, code: str) -> Place | None:
        """The country of an ISO 3166-1 alpha-2 code, upper case or lower."""
        return self._coded(code.upper()) if len(code) == 2 else None

    def capital(self, code: str) -> Place | None:
        """The capital of a country, by its ISO 3166-1 alpha-2 code; one in the user's rows before the world's."""
        return self._capitals().get(code.upper())

    def _capitals_of(self) -> dict[str, Place]:
        places = (*(self._own.get(p.id, p) for p in self._world.capitals()), *self._own.values())
        return {p.country: p for p in places if p.country is not None and p.feature == CAPITAL}

    def near(self, lat: float, lon: float, half_degrees: float) -> list[Place]:
        """The places in a box around a point, in no order; the user's rows replace the world's."""
        inside = [
            p
            for p in self._own.values()
            if abs(p.lat - lat) <= half_degrees and abs((p.lon - lon + 180) % 360 - 180) <= half_degrees
        ]
        return inside + [p for p in self._world.near(lat, lon, half_degrees) if p.id not in self._own]

    def settlements(self, place: Place, half_degrees: float) -> list[tuple[float, float]]:
        """Where the settlements in the region of ``place`` are: (lat, lon), in a box of ``half_degrees`` around it, in order."""
        world = self._world.settlements(place.lat, place.lon, half_degrees, country=place.country, admin1=place.admin1)
        return sorted(world)

    def search(self, query: str, *, limit: int = 20) -> tuple[Candidate, ...]:
        """The places that a person may mean who types ``query``: by beginnings of names, and in spite of a misspelling."""
        best: dict[str, Candidate] = {}
        for name, fit in self._search.names(query):
            for found in self.homonyms(query if fit == 1.0 else name):
                score = round(fit * SEARCH_FIT + found.score * (1 - SEARCH_FIT), 4)
                known = best.get(found.place.id)
                if known is None or known.score < score:
                    best[found.place.id] = Candidate(found.place, found.name_kind, score)
        return tuple(sorted(best.values(), key=lambda c: (-c.score, c.place.id))[:limit])

    def is_common_word(self, name: str) -> bool:
        """Whether a name is also an everyday word, a given name or a surname: standing in the gazetteer then proves nothing."""
        return self._common(name)

    def _is_common(self, name: str) -> bool:
        # "us" is a word, "US" is not: capitals and points make the short forms of countries.
        country = any(o.kind == "abbreviation" and len(o.place) == 2 for o in self._listed(name, fold(name)))
        return not country and common_words.kind_of(name) is not None

    def may_begin(self, word: str) -> bool:
        """Whether a known name may begin with this word, or be it: where not, ``longest`` is 0."""
        return self._first(word)

    def _begins(self, word: str) -> bool:
        plain_form = self._plain(word)
        if plain_form == ["the"]:
            return True
        if not plain_form or not _joins(word) or len(word) > LONGEST_NAME:
            return False
        known = self._is_known(word, " ".join(finished(plain_form)))
        return known or self._goes_on(" ".join(finished(plain_form, unfinished=True)) + " ")

    def longest(self, words: Sequence[str]) -> int:
        """How many of the leading words form a known name, the longest one; 0 if none does."""
        start = 1 if len(words) > 1 and fold(words[0]) == "the" else 0
        best = 0
        run, plain_run = "", list[str]()
        for count, word in enumerate(words[start : start + LONGEST_RUN], 1):
            if not _joins(word):
                break
            run = f"{run} {word}" if run else word
            plain_run += self._plain(word)
            if len(run) > LONGEST_NAME or not plain_run:
                break
            if self._is_known(run, " ".join(finished(plain_run))):
                best = count + start
            if not self._goes_on(" ".join(finished(plain_run, unfinished=True)) + " "):
                break
        return best

    def _is_known(self, run: str, folded: str) -> bool:
        return folded in self._names or self._in_world(folded) or bool(self._listed(run, folded))

    def _in_world(self, folded: str) -> bool:
        family = self._family(folded.partition(" ")[0])
        return self._step(folded) if family is None else folded in family.names

    def _goes_on(self, prefix: str) -> bool:
        """Whether a known name starts so and goes on with another word; ``prefix`` ends with a space."""
        if prefix in self._starts:
            return True
        family = self._family(prefix.partition(" ")[0])
        return self._step(prefix) if family is None else prefix in family.beginnings

    def _family_of(self, first: str) -> Family | None:
        """The world's names that begin with a word; None where they are too many to hold."""
        names = self._world.family(first, MOST_OF_FAMILY)
        if names is None:
            return None
        beginnings: set[str] = set()
        for name in names:
            space = name.find(" ")
            while space >= 0:
                beginnings.add(name[: space + 1])
                space = name.find(" ", space + 1)
        return Family(frozenset(names), frozenset(beginnings))

    def _step_from(self, prefix: str) -> bool:
        """Whether a name of the world starts so (with a space at the end: and goes on with another word), or is just this."""
        following = self._world.next_name(prefix)
        return following is not None and (following.startswith(prefix) if prefix.endswith(" ") else following == prefix)


def _best_first(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    return tuple(sorted(candidates, key=lambda c: (-c.score, -(c.place.population or 0), c.place.id)))


def _lessened(candidates: Iterable[Candidate], weight: float) -> tuple[Candidate, ...]:
    return tuple(Candidate(c.place, c.name_kind, round(c.score * weight, 4)) for c in candidates)


@lru_cache(maxsize=50_000)
def _joins(word: str) -> bool:
    """Whether a token may stand inside a name: words do, and of the punctuation only what names are written with."""
    return bool(word) and (any(c.isalnum() for c in word) or word in {"-", "–", "'", "’", ".", "&", "/"} or word in {"'s", "’s"})


__all__ = ["Gazetteer", "prominence", "resolve", "shipped"]
