"""The event types and the words that tell of them, as ``data/events/types.toml`` says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from geomap import lexicon, typology

OPEN_CLASS_FILE = "events/open_class.toml"
KINDS_FILE = "events/kinds.toml"


@dataclass(frozen=True, slots=True)
class EventType:
    """One type: its name in the record, its label and title pattern for people, its PLOVER code (or ''), how it is drawn."""

    name: str
    label: str
    title: str
    plover: str
    colour: str
    icon: str
    family: str


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a trigger lemma.

    ``needs`` are the words of which one must be the verb's object or the noun's modifier, ``doers`` those that may as well be the
    subject beside an object; ``to_place`` asks for a place of its own; ``weak`` asks for a verb that makes it happen; ``counted``
    for an article, a number or a modifier; ``open_class`` marks a verb that no type lists. ``alone`` rules out an object,
    ``barred`` the objects or modifiers with which it means something else.
    """

    event_type: str
    needs: frozenset[str] = frozenset()
    doers: frozenset[str] = frozenset()
    to_place: bool = False
    weak: bool = False
    counted: bool = False
    alone: bool = False
    barred: frozenset[str] = frozenset()
    open_class: bool = False


@cache
def event_types() -> Mapping[str, EventType]:
    """Every event type by name, in the order of the file."""
    return {
        name: EventType(name, row["label"], row["title"], row["plover"], row["colour"], row["icon"], row["family"])
        for name, row in typology.table().items()
    }


@cache
def verb_senses() -> Mapping[str, tuple[Sense, ...]]:
    """Verb lemma to its senses; those that ask for an object first, since they are the more specific."""
    senses: dict[str, list[Sense]] = {}
    for name, row in typology.table().items():
        barred = {lemma: frozenset(words) for lemma, words in row.get("verbs_not_with", {}).items()}
        alone = frozenset(row.get("verbs_alone", ()))
        for lemma, needs in row.get("verbs_with", {}).items():
            sense = Sense(name, needs=_spelt_out(needs), doers=_doers(needs), barred=barred.get(lemma, frozenset()))
            senses.setdefault(lemma, []).insert(0, sense)
        for lemma in row.get("verbs_to_place", ()):
            sense = Sense(name, to_place=True, alone=lemma in alone, barred=barred.get(lemma, frozenset()))
            senses.setdefault(lemma, []).append(sense)
        for lemma in row.get("verbs", ()):
            senses.setdefault(lemma, []).append(Sense(name, alone=lemma in alone, barred=barred.get(lemma, frozenset())))
    return _own_first(senses)


@cache
def noun_senses() -> Mapping[str, tuple[Sense, ...]]:
    """Noun lemma to its senses; those that ask for a modifier first."""
    senses: dict[str, list[Sense]] = {}
    for name, row in typology.table().items():
        barred = {lemma: frozenset(words) for lemma, words in row.get("nouns_not_with", {}).items()}
        for lemma, needs in row.get("nouns_with", {}).items():
            sense = Sense(name, needs=_spelt_out(needs), barred=barred.get(lemma, frozenset()))
            senses.setdefault(lemma, []).insert(0, sense)
        for lemma in row.get("nouns", ()):
            senses.setdefault(lemma, []).append(Sense(name, barred=barred.get(lemma, frozenset())))
        for lemma in row.get("weak_nouns", ()):
            senses.setdefault(lemma, []).append(Sense(name, weak=True))
        for lemma in row.get("counted_nouns", ()):
            senses.setdefault(lemma, []).append(Sense(name, counted=True))
    return _own_first(senses)


def _own_first(senses: Mapping[str, Sequence[Sense]]) -> dict[str, tuple[Sense, ...]]:
    """The senses of each word in their order, but before them those that the user gives it."""
    own = typology.own_words()
    return {lemma: tuple(sorted(found, key=lambda s: s.event_type not in own.get(lemma, ()))) for lemma, found in senses.items()}


def _spelt_out(words: Iterable[str]) -> frozenset[str]:
    """The words of a list, those of its kinds of things among them (``<vehicle>``)."""
    kinds = lexicon.table(KINDS_FILE)
    listed = ((word, kinds.get(word[1:-1], ()) if word.startswith("<") else ()) for word in words)
    return frozenset(w for word, kind in listed for w in (kind or (word,)))


@cache
def possible_types() -> Mapping[str, tuple[str, ...]]:
    """Verb lemma to the types that it may tell of where the rest of the clause speaks for it."""
    types: dict[str, list[str]] = {}
    for name, row in typology.table().items():
        for lemma in row.get("verbs_maybe", ()):
            types.setdefault(lemma, []).append(name)
    return {lemma: tuple(names) for lemma, names in types.items()}


def _doers(words: Iterable[str]) -> frozenset[str]:
    """The words of a list that may act upon another: not those of kinds that are only acted upon."""
    acting = {f"<{kind}>" for kind in lexicon.table(KINDS_FILE)["acting"]}
    return _spelt_out(w for w in words if not w.startswith("<") or w in acting)


def family(event_type: str) -> str:
    """The family of a type: types of one family may tell of one happening."""
    found = event_types().get(event_type)
    return found.family if found else event_type
