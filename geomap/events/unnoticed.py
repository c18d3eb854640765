"""Names that stand where a place stands, though recognition took them for none: *expelled at Brive*, *the Ukonga prison*.

Recognition weighs each name by itself and lets go what is likelier somebody's or some body's. What happens *at*, *off* or *near*
it, or in the prison that bears it, says more. A name that was recognised in one sentence is that place in the others too. A name
that the gazetteer knows near the places of the article, or in a country of them, is that place; any other stays without
coordinates, so that its report can say where it is and why it is off the map. Names of people are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geopy.distance import great_circle

from geomap.events.added_names import added
from geomap.events.clauses import ROLES_FILE, SPEECH_FILE, STATUS_FILE, children, entries, is_verb
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
    people = _people(parsed)
    near = _Surroundings.of(toponyms, gazetteer)
    found: list[Toponym] = []
    for name in names:
        span = name.span
        surface = document.text[span.start : span.end]
        if not _words(name) & people and (surface in known or _is_framed(name)):
            like = known.get(surface)
            place = like.place if like is not None else near.place(surface, with_article=_has_article(name))
            if place is None and like is None and not _is_a_place_anyway(name):
                continue
            if like is None:
                toponym = added(document.text, span, place, method=_METHOD, unknown=_UNKNOWN)
            else:
                toponym = replace(like, start=span.start, end=span.end)
            known.setdefault(surface, toponym)
            found.append(toponym)
    return found


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
            yield _Name(tokens[i], tokens[end - 1], parsed[i:end].root)
        i = end


def _goes_on(parsed: Doc, end: int) -> bool:
    """Whether a name doesn't end here: *Hart & Wessels*, *Route 7*, *Zapad-81*."""
    if parsed[end - 1].text[-1:].isdigit():
        return True
    return end < len(parsed) and (parsed[end].text in {"&", "-"} or parsed[end].text[:1].isdigit())


def _goes_over(parsed: Doc, end: int) -> bool:
    """Whether a name goes on behind a small word or a hyphen: *Plaza de Mayo*, *Sainte-Marie*."""
    if end + 1 >= len(parsed) or not _is_capital(parsed[end + 1]):
        return False
    hyphen = parsed[end].text == "-" and not parsed[end - 1].whitespace_ and not parsed[end].whitespace_
    return hyphen or parsed[end].lower_ in entries(ROLES_FILE, "name_particles")


def _is_capital(token: Token) -> bool:
    return token.text[:1].isupper() and token.pos_ in {"PROPN", "NOUN", "ADJ", "X"}


def _people(parsed: Doc) -> set[str]:
    """Words of the names of those who do or have something; a name that only stands after prepositions is nobody's."""
    people: set[str] = set()
    for token in parsed:
        if token.ent_type_ not in {"PERSON", "ORG", "NORP"} or token.pos_ != "PROPN":
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
    if word.dep_ != "pobj" or word.head.pos_ not in {"ADP", "SCONJ"}:
        return False
    preposition, governor = word.head.lower_, word.head.head
    if preposition == "of":
        return governor.lemma_.lower() in entries(STATUS_FILE, "place_nouns") and any(True for _ in children(governor, "det"))
    if governor.lemma_.lower() in entries(ROLES_FILE, "aimed") and preposition in {"at", "to"}:
        return False
    if preposition in entries(ROLES_FILE, "to") | entries(ROLES_FILE, "from"):
        return governor.lemma_.lower() in entries(ROLES_FILE, "motion")
    return preposition in entries(ROLES_FILE, "at")


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
    preposition = name.root.head
    if preposition.head.lemma_.lower() in entries(SPEECH_FILE, "persons") | entries(SPEECH_FILE, "titles"):
        return False  # "managers at Hallam Steel"
    if name.root.dep_ != "pobj" or name.root.ent_type_ not in _MISREAD or name.first.text.isupper():
        return False
    if preposition.lower_ == "of":
        return True
    return preposition.lower_ in entries(ROLES_FILE, "beside_a_name") and not any(True for _ in children(name.root, "det"))


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
