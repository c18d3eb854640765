"""What a place name stands for, told from the words around it alone: for documents whose dependencies nobody parsed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from geomap.toponyms.lexicon import Lexicon, lexicon
from geomap.toponyms.mention import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: How far a word is looked for: the verb after a subject, what a preposition hangs on, the noun after a possessive.
_VERB, _GOVERNOR, _NOUN = 7, 5, 4
_JOINTS = frozenset({"and", "or", ",", "-", "–", "/"})
_STOPS = frozenset({".", "!", "?", ";", ":", '"', "”", "(", ")", "\n"})
_OWNS = frozenset({"'s", "’s", "'", "’"})
#: These begin a clause as well as a phrase.
_CLAUSES = frozenset({"after", "before", "until"})
#: Names joined by "and" share one part in the sentence; so many are stepped over.
_COMPANIONS = 3
_PLACED = frozenset({"GPE", "LOC", "NORP", "FAC"})


def acts_by_words(mention: Mention, parsed: Doc, strength: str) -> bool:
    """Whether the name stands for people who act; ``strength`` is how readily it does ("seat", "body", "state", "town")."""
    lexical = lexicon("usage")
    first, last = _widened(mention, parsed)
    after = parsed[last] if last < len(parsed) else None
    if after is not None and after.text in _OWNS:
        return _owns(parsed, last + 1, lexical, strength)
    before = _before(parsed, first)
    clause = before is not None and before.lower_ in _CLAUSES and after is not None and _begins_clause(after, lexical)
    if before is not None and not clause:
        decided = _preposed(before, lexical, strength)
        if decided is not None:
            return decided
    if after is not None and _modifies(after, lexical):
        return strength != "town"
    verb = _verb_after(parsed, last, lexical)
    if verb is not None:
        return _does(verb, lexical, strength)
    return (before is not None and _told(before, lexical, strength)) or strength in {"seat", "body"}


def forms(token: Token) -> frozenset[str]:
    """What a word's dictionary form may be: its lemma where it has one, else the word cut by its endings."""
    low = token.lower_
    return frozenset({token.lemma_.casefold()} | _cut(low)) if token.lemma_ else _cut(low)


@lru_cache(maxsize=20_000)
def _cut(low: str) -> frozenset[str]:
    found = {low}
    for ending, others in (
        ("ies", ("y",)),
        ("es", ("", "e")),
        ("s", ("",)),
        ("ied", ("y",)),
        ("ed", ("", "e")),
        ("ing", ("", "e")),
    ):
        if low.endswith(ending) and len(low) > len(ending) + 2:
            stem = low[: -len(ending)]
            found.update(stem + other for other in others)
            if ending in {"ed", "ing"} and stem[-1] == stem[-2]:
                found.add(stem[:-1])
    irregular = {"said": "say", "told": "tell", "gave": "give", "sold": "sell", "sent": "send", "made": "make", "took": "take"}
    found.update(irregular[low] for _ in (0,) if low in irregular)
    return frozenset(found)


def _widened(mention: Mention, parsed: Doc) -> tuple[int, int]:
    """The mention with the places that "and" or a comma joins to it: "Moscow and Pyongyang"."""
    first, last = mention.first, mention.last
    for _ in range(_COMPANIONS):
        if first > 1 and parsed[first - 1].lower_ in _JOINTS and parsed[first - 2].ent_type_ in _PLACED:
            first -= 2
            while first > 0 and parsed[first - 1].ent_type_ in _PLACED and parsed[first].ent_iob_ == "I":
                first -= 1
        elif (
            first > 2
            and parsed[first - 1].lower_ == "the"
            and parsed[first - 2].lower_ in _JOINTS
            and parsed[first - 3].ent_type_ in _PLACED
        ):
            first -= 3
    for _ in range(_COMPANIONS):
        ahead = last + 1
        if ahead < len(parsed) and parsed[ahead].lower_ == "the":
            ahead += 1
        if ahead < len(parsed) and parsed[last].lower_ in _JOINTS and parsed[ahead].ent_type_ in _PLACED:
            last = ahead + 1
            while last < len(parsed) and parsed[last].ent_type_ in _PLACED and parsed[last].ent_iob_ == "I":
                last += 1
    return first, last


def _before(parsed: Doc, first: int) -> Token | None:
    """The word before, without its article."""
    at = first - 1
    if at > 0 and parsed[at].lower_ == "the":
        at -= 1
    return parsed[at] if at >= 0 and parsed[at].text not in _STOPS else None


def _preposed(before: Token, lexical: Lexicon, strength: str) -> bool | None:
    """What the preposition before the name says; None where there is none."""
    word = before.lower_
    governors = _back(before, _GOVERNOR)
    if word in lexical.words("prepositions", "associative"):
        ways = lexical.words("nouns", "ways") | lexical.words("nouns", "literal")
        return not any(forms(t) & ways for t in governors[:2]) and (strength != "town" or word == "against")
    if word == "of":
        return strength != "town" and bool(governors) and bool(forms(governors[0]) & lexical.words("nouns", "of"))
    if word in lexical.words("prepositions", "literal"):
        return False
    return _governed(word, governors, lexical, strength) if word in lexical.words("prepositions", "governed") else None


def _governed(word: str, governors: Sequence[Token], lexical: Lexicon, strength: str) -> bool:
    """After "to", "from", "for", "on": whether the nearest telling word before tells of a dealing, not of a movement."""
    for token in governors:
        low = forms(token)
        if low & lexical.words("transfer", "words") or (word == "on" and low & lexical.words("subject", "speech")):
            return strength != "town"
        if low & lexical.words("motion", "words"):
            return False
    return strength in {"seat", "body"} or (word == "for" and strength == "state")


def _back(token: Token, count: int) -> list[Token]:
    """The words before a token up to the nearest stop, nearest first."""
    found = []
    for at in range(token.i - 1, max(-1, token.i - 1 - count), -1):
        word = token.doc[at]
        if word.text in _STOPS:
            break
        found.append(word)
    return found


def _owns(parsed: Doc, start: int, lexical: Lexicon, strength: str) -> bool:
    """ "Moscow's war effort" against "Russia's Pacific coast": the first telling noun; a government owns most of the rest."""
    for token in parsed[start : start + _NOUN]:
        if token.text in _STOPS or token.text == ",":
            break
        low = forms(token)
        if low & lexical.words("nouns", "literal"):
            return False
        if low & lexical.words("nouns", "associative"):
            return strength != "town"
    return strength in {"seat", "body", "state"}


def _modifies(after: Token, lexical: Lexicon) -> bool:
    """ "U.S. officials", "Kremlin spokesman Peskov": a noun follows that makes it a government."""
    low = forms(after)
    return (
        bool(low & lexical.words("nouns", "associative")) and not low & lexical.words("nouns", "literal") and not _verbal(after)
    )


def _verbal(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"}


def _begins_clause(after: Token, lexical: Lexicon) -> bool:
    """Whether "after the U.S. said" goes on: then the name is a subject."""
    return (
        _verbal(after)
        or after.lower_ in lexical.words("nouns", "between")
        or bool(forms(after) & lexical.words("subject", "speech"))
    )


def _verb_after(parsed: Doc, last: int, lexical: Lexicon) -> Token | None:
    """The verb whose subject the name may be: what follows, helping words and short asides stepped over."""
    for at in range(last, min(len(parsed), last + _VERB)):
        token = parsed[at]
        if token.text in _STOPS:
            return None
        low = forms(token)
        known = any(low & lexical.words("subject", part) for part in ("speech", "act", "sport", "place"))
        if known and token.lower_ not in lexical.words("nouns", "between"):
            return token
        if token.lower_ in lexical.words("nouns", "between") or at == last:
            continue
        if token.lower_ in lexical.words("prepositions", "literal"):
            return None
    return None


def _does(verb: Token, lexical: Lexicon, strength: str) -> bool:
    low = forms(verb)
    if low & lexical.words("subject", "speech") or low & lexical.words("subject", "sport"):
        return True
    return strength != "town" and not low & lexical.words("subject", "place")


def _told(before: Token, lexical: Lexicon, strength: str) -> bool:
    """Whether the verb before has the name for its object, as only somebody can be: "warned Moscow"."""
    low = forms(before)
    if strength == "town" or low & lexical.words("object", "literal"):
        return False
    return any(low & lexical.words(*path) for path in (("transfer", "words"), ("subject", "speech"), ("subject", "act")))
