"""What a place name stands for where it is used: the place itself, a government or people, or a part of another name.

Where there is no parse of dependencies, ``usage_linear`` tells it from the words around.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.model import Place, Usage
from geomap.toponyms.lexicon import Lexicon, lexicon
from geomap.toponyms.mention import Kind, Mention
from geomap.toponyms.usage_linear import acts_by_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: How many steps up through co-ordinations are followed.
_CHAIN = 6
_DATELINE_MARKS = frozenset({"(", "–", "—", "--", ":"})
_OBJECTS = frozenset({"dobj", "obj", "dative", "oprd", "attr", "appos"})
#: Seas, oceans and continents lend their names to what is only somewhere on them.
_WIDE = frozenset({"H.OCN", "H.SEA", "L.CONT"})
_MODIFIERS = frozenset({"compound", "nmod", "amod"})


def usage_of(mention: Mention, place: Place | None, parsed: Doc, *, contained: bool = False) -> Usage:
    """The usage of one mention; ``place`` is what it was resolved to (only a country, a capital or a body can act).

    ``contained``: the text says where it lies ("Vladivostok, Russia"), so the place itself is meant.
    """
    if mention.kind in {Kind.DEMONYM, Kind.EMBEDDED}:
        return Usage.DEMONYM if mention.kind is Kind.DEMONYM else Usage.EMBEDDED
    if place is not None and place.feature in _WIDE and _begins_a_name(mention, parsed):
        return Usage.EMBEDDED
    if mention.kind is Kind.AREA or contained:
        return Usage.LITERAL
    lexical = lexicon("usage")
    strength = _strength(mention, place, lexical)
    if strength == "none" or _dateline(mention, parsed):
        return Usage.LITERAL
    if _joined(mention, parsed, lexical):
        acts = strength != "town"
    elif parsed.has_annotation("DEP"):
        acts = _acts(mention, parsed, lexical, strength)
    else:
        acts = acts_by_words(mention, parsed, strength)
    return Usage.METONYM if acts else Usage.LITERAL


def _begins_a_name(mention: Mention, parsed: Doc) -> bool:
    """Whether a longer name goes on after a sea's: *the Grand Pacific Hotel*, *the Indian Ocean Tuna Commission*."""
    if mention.last >= len(parsed):
        return False
    after = parsed[mention.last]
    joined = after.idx == mention.end + 1 and after.text[0].isupper() and after.pos_ == "PROPN"
    return joined and after.lower_ not in lexicon("usage").words("nouns", "reaches")


def _joined(mention: Mention, parsed: Doc, lexical: Lexicon) -> bool:
    """ "U.S.-led", "Moscow-backed": a hyphen joins the name to what only somebody does."""
    led = lexical.words("nouns", "led")
    whole = parsed[mention.last - 1].lower_
    if "-" in whole and whole.rpartition("-")[2] in led:
        return True
    after = parsed[mention.last : mention.last + 2]
    return len(after) > 1 and after[0].text in {"-", "–"} and after[1].lower_ in led


def _dateline(mention: Mention, parsed: Doc) -> bool:
    """Whether the name opens a line as the place that a report was written in: "HANOI (VNA) –"."""
    opens = mention.first == 0 or parsed[mention.first - 1].is_space
    if not opens or mention.last >= len(parsed):
        return False
    return parsed[mention.last].text in _DATELINE_MARKS or (mention.surface.isupper() and len(mention.surface) > 4)


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


def _acts(mention: Mention, parsed: Doc, lexical: Lexicon, strength: str) -> bool:
    token = parsed[mention.first : mention.last].root
    dep = token.dep_
    for _ in range(_CHAIN):
        joined = dep in {"conj", "appos", *_MODIFIERS} and token.head.pos_ in {"PROPN", "NOUN"} and token.head.ent_type_ == "GPE"
        if not joined:
            break
        token = token.head
        dep = token.dep_
    head = token.head
    if dep == "poss" or (dep in _MODIFIERS and head.i >= mention.last):
        return _owner(head, dep, mention, lexical, strength)
    preposition = _preposition(mention, parsed, lexical)
    if preposition is not None:
        return _preposed(preposition, lexical, strength)
    return _governed(token, mention, lexical, strength)


def _governed(token: Token, mention: Mention, lexical: Lexicon, strength: str) -> bool:
    """By the place's part in its clause: after a preposition, subject, object."""
    dep = token.dep_
    if dep == "pobj":
        return _preposed(token.head, lexical, strength)
    if dep in {"nsubj", "nsubjpass", "csubj", "expl"}:
        return _subject(token, dep, lexical, strength)
    if dep in _OBJECTS:
        return _object(token, lexical, strength)
    return _linear(mention, token.doc, lexical, strength)


def _preposition(mention: Mention, parsed: Doc, lexical: Lexicon) -> Token | None:
    """The preposition just before the mention: surer than the parse, which takes "to North Korea seeking" for a clause."""
    first = mention.first - 1
    if first > 0 and parsed[first].lower_ == "the":
        first -= 1
    if first < 0:
        return None
    before = parsed[first]
    known = any(before.lower_ in lexical.words("prepositions", group) for group in ("literal", "associative", "governed"))
    return before if known and before.dep_ in {"prep", "agent", "dative"} else None


def _preposed(preposition: Token, lexical: Lexicon, strength: str) -> bool:
    word = preposition.lower_
    governor = preposition.head
    low = governor.lemma_.casefold()
    if preposition.dep_ == "agent":
        return strength != "town"
    if word in lexical.words("prepositions", "associative"):
        nouns = {low, preposition.nbor(-1).lemma_.casefold()} if preposition.i else {low}
        way = bool(nouns & (lexical.words("nouns", "literal") | lexical.words("nouns", "ways")))
        return not way and (strength != "town" or word == "against")
    if word == "of":
        return strength != "town" and low in lexical.words("nouns", "of")
    return word in lexical.words("prepositions", "governed") and _dealt(word, governor, lexical, strength)


def _dealt(word: str, governor: Token, lexical: Lexicon, strength: str) -> bool:
    """After "to", "from", "for", "on": whether the word that these hang on tells of a dealing, not of a movement."""
    for above in (governor, *_governors(governor)):
        low = above.lemma_.casefold()
        if low in lexical.words("transfer", "words") or (word == "on" and low in lexical.words("subject", "speech")):
            return strength != "town"
        if low in lexical.words("motion", "words"):
            return False
    return strength in {"seat", "body"} or (word == "for" and strength == "state")


def _governors(token: Token) -> tuple[Token, ...]:
    """The verb that governs a noun, where the noun itself says nothing."""
    if token.pos_ in {"VERB", "AUX"} or token.head is token:
        return ()
    return (token.head,)


def _subject(token: Token, dep: str, lexical: Lexicon, strength: str) -> bool:
    verb = token.head
    low = verb.lemma_.casefold()
    if low in lexical.words("subject", "speech") or low in lexical.words("subject", "sport"):
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


def _owner(head: Token, dep: str, mention: Mention, lexical: Lexicon, strength: str) -> bool:
    """ "Moscow's war", "U.S. officials", "Kremlin spokesman" against "Russia's coast", "the Ukraine war"."""
    parsed = head.doc
    forms = {head.lemma_.casefold(), head.lower_}
    if dep != "poss" and mention.last < len(parsed):
        forms |= {parsed[mention.last].lemma_.casefold(), parsed[mention.last].lower_}
    paired = mention.last < len(parsed) and parsed[mention.last].text in {"-", "–"}
    eventful = dep != "poss" and not paired and bool(forms & lexical.words("nouns", "eventful"))
    if eventful or forms & lexical.words("nouns", "literal"):
        return False
    if strength in {"seat", "body"}:
        return True
    if strength == "town":
        return False
    sold = mention.first > 0 and parsed[mention.first - 1].lemma_.casefold() in lexical.words("transfer", "words")
    named = bool(forms & lexical.words("nouns", "associative"))
    return named or sold or dep == "poss" or head.ent_type_ == "PERSON" or head.pos_ in {"VERB", "AUX"}


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
