"""The systems that ``compare_toponyms.py`` runs side by side, each in a process of its own.

An adapter is a class that is made without arguments and has one method, ``find(text)``. It returns rows with ``start`` and
``end`` and either ``lat`` and ``lon`` (None: found, not placed), or ``name`` and ``kind`` (``city`` or ``country``) where the
system gives names and no coordinates. An adapter of a foreign system imports nothing of geomap: it runs in an environment of its
own.
"""

from __future__ import annotations

from dataclasses import dataclass

#: A toponym as a system found it.
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class System:
    """One system: where its adapter is, the environment that it runs in (None: geomap's own), and what it does."""

    adapter: str
    environment: str | None
    what: str


#: The anchor of speed: what is nobody's geoparser, and part of many.
ANCHOR = "spacy-ner"
SYSTEMS = {
    "geomap": System("peers.own:Full", None, "everything that a build extracts: toponyms, time expressions, reports"),
    "geomap-places": System("peers.own:Places", None, "toponyms only, from the named entities without a parse"),
    "geomap-words": System("peers.own:Words", None, "toponyms only, without a language model"),
    ANCHOR: System(
        "peers.entities:Entities", None, "the named-entity component of en_core_web_sm alone: GPE, LOC, FAC; places nothing"
    ),
    "spacy-populous": System(
        "peers.entities:MostPopulous", None, "the same, each name placed at the most populous place of geomap's gazetteer"
    ),
    "geotext": System("peers.name_lists:GeoTextNames", "lists", "lists of cities and countries"),
    "flashgeotext": System("peers.name_lists:FlashGeoTextNames", "lists", "lists of cities and countries"),
    "irchel": System("peers.irchel:Irchel", "irchel", "en_core_web_sm, and a sentence transformer that ranks geomap's places"),
}
#: What each environment is made of, and the systems that are only run when asked for because theirs is large.
REQUIREMENTS = {"lists": "requirements.txt", "irchel": "requirements-irchel.txt"}
LARGE = frozenset({"irchel"})
