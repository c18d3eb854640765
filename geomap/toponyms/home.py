"""Where a paper is at home: told by the name or address of the source, never from a list of newspapers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.model import Candidate, Document
from geomap.toponyms.lexicon import lexicon

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

_HOST = re.compile(r"^(?:[a-z][a-z0-9+.-]{0,20}://)?([^/\s:?#]{1,200})", re.IGNORECASE)
#: Shorter remainders of a site's name are initials, not a town; a state's two letters excepted.
_SHORTEST = 4
_LONGEST_LABEL = 40
_WEIGHED = 30


@dataclass(frozen=True, slots=True)
class Home:
    """What a source's name says of where it is: the ``country`` of its address (ISO alpha-2), the places its name may hold."""

    country: str | None
    candidates: tuple[Candidate, ...]


def home(document: Document | None, gazetteer: Gazetteer) -> Home:
    """The home of the paper that a document is from; an empty one where its source says nothing."""
    if document is None:
        return Home(None, ())
    return _home(document.source or "", document.url or "", gazetteer)


@lru_cache(maxsize=2_000)
def _home(source: str, url: str, gazetteer: Gazetteer) -> Home:
    hosts = [host for text in (url, source) if (host := _host(text))]
    country = next((c for c in map(_country, hosts) if c), None)
    for name in [*(n for host in hosts for n in _labels(host)), *([] if _host(source) else [_plain(source)])]:
        found = _named(name, gazetteer)
        if found:
            return Home(country, found)
    return Home(country, ())


def _host(text: str) -> str:
    """The host of an address, or a bare host name ("theparisnews.com"); "" where the text is neither."""
    match = _HOST.match(text.strip())
    host = match[1].casefold().strip(".") if match and " " not in text.strip() else ""
    return host if "." in host else ""


def _country(host: str) -> str | None:
    end = host.rpartition(".")[2]
    if len(end) != 2 or not end.isalpha() or end in lexicon("resolution").words("papers", "generic"):
        return None
    return "GB" if end == "uk" else end.upper()


def _labels(host: str) -> Iterator[str]:
    """The parts of a host name that may hold a paper's name, the most telling one last registered first."""
    lexical = lexicon("resolution")
    parts = host.split(".")[:-1]
    if len(parts) > 1 and parts[-1] in lexical.words("papers", "second"):
        parts = parts[:-1]
    for part in reversed([p for p in parts if p not in lexical.words("papers", "hosts")]):
        yield part[:_LONGEST_LABEL].replace("-", " ")


def _plain(source: str) -> str:
    return " ".join(re.findall(r"\w+", source.casefold())[:8])


def _named(name: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The places that a paper's name holds: without the words that papers call themselves by, whole or cut in two."""
    for rest in _remainders(name):
        if len(rest) == 2 and rest not in lexicon("resolution").words("papers", "initials"):
            state = [
                c for c in gazetteer.candidates(rest.upper()) if c.name_kind == "abbreviation" and "A.ADM1" in c.place.feature
            ]
            if state:
                return tuple(state)
        if len(rest) < _SHORTEST:
            continue
        found = gazetteer.candidates(rest.title())
        for cut in range(2, len(rest) - 1):
            if found or " " in rest:
                break
            found = tuple(c for c in gazetteer.candidates(f"{rest[:cut]} {rest[cut:]}".title()) if (c.place.population or 0) > 0)
        if found:
            return found[:_WEIGHED]
    return ()


def _remainders(name: str) -> Iterator[str]:
    """What is left of a paper's name when the words that papers call themselves by are cut off its ends, longest first."""
    words = lexicon("resolution").words("papers", "words")
    if " " in name:
        kept = [w for w in name.split() if w not in words]
        yield " ".join(kept)
        for word in kept:
            yield word
        return
    rest, left = name, True
    while left:
        if rest not in words:
            yield rest
        left = False
        for word in sorted((w for w in words if len(w) > 2), key=len, reverse=True):
            if len(word) < len(rest) and rest.endswith(word):
                rest, left = rest[: -len(word)], True
                break
            if len(word) < len(rest) and rest.startswith(word):
                rest, left = rest[len(word) :].removeprefix("of"), True
                break
