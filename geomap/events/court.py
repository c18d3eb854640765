"""What somebody was tried for: it was done before the trial, however near the words stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.events.clauses import ROLES_FILE, ancestors, children, entries, is_finite, is_verb

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_WHO = frozenset({"nsubj", "nsubjpass", "dobj"})


def tried_for(deed: Token) -> Token | None:
    """The word of the law for which a deed is only the reason; None where it is none.

    *Convicted of the murder of two men*, *fined for poaching*, *accused of looting a shop*, *the general who sent the tanks was
    sentenced*. What the law did then is no such deed: *acquitted of contempt and freed*.
    """
    for child, head in ancestors(deed):
        if child.dep_ == "prep" and _is_of_court(head) and child.lower_ in entries(ROLES_FILE, "court_reasons"):
            return head
        if child.dep_ == "relcl":
            return _tried(child, head)
        if is_verb(head) and is_finite(head):
            return None
    return None


def _tried(clause: Token, who: Token) -> Token | None:
    """The verb of the law by which those were tried of whom a clause says what they had done."""
    did = any(c.tag_ in {"WP", "WDT"} and c.dep_ == "nsubj" and c.lower_ in {"who", "that"} for c in children(clause, "nsubj"))
    if not did or who.dep_ not in _WHO or not _is_of_court(who.head):
        return None
    judged = who.dep_ in {"nsubjpass", "dobj"}
    return who.head if judged else None


def _is_of_court(word: Token) -> bool:
    return word.lemma_.lower() in entries(ROLES_FILE, "court")
