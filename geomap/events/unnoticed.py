"""Names that stand where a place stands, though recognition took them for none: *expelled at Brive*, *the Ukonga prison*.

Recognition weighs each name by itself and lets go what is likelier somebody's or some body's. What happens *at*, *off* or *near*
it, or in the prison that bears it, says more. A name that was recognised in one sentence is that place in the others too. A name
that the gazetteer knows near the places of the article, or in a country of them, is that place; any other stays without
coordinates, so that its report can say where it is and why it is off the map. Names of people are left alone.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geopy.distance import great_circle

from geomap.events.added_names import added
from geomap.events.clauses import ROLES_FILE, SPEECH_FILE, STATUS_FILE, children, entries, is_verb
from geomap.events.meaning import is_everyday
from geomap.events.said_places import is_led_to, is_said_to_be_a_place
from geomap.model import Document, GeoPrecision, Place, Span, Timex, Toponym, Usage

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.syntax.tree import Doc, Token

_METHOD = "frame"
_UNKNOWN = "unknown name: no gazetteer has it near the places of the article"
#: How far from a place of the article a namesake may be.
_NEAR_KM = 400.0
_PLACES = frozenset({"GPE", "LOC", "FAC"})
#: What the entities are that may be a misread place; an acronym never is one.
_MISREAD = frozenset({"", "PERSON", "ORG", "NORP", "PRODUCT", "EVENT"})
_LONGEST = 5
_INNER = frozenset({"compound", "nmod", "poss", "flat", "amod"})
_TOWNS = frozenset({GeoPrecision.CITY, GeoPrecision.SITE, GeoPrecision.NEAR, GeoPrecision.DISTRICT, GeoPrecision.REGION})


@dataclass(frozen=True, slots=True)
class _Name:
    """A run of capitalised words."""

    first: Token
    last: Token
    root: Token

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.first.idx, self.last.idx + len(self.last.text))


def unnoticed(
    document: Document, parsed: Doc, toponyms: Sequence[Toponym], timexes: Sequence[Timex], gazetteer: Gazetteer
) -> list[Toponym]:
    """The names of a document that stand where places stand and are no toponyms yet, in the order of the text."""
    spans = [*(t.span for t in toponyms), *(t.span for t in timexes)]
    taken = {i for span in spans for i in range(span.start, span.end)}
    names = [n for n in _names(parsed) if taken.isdisjoint(range(n.span.start, n.span.end))]
    if not names:
        return []
    known = {t.surface: t for t in reversed(toponyms) if t.usage is Usage.LITERAL}
    persons, bodies = _who_acts(parsed, {"PERSON"}), _who_acts(parsed, {"ORG", "NORP"})
    near = _Surroundings.of(toponyms, gazetteer)
    told: set[str] = set()
    found: list[Toponym] = []
    for name in names:
        span = name.span
        surface, words = document.text[span.start : span.end], _words(name)
        said = is_said_to_be_a_place(name.first, name.last, name.root)
        if surface not in known and (said or (_is_framed(name) and not words & persons)):
            place = near.place(surface, with_article=_has_article(name))
            if said or place is not None or (_is_a_place_anyway(name) and not words & bodies):
                known[surface] = added(document.text, span, place, method=_METHOD, unknown=_UNKNOWN)
                told |= {surface} if said else set()
                persons, bodies = persons - words, bodies - words
        if surface in known and not words & (persons | bodies):
            found.append(replace(known[surface], start=span.start, end=span.end))
    before = _named_before(names, told, {t.start for t in found}, document.text)
    return sorted((*found, *(replace(known[s], start=at.start, end=at.end) for s, at in before)), key=lambda t: t.start)


def _named_before(names: Sequence[_Name], told: Container[str], found: Container[int], text: str) -> Iterator[tuple[str, Span]]:
    """Where the names stand that only later words say outright to be places'."""
    for name in names:
        surface = text[name.span.start : name.span.end]
        if surface in told and name.span.start not in found:
            yield surface, name.span


def _names(parsed: Doc) -> Iterator[_Name]:
    """The runs of capitalised proper nouns, over *de* and *la* inside a name."""
    tokens = list(parsed)
    i = 0
    while i < len(tokens):
        if tokens[i].pos_ != "PROPN" or not _is_capital(tokens[i]):
            i += 1
            continue
        end = i + 1
        while end < len(tokens) and end - i < _LONGEST:
            if _is_capital(tokens[end]):
                end += 1
            elif _goes_over(parsed, end):
                end += 2
            else:
                break
        if not _goes_on(parsed, end):
            first = _with_its_article(parsed, i)
            yield _Name(tokens[first], tokens[end - 1], parsed[first:end].root)
        i = end


def _with_its_article(parsed: Doc, first: int) -> int:
    """Where a name begins whose article hangs on it by a hyphen: *al-Fashir*."""
    if first < 2 or parsed[first - 1].text != "-" or parsed[first - 1].whitespace_ or parsed[first - 2].whitespace_:
        return first
    return first - 2 if parsed[first - 2].lower_ in entries(ROLES_FILE, "name_articles") else first


def _goes_on(parsed: Doc, end: int) -> bool:
    """Whether a name doesn't end here: *Hart & Wessels*, *Route 7*, *Zapad-81*."""
    if parsed[end - 1].text[-1:].isdigit():
        return True
    if end >= len(parsed):
        return False
    hyphen = parsed[end].text == "-" and not parsed[end - 1].whitespace_
    return hyphen or parsed[end].text == "&" or parsed[end].text[:1].isdigit()


def _goes_over(parsed: Doc, end: int) -> bool:
    """Whether a name goes on behind a small word or a hyphen: *Plaza de Mayo*, *Sainte-Marie*."""
    if end + 1 >= len(parsed) or not _is_capital(parsed[end + 1]):
        return False
    hyphen = parsed[end].text == "-" and not parsed[end - 1].whitespace_ and not parsed[end].whitespace_
    return hyphen or parsed[end].lower_ in entries(ROLES_FILE, "name_particles")


def _is_capital(token: Token) -> bool:
    return token.text[:1].isupper() and token.pos_ in {"PROPN", "NOUN", "ADJ", "X"}


def _who_acts(parsed: Doc, kinds: Container[str]) -> set[str]:
    """Words of the names of those who do or have something; a name that only stands after prepositions is nobody's."""
    people: set[str] = set()
    for token in parsed:
        if token.ent_type_ not in kinds or token.pos_ != "PROPN":
            continue
        acts = token.dep_ in {"nsubj", "nsubjpass", "agent", "dative"} and is_verb(token.head)
        if (
            acts
            or (token.dep_ == "appos" and token.ent_type_ == "PERSON")
            or (token.dep_ == "poss" and token.ent_type_ == "PERSON")
        ):
            people |= {t.text for t in token.subtree if t.ent_type_ == token.ent_type_ and t.pos_ == "PROPN"}
    return people


def _has_article(name: _Name) -> bool:
    """Whether *the* stands before a name, as before few towns."""
    return name.first.i > 0 and name.first.nbor(-1).lower_ == "the"


def _words(name: _Name) -> set[str]:
    return {t.text for t in name.first.doc[name.first.i : name.last.i + 1]}


def _is_framed(name: _Name) -> bool:
    """Whether a name stands where a place stands: after a preposition of place, or as the name of a site there."""
    word = _site(name) or name.root
    if any(True for _ in children(word, "poss")):
        return False  # "a win over Italy's Dario Conti"
    while word.dep_ == "conj":
        word = word.head
    return is_led_to(word) or (word.dep_ == "pobj" and word.head.pos_ in {"ADP", "SCONJ"} and _places_what_follows(word.head))


def _places_what_follows(preposition: Token) -> bool:
    """Whether a place stands behind a preposition, as far as what it hangs on says."""
    word, governor = preposition.lower_, preposition.head
    lemma = governor.lemma_.lower()
    if word == "of":
        return lemma in entries(STATUS_FILE, "place_nouns") and any(True for _ in children(governor, "det"))
    if (lemma in entries(ROLES_FILE, "aimed") and word in {"at", "to"}) or (
        lemma in entries(ROLES_FILE, "vested") and word == "in"
    ):
        return False
    if word in entries(ROLES_FILE, "to") | entries(ROLES_FILE, "from"):
        return lemma in entries(ROLES_FILE, "motion")
    return word in entries(ROLES_FILE, "at")


def _site(name: _Name) -> Token | None:
    """The noun of the building or the area whose name it is: *prison* in *the Ukonga prison*."""
    following = name.last.i + 1
    doc = name.last.doc
    for i in range(following, min(following + 2, len(doc))):
        if doc[i].lower_ in _sites() and name.root.dep_ in _INNER:
            return doc[i]
    return None


def _sites() -> frozenset[str]:
    return entries(STATUS_FILE, "place_nouns") | entries(ROLES_FILE, "sites") | entries(ROLES_FILE, "site_words")


def _is_a_place_anyway(name: _Name) -> bool:
    """Whether a name that no gazetteer has is a place's all the same: by its words, its frame or its entity."""
    words = {t.lower_ for t in name.first.doc[name.first.i : name.last.i + 1]}
    if words & (entries(ROLES_FILE, "site_words") | entries(ROLES_FILE, "heads_of_names")) and len(words) > 1:
        return True
    if name.root.ent_type_ in _PLACES or _site(name) is not None:
        return True
    if name.root.head.head.lemma_.lower() in entries(SPEECH_FILE, "persons") | entries(SPEECH_FILE, "titles"):
        return False  # "managers at Hallam Steel"
    if name.root.ent_type_ not in _MISREAD or name.first.text.isupper():
        return False
    return is_led_to(name.root) or (name.root.dep_ == "pobj" and _is_only_a_place(name))


def _is_only_a_place(name: _Name) -> bool:
    """Whether hardly anything but a place stands behind a name's preposition."""
    preposition = name.root.head.lower_
    if preposition == "of":
        return True
    if any(True for _ in children(name.root, "det")):
        return False
    everyday = any(is_everyday(t.text) for t in name.first.doc[name.first.i : name.last.i + 1])
    return preposition in entries(ROLES_FILE, "beside_a_name") or (preposition == "in" and not everyday)


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """Where the article's places are, so that of several namesakes the near one is meant."""

    gazetteer: Gazetteer
    points: tuple[tuple[float, float], ...]
    countries: frozenset[str]

    @classmethod
    def of(cls, toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> _Surroundings:
        """Those of the toponyms that are resolved."""
        places = {t.place.id: t.place for t in toponyms if t.place is not None and t.geo_precision in _TOWNS}
        countries = frozenset(t.place.country for t in toponyms if t.place is not None and t.place.country)
        return cls(gazetteer, tuple((p.lat, p.lon) for p in places.values()), countries)

    def place(self, name: str, *, with_article: bool) -> Place | None:
        """The place of this name that is in the article's surroundings; None where there is none."""
        listed = [c.place for c in self.gazetteer.candidates(name) if c.name_kind in {"name", "alias"}]
        own = [p for p in listed if p.country in self.countries and not (with_article and p.feature.startswith("P."))]
        if not own:
            return None
        far = {p.id: min((great_circle((p.lat, p.lon), q).km for q in self.points), default=0.0) for p in own}
        nearest = min(own, key=lambda p: far[p.id])
        if far[own[0].id] <= _NEAR_KM:
            return own[0]  # the best known of them
        return nearest if far[nearest.id] <= _NEAR_KM else None
