"""Whether a noun of events names a kind of thing, whichever there may be or a picture of one, rather than one happening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.events.clauses import STATUS_FILE, children, entries, is_light, is_verb
from geomap.events.telling import is_always

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_CLAUSAL = frozenset({"csubj", "csubjpass"})
_EACH = frozenset({"every", "each"})


def is_generic(noun: Token) -> bool:
    """Whether a noun tells of no one happening: a bare plural among abstractions, *not every fire*, *simulated a quake*."""
    governor = noun.head.head if noun.dep_ == "pobj" else noun.head
    if _is_any(noun) or (noun.dep_ == "attr" and any(_is_any(c) for c in children(noun.head, "nsubj"))):
        return True  # "not every fire is arson"
    if noun.dep_ in {"dobj", "nsubjpass"} and noun.head.lemma_.lower() in entries(STATUS_FILE, "depicting"):
        return True
    if noun.tag_ == "NNS" and is_verb(governor) and is_always(governor):
        return True  # "people die in ferry accidents every year"
    if noun.dep_ in _CLAUSAL or (noun.dep_ == "nsubjpass" and any(c.lower_ == "can" for c in children(noun.head, "aux"))):
        return True  # "donations can be made"
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in entries(STATUS_FILE, "partitive"):
        return False
    bare = not any(True for _ in children(noun, "det", "poss", "amod", "compound", "nummod", "prep", "relcl", "acl", "nmod"))
    governed = is_verb(noun.head) and (is_light(noun.head) or noun.dep_ in {"nsubj", "nsubjpass"})
    return bare and noun.tag_ in {"NNS", "NN"} and not governed and noun.dep_ not in {"ROOT"}


def _is_any(noun: Token) -> bool:
    below = {c.lower_ for c in noun.children}
    return "not" in below and not below.isdisjoint(_EACH)
