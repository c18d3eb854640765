"""What an article is about, where no list has a word for it: the event that its title or its first sentence tells of.

Everywhere else in a text a verb that no list knows needs a place of its own, and a bare noun something that makes it one event.
What leads an article is its news all the same: *Actress checks into clinic*.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from geomap.events.clauses import children, entries, is_finite, is_light, is_plan, is_speech, is_verb, subject
from geomap.events.context import Context
from geomap.events.draft import Draft
from geomap.events.triggers import Found, may_be_unlisted
from geomap.events.types import OPEN_CLASS_FILE, Sense, verb_senses
from geomap.model import Status

if TYPE_CHECKING:
    from geomap.syntax.tree import Span, Token

_SPEECH = "speech"
#: The title and the first sentence; or, where the text has no title, the first two sentences.
_LEADING_SENTENCES = 2
#: From a verb that only carries another (*said that*, *is set to*) to that other.
_INNER = ("ccomp", "xcomp", "acomp")
_DEPTH = 4
#: A sentence of fewer words is no headline but a name, a date or a place.
_FEWEST_WORDS = 4
_PRESENT = frozenset({"VBZ", "VBP"})
_CONDITIONS = frozenset({"if", "unless", "whether", "why", "how", "what", "when"})


def untold_lead(
    told: Sequence[Sequence[Draft]], slight: Sequence[Sequence[Draft]], context: Context, figures: Collection[int]
) -> Sequence[Draft] | Found | None:
    """What the article leads with, if no happening that is ``told`` stands there; None where one does, or nothing happens there.

    It is one of the happenings that say too little to be told anywhere else (``slight``), or else the verb that tells of it. What
    was said or denied there, or is long over, is not what the article leads with; nor is a figure of speech, or what has to do
    with one.
    """
    leading_sentences = list(_leading(context))
    drafts = [d for g in told for d in g if not _is_aside(d)]
    if any(_in(d, sentence) for sentence in leading_sentences for d in drafts if not d.found.sense.open_class):
        return None
    if any(_in(d, sentence) for sentence in leading_sentences[:1] for d in drafts):
        return None  # what a verb on no list tells of is what an article leads with only where it comes first
    taken = {d.found.token.i for g in told for d in g}
    for sentence in leading_sentences:
        leading = [g for g in slight if any(_in(d, sentence) and not _is_aside(d) for d in g)]
        if leading:
            return max(leading, key=lambda g: (len(g), g[0].weight, -g[0].found.token.i))
        verb = _telling(sentence.root, context)
        if verb is not None and verb.i not in taken and not _is_figurative(verb, figures):
            senses = [s for s in verb_senses().get(verb.lemma_.lower(), ()) if not s.needs]
            return Found(verb, Sense(senses[0].event_type if senses else "other"))
    return None


def _is_figurative(verb: Token, figures: Collection[int]) -> bool:
    """Whether a verb is a figure of speech or has to do with one: *a storm of protest greeted the budget*, *came under fire*."""
    below = (o for p in children(verb, "prep") for o in children(p, "pobj"))
    return any(t.i in figures for t in (verb, *verb.children, *below))


def _in(draft: Draft, sentence: Span) -> bool:
    return sentence.start <= draft.found.token.i < sentence.end


def _is_aside(draft: Draft) -> bool:
    """Whether a trigger is not what a sentence is there to tell: speech, a denial, who somebody is (*who shot to fame*)."""
    token = draft.found.token
    return draft.family == _SPEECH or draft.status is Status.DENIED or (token.dep_ == "relcl" and draft.when is None)


def _leading(context: Context) -> Iterator[Span]:
    """The first sentences that have a verb."""
    n = 0
    for sentence in context.parsed.sents:
        words = sum(t.is_alpha for t in sentence)
        if words >= _FEWEST_WORDS and any(is_verb(t) for t in sentence):
            yield sentence
            n += 1
        if n == _LEADING_SENTENCES:
            return


def _telling(root: Token, context: Context) -> Token | None:
    """The verb that tells of the event, at the root or below a verb that only carries it."""
    token = root
    for _ in range(_DEPTH):
        if not is_verb(token) and token.dep_ != "acomp":
            return None
        if not (is_speech(token) or is_light(token) or is_plan(token) or token.lemma_.lower() == "be"):
            break
        inner = next(children(token, *_INNER), None)
        if inner is None:
            return None
        token = inner
    return token if is_verb(token) and _is_event(token, context) else None


def _is_event(verb: Token, context: Context) -> bool:
    if verb.lemma_.lower() in entries(OPEN_CLASS_FILE, "never") or is_speech(verb) or not may_be_unlisted(verb, context):
        return False
    if verb.i in context.in_toponym or verb.i in context.in_timex or verb.sent.text.rstrip().endswith("?"):
        return False
    if any(c.lower_ in _CONDITIONS for c in children(verb, "mark", "advmod")):
        return False
    if any(s.alone for s in verb_senses().get(verb.lemma_.lower(), ())) and any(True for _ in children(verb, "dobj")):
        return False  # "the firms are demonstrating a belief"
    who = subject(verb)
    if who is None or not any(t.pos_ in {"NOUN", "PROPN"} for t in who.subtree):
        return False
    return not _says_what_is_so(verb)


def _says_what_is_so(verb: Token) -> bool:
    """Whether a full sentence is in the simple present: no news, as it would be in a headline."""
    tensed = verb if is_finite(verb) else next((t for t in verb.sent if t.tag_ in _PRESENT), verb)
    aside = any(True for _ in children(verb, "aux", "auxpass"))
    return verb.sent.text.rstrip().endswith(".") and tensed.i == verb.i and verb.tag_ in _PRESENT and not aside
