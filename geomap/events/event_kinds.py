"""What kind of event a draft tells of, as the clues of where it is name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.events.clauses import ROLES_FILE, children, entries, is_verb, subject
from geomap.events.draft import Draft
from geomap.model import Status

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

OPEN = frozenset({Status.PLANNED, Status.POSSIBLE})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "their", "its"})

#: Families of events that are told of a place that is gone to, or brought something to.
JOURNEYS = frozenset({"travel", "transfer"})


def group_of(draft: Draft) -> str:
    """Which places an event asks for: a spot, where one goes, none (speech), or nothing known."""
    if draft.found.sense.open_class or draft.found.event_type == "other":
        return "other deeds"
    if draft.found.event_type in entries(ROLES_FILE, "scene_types"):
        return "deeds at a spot"
    if draft.family in {"speech", "rejection", "sanction", "concession", "agreement"}:
        return "words"
    if draft.family in {"travel", "transfer"}:
        return "journeys"
    return "meetings and plans"


def class_of(draft: Draft) -> str:
    """Whether it has happened, goes on or is to come."""
    if draft.status in OPEN:
        return "to come"
    return "ongoing" if draft.status is Status.ONGOING else "past"


def form_of(draft: Draft) -> str:
    """*had* of the event's verb; the article of its noun."""
    token = draft.found.token
    if draft.found.is_noun:
        return "the noun" if any(c.lower_ in DEFINITE for c in children(token, "det", "poss")) else "noun"
    auxiliaries = {c.lower_ for c in children(token, "aux")}
    return next((f"verb {word}" for word in ("had", "has", "have") if word in auxiliaries), f"verb {token.tag_}")


def continuity_of(trigger: Token) -> str:
    """Whether an event's clause goes on with those who were spoken of, or brings in somebody else."""
    doer = subject(trigger) if is_verb(trigger) else None
    if doer is None:
        return "of nobody"
    if doer.pos_ == "PRON":
        return "of the same"
    if doer.pos_ == "PROPN":
        return "of a name"
    return "of those known" if any(c.lower_ in DEFINITE for c in children(doer, "det", "poss")) else "of others"
