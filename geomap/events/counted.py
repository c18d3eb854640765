"""Days counted from what was told: *the next morning*, *a week later*, *at dawn*, *on its second day*, *the day after the blast*.

Time expressions are counted from the date last named, if it is near. Where no date is, they are from what last happened, or from
what they name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from geomap.events.attach import carriers, predicate
from geomap.events.clauses import ancestors, children, is_verb
from geomap.events.mentions import deed_of
from geomap.events.types import noun_senses
from geomap.model import DateBasis, DatePrecision, Span, Status, When
from geomap.timexes.counts import SIDES, DayCount, day_count, number_of, ordinal_of

if TYPE_CHECKING:
    from geomap.events.chronology import Days
    from geomap.events.draft import Draft
    from geomap.syntax.tree import Token

#: Longer than this no such words are.
_WORDS = 6
_DAY = r"(?:day|morning|afternoon|evening|night)"
_ONE = re.compile(rf"(?:(?:on|by|in|during) )?(?:the |that )?(?:very )?(?P<step>next|following|previous|preceding|same) {_DAY}")
_BESIDE = re.compile(rf"(?:(?:on|during) )?the (?:{_DAY}) (?P<side>before|after)")
_VAGUE = re.compile(r"(?:just |only )?(?:(?:a few |some )?(?:hours|minutes|moments|seconds)) (?P<side>\w+)")
_THAT = re.compile(rf"(?:(?:earlier|later|early|late) )?that {_DAY}|(?:earlier|later) in the (?:morning|afternoon|evening|night)")
_NTH = re.compile(rf"on (?:the|its|their|his|her) (?P<nth>\w+) {_DAY}")
#: The end of a night, which is that of the day before where that was told of.
_DAWN = re.compile(r"(?:at|before|by|around|shortly before) (?:the )?(?:dawn|daybreak|sunrise|first light|morning)")
_NIGHT = re.compile(r"\b(?:night|evening|dusk|midnight|late)\b", re.IGNORECASE)
_STEPS = {"next": 1, "following": 1, "previous": -1, "preceding": -1, "same": 0}
_RELATIONS = {"of": 0, "after": 1, "following": 1, "before": -1}
#: What is counted from a noun, and how many days it is; *hours after the blast* is that day.
_UNITS = {
    **dict.fromkeys(("day", "days", "morning", "afternoon", "evening", "night", "nights"), 1),
    **dict.fromkeys(("hours", "minutes", "moments"), 0),
}
#: What has an event on its other side, and how many words before it count.
_MARKS = frozenset({"after", "before"})
_COUNTING = 2
#: From so many days on no day is counted.
_FEW = 7
_ABOUT = frozenset({"than", "about", "around", "nearly", "almost", "some"})
_LASTING = frozenset({"for", "over", "during", "throughout"})
#: *On the eve of the trial* is the day before it.
_EVE = "eve"
#: So many letters make a word for one deed: *collision*, *collided*.
_STEM = 5
_TIED = ("npadvmod", "advmod", "prep", "dobj", "nmod", "tmod")


@dataclass(frozen=True, slots=True)
class Count:
    """Words that count days from what last happened, or from what a noun names."""

    words: Sequence[Token]
    off: int
    noun: Token | None = None
    #: Whether it is so only where what last happened was at night.
    after_night: bool = False


def from_told(
    draft: Draft,
    group: Sequence[Draft],
    told: Sequence[tuple[Draft, Days]],
    later: Sequence[tuple[Draft, Days]] = (),
    published: date | None = None,
) -> When | None:
    """The day that the words of a happening count from what was told before; None where they count nothing.

    What was said is no day to count from: *said that they had been warned a day earlier*; nor is, for what is told as done, a
    day to come. What a noun or a clause names may be told ``later``: *two days before the trial*, which *opened on May 9*.
    """
    deeds = [(d, days) for d, days in told if d.found.event_type != "statement" and not _is_ahead(draft, days, published)]
    for count in (c for n, d in enumerate(group) for c in _counted(d.found.token) if not (c.after_night and n)):
        days = _last_day(deeds, count) if count.noun is None else days_named(count.noun, deeds, later)
        if days is None or not _counts_from(days, count) or (count.after_night and not _was_at_night(deeds[-1][0])):
            continue
        first, last = (day + timedelta(days=count.off) for day in days)
        span = Span(count.words[0].idx, count.words[-1].idx + len(count.words[-1].text))
        text = count.words[0].doc.text[span.start : span.end]
        return When(first, last, DatePrecision.DAY if first == last else DatePrecision.DAYS, DateBasis.RELATIVE, text, span)
    return next((t for d in group if (t := _before_what_is_told(d.found.token, deeds)) is not None), None)


def _last_day(deeds: Sequence[tuple[Draft, Days]], count: Count) -> Days | None:
    """The days of what was done last, if days can be counted from these; *since the army took the town* only bounds."""
    days = next((days for d, days in reversed(deeds) if not _is_bound(d.found.token)), None)
    return days if days is not None and _counts_from(days, count) else None


def _is_bound(token: Token) -> bool:
    """Whether a happening only says since when something has been so."""
    clause = token if token.dep_ == "advcl" else token.head
    return clause.dep_ == "advcl" and any(c.lower_ == "since" for c in children(clause, "mark"))


def _before_what_is_told(trigger: Token, deeds: Sequence[tuple[Draft, Days]]) -> When | None:
    """*The raid came a day before a blast*, *seized two men, three days after a vote*: so many days from what it is told with."""
    side = side_of(trigger)
    count = count_before(side) if side is not None else None
    verb = next((head for _, head in ancestors(side) if is_verb(head)), None) if side is not None else None
    if side is None or count is None or not count.days or count.by_weeks or verb is None or _is_rough(side):
        return None
    told = (verb, *children(verb, "nsubj", "nsubjpass"))
    days = next((days for word in told if (days := days_named(word, deeds, ())) is not None), None)
    if days is None or days[0] != days[1]:
        return None
    day = days[0] - timedelta(days=count.days)
    span = Span(side.doc[side.i - _COUNTING].idx, side.idx + len(side.text))
    return When(day, day, DatePrecision.DAY, DateBasis.RELATIVE, side.doc.text[span.start : span.end], span)


def _is_rough(side: Token) -> bool:
    return side.i > _COUNTING and side.doc[side.i - _COUNTING - 1].lower_ in _ABOUT


def _counts_from(days: Days, count: Count) -> bool:
    """Whether so many days can be counted from some days: from one, or from a few if they are more than these."""
    return (days[1] - days[0]).days < min(abs(count.off), _FEW) or days[0] == days[1]


def _is_ahead(draft: Draft, days: Days, published: date | None) -> bool:
    """Whether some days are still to come when something is told as done."""
    return published is not None and draft.status is Status.OCCURRED and days[0] > published


def _was_at_night(last: Draft) -> bool:
    return last.when is not None and _NIGHT.search(last.when.text or "") is not None


def days_named(word: Token | None, told: Sequence[tuple[Draft, Days]], later: Sequence[tuple[Draft, Days]]) -> Days | None:
    """The days of the happening that a word names: its own, that of its noun (*seizure*, *seized*), else the last of its type."""
    if word is None:
        return None
    deeds = (*reversed(told), *later)
    itself = next((days for d, days in deeds if d.found.token.i == word.i), None)
    if itself is not None or is_verb(word):
        return itself
    lemma = word.lemma_.lower()
    types = {sense.event_type for sense in noun_senses().get(lemma, ())}
    own = next((days for d, days in deeds if _is_word_of(d.found.token.lemma_.lower(), lemma)), None)
    return own or next((days for d, days in deeds if d.found.event_type in types), None)


def _is_word_of(word: str, noun: str) -> bool:
    return word[:_STEM] == noun[:_STEM] or deed_of(word) == deed_of(noun)


def _counted(trigger: Token) -> Iterator[Count]:
    """The words by the verb of a happening that count days."""
    above = predicate(trigger)
    for verb in (trigger, *carriers(trigger), *((above,) if above is not None else ())):
        for child in children(verb, *_TIED):
            first, last = child.left_edge.i, child.right_edge.i
            last += _is_side(child, last + 1)
            words = child.doc[first : last + 1] if last - first < _WORDS else ()
            text = " ".join(w.lower_ for w in words)
            off = _offset(text) if words else None
            if off is not None:
                yield Count(tuple(words), off)
            elif _DAWN.fullmatch(text):
                yield Count(tuple(words), 1, after_night=True)
            else:
                yield from _from_a_noun(child)
        yield from _from_a_clause(verb)


def _is_side(child: Token, at: int) -> bool:
    """Whether the word behind a preposition's noun is the *before* or *after* of it: *left on the evening before and sailed*."""
    after = child.doc[at] if child.dep_ == "prep" and at < child.sent.end else None
    return after is not None and after.lower_ in _MARKS and after.dep_ == "advmod" and after.head is child.head


def _from_a_noun(child: Token) -> Iterator[Count]:
    """*on the day of the signing*, *the day before polling*, *on the eve of the opening*, *on election day*."""
    before = child if child.lower_ in _RELATIONS else None
    if child.dep_ == "prep" and before is None and child.lower_ in _LASTING:
        return  # "stayed away for two days after the blast"
    unit = next(children(child, "npadvmod"), None) if before else child if child.dep_ != "prep" else _object(child)
    if unit is None or unit.lower_ not in {*_UNITS, _EVE}:
        return
    words = tuple(child.doc[child.left_edge.i : child.right_edge.i + 1])
    compound = next(children(unit, "compound"), None)
    if before is None and compound is not None and compound.lemma_.lower() in noun_senses():
        yield Count(words, 0, compound)
        return
    relation = before or next((c for c in children(unit, "prep") if c.lower_ in _RELATIONS), None)
    noun = _object(relation) if relation is not None else None
    number = next((number_of(c.lower_) for c in children(unit, "nummod")), 1)
    if relation is None or noun is None or number is None:
        return
    yield Count(words, -1 if unit.lower_ == _EVE else _RELATIONS[relation.lower_] * number * _UNITS[unit.lower_], noun)


def _from_a_clause(verb: Token) -> Iterator[Count]:
    """*began four days after the company had sacked 40 men*, *came two days before they are to meet*."""
    if verb.dep_ == "xcomp":
        return  # "agreed to withdraw, four days after they had fought"
    for clause in children(verb, "advcl"):
        mark = side_of(clause)
        count = count_before(mark) if mark is not None else None
        if mark is not None and count is not None:
            yield Count(tuple(mark.doc[mark.i - _COUNTING : mark.i + 1]), count.days, clause)


def side_of(word: Token) -> Token | None:
    """The *after* or *before* that puts an event on one side of another: *two days after they met*, *a day after a defeat*."""
    if word.dep_ == "advcl":
        return next((c for c in children(word, "mark") if c.lower_ in _MARKS), None)
    return word.head if word.dep_ == "pobj" and word.head.lower_ in _MARKS else None


def count_before(side: Token) -> DayCount | None:
    """The days that are counted before an *after* or a *before*: *two days after they met*."""
    if side.i < side.sent.start + _COUNTING:
        return None
    return day_count(" ".join(w.lower_ for w in side.doc[side.i - _COUNTING : side.i + 1]))


def _object(preposition: Token) -> Token | None:
    return next(children(preposition, "pobj", "pcomp"), None)


def _offset(text: str) -> int | None:
    """How many days the words are off what was told: 0 of *hours later*."""
    one = _ONE.fullmatch(text)
    if one is not None:
        return _STEPS[one["step"]]
    if _THAT.fullmatch(text):
        return 0
    beside = _BESIDE.fullmatch(text)
    if beside is not None:
        return SIDES[beside["side"]]
    nth = _NTH.fullmatch(text)
    number = ordinal_of(nth["nth"]) if nth is not None else None
    if number is not None and number > 1:
        return number - 1
    vague = _VAGUE.fullmatch(text)
    if vague is not None:
        return 0 if vague["side"] in SIDES else None
    count = day_count(text)
    return count.days if count is not None else None
