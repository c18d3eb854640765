"""What a place name stands for where it is used: the place itself, a government or people, or a part of another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.model import Place, Usage
from geomap.toponyms.lexicon import Lexicon, lexicon
from geomap.toponyms.mention import Kind, Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: How many steps up through co-ordinations are followed.
_CHAIN = 6
_OBJECTS = frozenset({"dobj", "obj", "dative", "oprd", "attr", "appos"})
_MODIFIERS = frozenset({"compound", "nmod", "amod"})


def usage_of(mention: Mention, place: Place | None, parsed: Doc) -> Usage:
    """The usage of one mention; ``place`` is what it was resolved to (only a country, a capital or a body can act)."""
    if mention.kind is Kind.DEMONYM:
        return Usage.DEMONYM
    if mention.kind is Kind.EMBEDDED:
        return Usage.EMBEDDED
    if mention.kind is Kind.AREA or mention.container is not None:
        return Usage.LITERAL
    lexical = lexicon("usage")
    strength = _strength(mention, place, lexical)
    if strength == "none":
        return Usage.LITERAL
    head = parsed[mention.first : mention.last].root
    acts = _acts(head, mention, parsed, lexical, strength)
    return Usage.METONYM if acts else Usage.LITERAL


def _strength(mention: Mention, place: Place | None, lexical: Lexicon) -> str:
    """How readily the name stands for people who act: ``body`` always, ``state`` readily, ``town`` only when it speaks."""
    low = mention.name.casefold().removeprefix("the ")
    if low in lexical.words("seats", "names"):
        return "seat"
    if low in lexical.words("seats", "bodies"):
        return "body"
    if place is None:
        return "none"
    if place.feature in lexical.words("seats", "features"):
        return "state"
    return "town" if place.feature[:2] in {"P.", "A."} else "none"


def _acts(token: Token, mention: Mention, parsed: Doc, lexical: Lexicon, strength: str) -> bool:
    for _ in range(_CHAIN):
        dep = token.dep_
        if (dep == "conj" and token.head.pos_ in {"PROPN", "NOUN"}) or (dep == "appos" and token.head.ent_type_ == "GPE"):
            token = token.head
            continue
        break
    head = token.head
    if dep == "pobj":
        return _preposed(head, lexical, strength)
    if dep == "agent":
        return True
    if dep in {"nsubj", "nsubjpass", "csubj", "expl"}:
        return _subject(token, dep, lexical, strength)
    if dep in _OBJECTS:
        return _object(token, lexical, strength)
    if dep in {"poss"} or dep in _MODIFIERS:
        return _owner(head, dep, lexical, strength)
    return _linear(mention, parsed, lexical, strength)


def _preposed(preposition: Token, lexical: Lexicon, strength: str) -> bool:
    word = preposition.lower_
    if preposition.dep_ == "agent":
        return strength != "town"
    if word in lexical.words("prepositions", "associative"):
        return strength != "town"
    governor = preposition.head
    if word in lexical.words("prepositions", "governed"):
        chain = (governor, *(_governors(governor)))
        for g in chain:
            low = g.lemma_.casefold()
            moves = low in lexical.words("motion", "words")
            deals = low in lexical.words("transfer", "words")
            if deals and not (moves and g is not governor):
                return strength != "town"
            if moves:
                return False
        return strength in {"seat", "body"}
    return False


def _governors(token: Token) -> tuple[Token, ...]:
    """The verb that governs a noun, where the noun itself says nothing."""
    if token.pos_ in {"VERB", "AUX"} or token.head is token:
        return ()
    return (token.head,)


def _subject(token: Token, dep: str, lexical: Lexicon, strength: str) -> bool:
    verb = token.head
    low = verb.lemma_.casefold()
    if low in lexical.words("subject", "speech"):
        return True
    if strength == "town":
        return False
    if low in lexical.words("subject", "place"):
        return False
    if low == "be":
        nouns = lexical.words("subject", "place_nouns")
        return not any(c.dep_ in {"attr", "acomp"} and c.lemma_.casefold() in nouns for c in verb.children)
    if dep == "nsubjpass":
        return low not in lexical.words("object", "literal")
    return True


def _object(token: Token, lexical: Lexicon, strength: str) -> bool:
    verb = token.head
    if strength == "town":
        return False
    if token.dep_ == "dative":
        return True
    low = verb.lemma_.casefold()
    if low in lexical.words("object", "literal"):
        return False
    if any(low in lexical.words(*path) for path in (("transfer", "words"), ("subject", "speech"), ("subject", "act"))):
        return True
    return verb.pos_ == "VERB" and low not in lexical.words("motion", "words")


def _owner(head: Token, dep: str, lexical: Lexicon, strength: str) -> bool:
    """ "Moscow's war", "U.S. officials", "Kremlin spokesman" against "Russia's coast", "the Ukraine war"."""
    low = head.lemma_.casefold()
    if low in lexical.words("nouns", "literal"):
        return False
    if dep != "poss" and low in {"war", "conflict", "crisis"}:
        return False
    if strength in {"seat", "body"}:
        return True
    if low in lexical.words("nouns", "associative"):
        return strength == "state"
    if head.ent_type_ == "PERSON" or head.pos_ in {"VERB", "AUX"}:
        return strength == "state"
    return dep == "poss" and strength == "state"


def _linear(mention: Mention, parsed: Doc, lexical: Lexicon, strength: str) -> bool:
    """Without a parse that helps: the word before, else the word after."""
    if mention.first > 0:
        before = parsed[mention.first - 1].lower_
        if before == "the" and mention.first > 1:
            before = parsed[mention.first - 2].lower_
        if before in lexical.words("prepositions", "literal"):
            return False
        if before in lexical.words("prepositions", "associative"):
            return strength != "town"
    if mention.last < len(parsed):
        after = parsed[mention.last].lemma_.casefold()
        if after in lexical.words("subject", "speech"):
            return True
        if after in lexical.words("subject", "act"):
            return strength != "town"
    return strength in {"seat", "body"}
