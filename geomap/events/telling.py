"""Whether a verb tells of something that was or will be, and not what always is, is only asked for, or never came to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.events.clauses import SPEECH_FILE, STATUS_FILE, children, entries, subject
from geomap.events.context import Context
from geomap.events.types import OPEN_CLASS_FILE, verb_senses

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
#: *without a shot being fired*.
_ANY = frozenset({"a", "an", "any", "one", "single"})
_NOBODY = frozenset({"nobody", "none", "neither", "nothing"})
_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr"})
_EVERY = frozenset({"each", "every"})
_HARM = frozenset({"disaster", "fighting", "coercion"})
#: Words that make a clause a mere condition.
_CONDITIONS = frozenset({"if", "unless", "whether"})
#: Words that make a clause in the perfect what something else waits for.
_ONCE = frozenset({"when", "once", "until"})
_SOME_TIME = frozenset({"before", "ever"})
_TO_BLAME = frozenset({"responsible", "accountable", "liable"})
_HAVE = frozenset({"have", "has", "'ve"})
_CLAUSES_BESIDE = frozenset({"conj", "parataxis", "ccomp"})
#: Clauses that say what is asked, said or wanted.
_CONTENT = frozenset({"xcomp", "ccomp"})


def is_told(verb: Token, context: Context) -> bool:
    """Whether a verb, listed or not, tells rather than describes, supposes, or says what always is or never came to be."""
    if verb.dep_ in {"csubj", "csubjpass"} and verb.tag_ == "VBG":
        return False  # "asking for help has become a habit"
    if verb.dep_ == "csubj" and any(c.lower_ == "what" for c in children(verb, "nsubj")):
        return False  # "what saved us is that we know them"
    if verb.dep_ in {"amod", "compound", "aux", "auxpass"} or is_habitual(verb) or _is_abstention(verb) or _is_likened(verb):
        return False
    if _is_command(verb) or _is_for_comment(verb) or _is_blame(verb) or _names_people(verb):
        return False
    if _is_set_aside(verb) or _is_asked_for(verb, context) or _is_experience(verb):
        return False
    return not (_is_condition(verb, context) or _is_yet_to_be(verb, context) or _is_spared(verb, context))


def _is_likened(verb: Token) -> bool:
    """Whether something else only was like it: *it sounded as if a bomb had gone off*."""
    marks = {c.lower_ for c in children(verb, "mark")}
    return "as" in marks and not marks.isdisjoint({"if", "though"})


def _is_command(verb: Token) -> bool:
    """Whether it is an order, at the head of its sentence or of what is quoted: *"Put out the fire," one banner read*."""
    if verb.tag_ not in {"VB", "VBP"} or any(True for _ in children(verb, *_SUBJECTS, "aux", "mark")):
        return False
    return verb.i == verb.sent.start or verb.doc[verb.i - 1].is_quote


def _is_for_comment(verb: Token) -> bool:
    """Whether a reporter only says whom they asked: *could not be reached for comment*, *Reuters contacted an expert*."""
    if any(o.lemma_.lower() == "comment" for p in children(verb, "prep") if p.lower_ == "for" for o in children(p, "pobj")):
        return True
    who = subject(verb) if verb.lemma_.lower() in entries(OPEN_CLASS_FILE, "newsgathering") else None
    return who is not None and any(t.lower_ in entries(SPEECH_FILE, "media") for t in (who, *children(who, "compound")))


def _is_blame(verb: Token) -> bool:
    """Whether it only says what one thinks of somebody: *hold him responsible*."""
    return verb.lemma_ == "hold" and any(t.lower_ in _TO_BLAME and t.head in {verb, *verb.children} for t in verb.subtree)


def _names_people(participle: Token) -> bool:
    """Whether a participle stands for people: *the injured were taken to Oslo*."""
    return (
        participle.tag_ == "VBN" and participle.dep_ in _NOMINAL and any(c.lower_ == "the" for c in children(participle, "det"))
    )


def _is_set_aside(verb: Token) -> bool:
    """Whether it didn't come to that: *kidnapped rather than extradited*, *has yet to confirm*, *was nearly caught*."""
    before = [t.lower_ for t in verb.doc[max(verb.sent.start, verb.i - 2) : verb.i]]
    if before in (["rather", "than"], ["instead", "of"], ["yet", "to"]):
        return True
    return any(c.lower_ in {"nearly", "almost"} for c in children(verb, "advmod"))


def _is_experience(verb: Token) -> bool:
    """Whether it is only said to have happened some time or other: *we have buried our neighbours before*."""
    perfect = any(c.lower_ in _HAVE for c in children(verb, "aux"))
    ever = (c for c in children(verb, "advmod", "prep") if c.lower_ in _SOME_TIME and not any(True for _ in c.children))
    return perfect and any(True for _ in ever)


def _is_asked_for(verb: Token, context: Context) -> bool:
    """Whether somebody only asks for it, or settles it: *asked the court to drop the case*, *refused to leave*.

    With a place or a time it may be news.
    """
    asked = verb.head if verb.dep_ == "conj" and verb.head.dep_ in _CONTENT else verb
    if asked.dep_ not in _CONTENT or not any(c.tag_ == "TO" for c in children(asked, "aux")):
        return False
    above = asked.head.lemma_.lower()
    settled = above in entries(OPEN_CLASS_FILE, "settling") and asked.dep_ == "xcomp"
    return (settled or above in entries(OPEN_CLASS_FILE, "asking")) and not _is_set(verb, context)


def _is_abstention(verb: Token) -> bool:
    """A negated infinitive ("commitments not to sell arms") tells of no event, not even of a denied one."""
    infinitive = any(c.tag_ == "TO" for c in children(verb, "aux"))
    head = verb.head if verb.dep_ == "conj" and not infinitive else verb
    if not any(c.tag_ == "TO" for c in children(head, "aux")):
        return False
    return any(True for _ in children(head, "neg"))


def _is_condition(verb: Token, context: Context) -> bool:
    """Whether a clause is a mere condition (*if convicted*); with a place or a time of its own it may be news."""
    clause = verb.head if verb.dep_ in {"xcomp", "conj"} else verb
    if not any(c.lower_ in _CONDITIONS for c in children(clause, "mark")):
        return False
    return not _is_set(clause, context)


def _is_yet_to_be(verb: Token, context: Context) -> bool:
    """Whether something else waits for it: *we will talk when they have left*; with a place or a time it may be news."""
    if verb.dep_ != "advcl" or not any(c.lower_ in _ONCE for c in children(verb, "advmod", "mark")):
        return False
    perfect = any(c.lower_ in _HAVE for c in children(verb, "aux"))
    return perfect and any(c.tag_ == "MD" for c in children(verb.head, "aux")) and not _is_set(verb, context)


def _is_set(clause: Token, context: Context) -> bool:
    """Whether a clause names a place or a time, in words of its own."""
    own = (t for child in clause.children if child.dep_ not in _CLAUSES_BESIDE for t in child.subtree)
    return any(t.i in context.in_toponym or t.i in context.in_timex for t in own)


def _is_spared(verb: Token, context: Context) -> bool:
    """Whether a verb only says that there was nothing: *no one was hurt*, *she was not hurt*, *no shots were fired*.

    With a place or a time it is a denial to be kept.
    """
    if _is_set(verb, context):
        return False
    harms = bool({s.event_type for s in verb_senses().get(verb.lemma_.lower(), ())} & _HARM)
    for own in children(verb, "nsubjpass", "nsubj"):
        none = any(c.lower_ in {"no", "neither"} for c in children(own, "det", "cc", "preconj"))
        without = verb.dep_ == "pcomp" and verb.head.lower_ == "without" and any(c.lower_ in _ANY for c in own.children)
        if own.dep_ == "nsubjpass" and (none or without or (harms and any(True for _ in children(verb, "neg")))):
            return True
        if harms and (none or own.lower_ in _NOBODY):
            return True
    return False


def is_habitual(verb: Token) -> bool:
    """Whether a clause tells of a habit: *rarely travels*, *where ships dock*."""
    habitual = entries(STATUS_FILE, "habitual")
    perfect = verb.tag_ == "VBN" and any(c.lemma_ in {"have", "'s", "'ve", "'d"} for c in children(verb, "aux"))
    never = perfect and _never(verb)
    return never or is_always(verb) or any(c.lower_ in habitual for c in children(verb, "advmod")) or _generic_present(verb)


def is_always(verb: Token) -> bool:
    """Whether something is done again and again: *die every year*, *happen all the time*."""
    often = list(children(verb, "npadvmod"))
    every = any(t.lower_ in _EVERY for c in often for t in c.subtree)
    return every or any(c.lower_ == "time" and [t.lower_ for t in c.lefts] == ["all", "the"] for c in often)


def _never(verb: Token) -> bool:
    """*has never met him*, *has never, he says, met him*."""
    first = min(c.i for c in children(verb, "aux"))
    return any(t.lower_ == "never" for t in verb.doc[first : verb.i])


def _generic_present(verb: Token) -> bool:
    """A relative clause in the simple present tells what is always so ("where ships dock"), unless it has a time."""
    if verb.dep_ != "relcl" or verb.tag_ not in {"VBZ", "VBP"}:
        return False
    timed = any(t.dep_ == "npadvmod" or t.ent_type_ in {"DATE", "TIME"} for t in verb.subtree)
    return not timed and not any(c.dep_ == "aux" for c in verb.children)


#: How many words a label has at most: *also in this issue*.
_LABEL_WORDS = 4


def labelled(context: Context) -> frozenset[int]:
    """The words of lines that a label heads (*Weather: storms likely*, *How to get there: ...*), and of a page's own stamps."""
    found: set[int] = set()
    inside, fresh = False, True
    anywhere = entries(OPEN_CLASS_FILE, "stamps_anywhere")
    for token in context.parsed:
        if "\n" in token.text:
            inside, fresh = False, True
        elif token.lower_ == "last" and token.doc[token.i : token.i + 2].text.lower() in anywhere:
            inside = True
        elif token.is_alpha and (fresh or (token.is_sent_start and not inside)):
            inside, fresh = _heads(token), False
        elif token.text == ":":
            fresh = False
        if inside:
            found.add(token.i)
    return frozenset(found)


def _heads(first: Token) -> bool:
    """Whether a line begins here with a label and a colon, or as a stamp does."""
    labels, stamps = entries(OPEN_CLASS_FILE, "labels"), entries(OPEN_CLASS_FILE, "stamps")
    said = ""
    for token in first.doc[first.i : first.i + _LABEL_WORDS + 1]:
        if token.text == ":":
            return said in labels
        said = f"{said} {token.lower_}".lstrip()
        if said in stamps:
            return True
    return False
