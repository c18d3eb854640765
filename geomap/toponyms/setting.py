"""What the words around a name say of the place meant: what it lies in, what kind of place it is, which names stand beside it.

Everything is read from the text alone, so that it holds with and without a parse.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from geomap.toponyms.lexicon import lexicon
from geomap.toponyms.mention import Kind, Mention

#: Names further apart in the text than this many mentions are not "beside" each other.
_BESIDE = 6
#: Characters over which two names stand e times less close.
_REACH = 120.0
#: Containers that are followed in "Athens, Clarke County, Georgia, United States".
_CHAIN = 4
_COMMA = re.compile(r",? ?[,(/] ?\Z")
_OWNER = re.compile(r"['’]s? (?:[\w.-]{1,30} ){0,2}\Z")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LINE = 60


@dataclass(slots=True)
class Setting:
    """What one mention's surroundings say.

    ``commas``: names that it is said to lie in after it ("Athens, Georgia", "Athens (Georgia)", "Athens, a city in Georgia").
    ``around``: the same said before it ("Y's X", "the Y town of X"). ``cues``: kinds of place that the words beside it speak
    for. ``opens``: it is the first name of the document, or opens a line in capitals, as the place where a report was written.
    """

    commas: list[str] = field(default_factory=list)
    around: list[str] = field(default_factory=list)
    cues: set[str] = field(default_factory=set)
    opens: bool = False


@lru_cache(maxsize=1)
def _containment() -> re.Pattern[str]:
    nouns = "|".join(sorted(lexicon("resolution").words("containment", "nouns")))
    part = "(?:(?:[a-z]{3,14}ern|central|upper|lower|rural) )?"
    return re.compile(rf",? (?:(?:an? |the )?(?:[\w-]{{1,20}} ){{0,3}}(?:{nouns}) )?(?:in|of) (?:the )?{part}\Z", re.IGNORECASE)


@lru_cache(maxsize=1)
def _backward() -> re.Pattern[str]:
    nouns = "|".join(sorted(lexicon("resolution").words("containment", "nouns")))
    return re.compile(rf" (?:(?:{nouns}),? )(?:of )?\Z", re.IGNORECASE)


def settings(mentions: Sequence[Mention], text: str) -> list[Setting]:
    """The setting of each mention; ``text`` is the document's, or "" where only the mentions are known."""
    found = [Setting() for _ in mentions]
    for setting, mention in zip(found, mentions, strict=True):
        if mention.container:
            setting.commas.append(mention.container)
    if not text:
        return found
    order = sorted(range(len(mentions)), key=lambda i: mentions[i].start)
    if order:
        found[order[0]].opens = True
    for at, i in enumerate(order):
        following = [mentions[j] for j in order[at + 1 : at + 1 + _CHAIN]]
        _read_ahead(mentions[i], following, text, found[i])
        _read_back(mentions[i], mentions[order[at - 1]] if at else None, text, found[i])
        _read_cues(mentions[i], text, found[i])
    return found


def _read_ahead(mention: Mention, following: Sequence[Mention], text: str, setting: Setting) -> None:
    end = mention.end
    for step, other in enumerate(following):
        gap = text[end : other.start]
        if other.start < end or len(gap) > _LINE:
            return
        if _COMMA.fullmatch(gap):
            if other.name not in setting.commas:
                setting.commas.append(other.name)
        elif step == 0 and _containment().fullmatch(gap):
            setting.commas.append(other.name)
            return
        else:
            return
        end = other.end


def _read_back(mention: Mention, before: Mention | None, text: str, setting: Setting) -> None:
    if before is None or before.end > mention.start or mention.start - before.end > _LINE:
        return
    gap = text[before.end : mention.start]
    if _OWNER.fullmatch(gap) or _backward().fullmatch(gap) or gap == " ":
        setting.around.append(before.name)


def _read_cues(mention: Mention, text: str, setting: Setting) -> None:
    cues = _cue_words()
    line = text[max(0, mention.start - _LINE) : mention.start].rpartition("\n")[2]
    before = [w.casefold() for w in _WORD.findall(line)[-3:]]
    after = [
        w.casefold() for w in _WORD.findall(text[mention.end : mention.end + _LINE].partition("\n")[0].partition(".")[0])[:2]
    ]
    own = [w.casefold() for w in _WORD.findall(mention.surface)]
    if len(own) > 1:
        for word in (own[0], own[-1]):
            setting.cues.update(f"own {kind}" for kind in cues.get(word, ()))
    for word in after:
        setting.cues.update(f"after {kind}" for kind in cues.get(word, ()))
    if len(before) > 1 and before[-1] == "of":
        setting.cues.update(f"of {kind}" for kind in cues.get(before[-2], ()))
    elif len(before) > 2 and before[-2] == "of" and before[-1] == "the":
        setting.cues.update(f"of {kind}" for kind in cues.get(before[-3], ()))
    start = text[mention.start - 1 : mention.start]
    if start in {"", "\n"} and mention.surface.isupper() and len(mention.surface) > 3:
        setting.opens = True


@lru_cache(maxsize=1)
def _cue_words() -> Mapping[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for kind, words in lexicon("resolution").table("cues").items():
        for word in words:
            table.setdefault(word, []).append(kind)
    return {word: tuple(kinds) for word, kinds in table.items()}


def closeness(mentions: Sequence[Mention], group: Sequence[int]) -> dict[tuple[int, int], float]:
    """How close two names stand in the text, from 0 to 1, at their closest; ``group`` gives the name of each mention."""
    order = sorted(range(len(mentions)), key=lambda i: mentions[i].start)
    found: dict[tuple[int, int], float] = {}
    for at, i in enumerate(order):
        for j in order[at + 1 : at + 1 + _BESIDE]:
            a, b = group[i], group[j]
            if a == b:
                continue
            close = 2.0 ** (-max(0, mentions[j].start - mentions[i].end) / _REACH)
            if close > 0.02:
                found[a, b] = max(found.get((a, b), 0.0), close)
                found[b, a] = found[a, b]
    return found


def counted(listed: Sequence[Setting]) -> Counter[str]:
    """How many of these settings have each cue."""
    return Counter(cue for setting in listed for cue in setting.cues)


def is_area(mention: Mention) -> bool:
    """Whether a mention is a vague area, whose sense is its own."""
    return mention.kind is Kind.AREA
