"""What the words beside a name say of it: that it is a place's, whatever it looks like by itself.

*Barvana, where two men died*; *Um Dreka, a camp south of the town*; *their village, Ban Sop*; *the Nam Sok dam broke*; *30 km
south of Oruvia*; *left Porvaz for Teslin*; *the cyclone struck Anse-Bleue*. Somebody may be called Barvana, but no man is a
camp, and nothing happens thirty kilometres south of him.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.events.clauses import ROLES_FILE, children, entries
from geomap.events.meaning import is_everyday

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

#: How many words may stand between a name and what it is said to be: *a dusty gold-miners' settlement*.
_REACH = 7
_ARTICLES = frozenset({"a", "an", "the", "its", "their", "another"})
_OWNERS = frozenset({"the", "its", "their", "'s", "\u2019s"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "PART", "NUM"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_INNER = frozenset({"compound", "nmod", "amod", "poss"})


def is_said_to_be_a_place(first: Token, last: Token, root: Token) -> bool:
    """Whether the words beside a name say outright that it is a place: what it is, what is there, which site bears it."""
    return _has_where(last) or _is_called_a_place(last, root) or _is_a_site(first, last) or _is_borne(first, last, root)


def is_led_to(root: Token) -> bool:
    """Whether a name stands where the words lead to a place: *south of*, *left for*, *between Tulle and*, *struck by a storm*."""
    if root.dep_ == "pobj" and root.head.dep_ == "prep":
        preposition, governor = root.head.lower_, root.head.head
        if preposition == "of":
            return governor.lower_ in entries(ROLES_FILE, "of_a_name") and not any(True for _ in children(root, "det"))
        return preposition == "for" and governor.lemma_.lower() in entries(ROLES_FILE, "leaving_for")
    if root.dep_ != "dobj" or any(True for _ in children(root, "det", "poss")):
        return False
    verb = root.head
    if verb.lemma_.lower() in entries(ROLES_FILE, "done_to_places"):
        return True
    if root.ent_type_ in _PLACES and verb.lemma_.lower() in entries(ROLES_FILE, "reaching"):
        return True
    storms = any(c.lemma_.lower() in entries(ROLES_FILE, "storms") or _is_storm(c) for c in children(verb, "nsubj"))
    return storms and verb.lemma_.lower() in entries(ROLES_FILE, "hitting")


def _is_storm(subject: Token) -> bool:
    """Whether a storm is called by its name: *Cyclone Ruru*."""
    return any(c.lower_ in entries(ROLES_FILE, "storms") for c in children(subject, "compound"))


def _has_where(last: Token) -> bool:
    """*Barvana, where two men died*."""
    after = _after(last)
    return after is not None and after.text == "," and _follows(after, "where")


def _follows(token: Token, word: str) -> bool:
    after = _after(token)
    return after is not None and after.lower_ == word


def _after(token: Token) -> Token | None:
    return token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None


def _is_called_a_place(last: Token, root: Token) -> bool:
    """*Um Dreka, a camp south of the town*; *their village, Ban Sop*."""
    kinds = entries(ROLES_FILE, "called_places")
    if root.dep_ == "appos" and root.head.text in kinds and root.head.i < root.i:
        return True
    after = _after(last)
    article = _after(after) if after is not None and after.text == "," else None
    if article is None or article.lower_ not in _ARTICLES:
        return False
    head: Token | None = None
    for token in last.doc[article.i + 1 : article.i + 1 + _REACH]:
        if token.pos_ not in _NOMINAL and token.text not in {"-", "'"}:
            break
        head = token
    return head is not None and head.lower_ in kinds and not _follows(head, "of")  # "Zorvane, the town of Teslin"


def _is_a_site(first: Token, last: Token) -> bool:
    """Whether a name is a site's by its own last word: *the Nam Sok Dam*."""
    return first.i < last.i and last.lower_ in entries(ROLES_FILE, "named_sites") and not is_everyday(first.text)


def _is_borne(first: Token, last: Token, root: Token) -> bool:
    """Whether a site bears a name: *the Nam Sok dam broke*, *fled the Abu Direk camp*, *the Cerro Alto copper mine*."""
    before = first.nbor(-1).lower_ if first.i > 0 else ""
    if before not in _OWNERS or root.dep_ not in _INNER or all(is_everyday(t.text) for t in last.doc[first.i : last.i + 1]):
        return False
    for token in last.doc[last.i + 1 : last.i + 3]:
        if token.lower_ in entries(ROLES_FILE, "named_sites"):
            after = _after(token)
            return after is None or (after.pos_ not in {"NOUN", "PROPN"} and after.lower_ != "of")
        if token.pos_ != "NOUN":
            break
    return False
