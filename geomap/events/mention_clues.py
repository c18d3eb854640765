"""What speaks for two triggers of one document telling of one happening, and what against it.

Each clue has a name, which is what the weights are for (``data/events/same_mention.json``, fitted by
``benchmarks/fit_corefer.py``): the words and their kinds, how far they stand from each other, whether the later one points back
or brings up something new, and whether places, times, those who take part, numbers and status agree. Many clues are told apart by
whether both have the same word for the deed (``one deed``), for then other things matter than between *attack* and *killed*.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from geomap.events.agreement import contains, same_place, times_agree
from geomap.events.clauses import children, subject
from geomap.events.corefer import compatible, is_only_the, parties, refers_back, two_deeds
from geomap.events.draft import Draft
from geomap.events.mentions import deed_of
from geomap.events.outcome import is_of_one_piece, is_outcome
from geomap.model import PlaceMention, Status, When

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_INDEFINITE = frozenset({"a", "an", "another", "one", "several", "many", "some", "other"})
#: Words by which a noun says that there was one before, or that there is to be another.
_FURTHER = frozenset({"another", "second", "third", "other", "separate", "earlier", "previous", "new", "further", "more"})
_FOLLOWING = frozenset({"next", "later", "last"})
_NAMES = frozenset({"NOUN", "PROPN"})
_TELLING = frozenset({"NOUN", "PROPN", "ADJ"})
_OPEN = frozenset({Status.PLANNED, Status.POSSIBLE})
#: How many tokens before and after a trigger may belong to it.
_REACH = 25
#: Up to so many sentences apart; what is further is far.
_SENTENCES = (0, 1, 2, 4, 8)
#: An article leads with its headline and its first sentences.
_LEAD, _UNDER_HEADLINE = 2, 3
#: What was over so many days before the article was published is history.
_HISTORY_DAYS = 45


@dataclass(frozen=True, slots=True)
class Mention:
    """A draft with all that is asked of it for each pair."""

    draft: Draft
    #: Its token, sentence, and number among the drafts of the document and of its family.
    at: int
    sentence: int
    number: int
    of_family: int
    word: str
    #: The deed that its own word stands for, how many drafts have it, and the deed that it tells of.
    own: str
    often: int
    deed: str
    points_back: bool
    only_the: bool
    indefinite: bool
    plural: bool
    further: bool
    subjects: frozenset[str]
    objects: frozenset[str]
    words: frozenset[str]
    numbers: frozenset[str]
    of_sentence: frozenset[str]
    parties: frozenset[str]
    doers: frozenset[str]
    when: When | None
    history: bool
    ahead: bool
    outcome: bool

    @property
    def is_noun(self) -> bool:
        """Whether its trigger is a noun."""
        return self.draft.found.is_noun

    @property
    def explicit(self) -> bool:
        """Whether its own words name its place."""
        return self.draft.pin is not None and self.draft.pin.how == "explicit"

    @property
    def tells_of_its_own(self) -> bool:
        """Whether it says in its own words, and in a sentence, where it is or who takes part."""
        return not self.draft.headline and (bool(self.draft.names) or self.explicit)


def mentions(drafts: Sequence[Draft], published: date | None) -> dict[int, Mention]:
    """The mentions of a document by their tokens' numbers."""
    if not drafts:
        return {}
    ordered = sorted(drafts, key=lambda d: d.found.token.i)
    sentences = {sentence.start: n for n, sentence in enumerate(ordered[0].found.token.doc.sents)}
    often = Counter(_own(d) for d in drafts)
    kin: Counter[str] = Counter()
    made: dict[int, Mention] = {}
    for number, draft in enumerate(ordered):
        kin[draft.family] += 1
        place = (sentences[draft.found.token.sent.start], number, kin[draft.family])
        made[draft.found.token.i] = _mention(draft, place, often, published)
    return made


def _own(draft: Draft) -> str:
    return deed_of(draft.found.token.lemma_.lower())


def _mention(draft: Draft, place: tuple[int, int, int], often: Mapping[str, int], published: date | None) -> Mention:
    token, noun = draft.found.token, draft.found.is_noun
    sentence, number, of_family = place
    below = [t for t in token.subtree if t.i != token.i and abs(t.i - token.i) <= _REACH]
    when = draft.when if draft.when is not None and draft.when.earliest is not None else None
    first, last = (when.earliest, when.latest) if when is not None else (None, None)
    kids = list(token.children)
    return Mention(
        draft=draft,
        at=token.i,
        sentence=sentence,
        number=number,
        of_family=of_family,
        word=token.lemma_.lower(),
        own=_own(draft),
        often=often[_own(draft)],
        deed=draft.deed,
        points_back=noun and refers_back(draft),
        only_the=noun and is_only_the(draft),
        indefinite=any(c.lower_ in _INDEFINITE and c.dep_ in {"det", "amod", "nummod"} for c in kids),
        plural=token.tag_ in {"NNS", "NNPS"},
        further=any(c.lower_ in _FURTHER | _FOLLOWING and c.dep_ in {"det", "amod"} for c in kids),
        subjects=_lemmas(_subjects(token, noun=noun)),
        objects=_lemmas(_objects(token, noun=noun)),
        words=frozenset(t.lemma_.lower() for t in below if t.pos_ in _TELLING and not t.like_num),
        numbers=frozenset(t.lower_ for t in below if t.like_num or t.pos_ == "NUM"),
        of_sentence=_lemmas([t for t in token.sent if t.i != token.i]),
        parties=parties(draft),
        doers=frozenset(a.name for a in draft.actors if a.role == "actor"),
        when=when,
        history=published is not None and last is not None and (published - last).days > _HISTORY_DAYS,
        ahead=published is not None and first is not None and first > published,
        outcome=is_outcome(draft),
    )


def _lemmas(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(t.lemma_.lower() for t in tokens if t.pos_ in _NAMES)


def _subjects(token: Token, *, noun: bool) -> list[Token]:
    """Who does it: the verb's subject; for a noun *by* whom, or whose it is."""
    if noun:
        return [*_after(token, "by"), *children(token, "poss")]
    doer = subject(token)
    return [] if doer is None else [doer]


def _objects(token: Token, *, noun: bool) -> list[Token]:
    """What it is done to: the verb's object; for a noun *of* or *on* what, or the noun before it."""
    if noun:
        return [*_after(token, "of", "on", "against", "for"), *children(token, "compound", "poss", "amod")]
    return list(children(token, "dobj", "nsubjpass"))


def _after(noun: Token, *prepositions: str) -> list[Token]:
    return [t for c in children(noun, "prep") if c.lower_ in prepositions for t in children(c, "pobj")]


def may_be_one(a: Mention, b: Mention) -> bool:
    """Whether two mentions are compared at all; what was said is left to the rules."""
    if "speech" in {a.draft.family, b.draft.family}:
        return False
    if a.draft.family == b.draft.family or a.own == b.own or a.deed == b.deed or a.draft.headline is not b.draft.headline:
        return True
    return a.sentence == b.sentence and is_of_one_piece(a.draft, b.draft)


def clues(a: Mention, b: Mention) -> dict[str, float]:
    """All clues of a pair, the earlier first."""
    if a.at > b.at:
        a, b = b, a
    one_deed = a.own == b.own or a.deed == b.deed
    kin = "one deed" if one_deed else "two deeds"
    return {
        "always": 1.0,
        **_word_clues(a, b, one_deed=one_deed),
        **_distance_clues(a, b, kin),
        **_lead_clues(a, b),
        **_reference_clues(a, b, kin),
        **_place_clues(a.draft.pin, b.draft.pin),
        **_time_clues(a, b, kin),
        **_actor_clues(a, b, kin),
        **_argument_clues(a, b, kin),
        **_status_clues(a.draft.status, b.draft.status),
        **_rule_clues(a, b),
    }


def _word_clues(a: Mention, b: Mention, *, one_deed: bool) -> dict[str, float]:
    """The triggers' words, and the types that they have."""
    kin = "same word" if a.word == b.word else "same deed" if one_deed else "other deed"
    shape = f"{'noun' if a.is_noun else 'verb'} and {'noun' if b.is_noun else 'verb'}"
    found = {f"{kin}, {shape}": 1.0}
    if a.draft.found.event_type == b.draft.found.event_type:
        found["same type"] = 1.0
    elif a.draft.family == b.draft.family:
        found["same family"] = 1.0
    unlisted = a.draft.found.sense.open_class + b.draft.found.sense.open_class
    if unlisted:
        found["both unlisted" if unlisted == 2 else "one unlisted"] = 1.0
    if a.own == b.own:
        found["deed told often"] = math.log(max(1, a.often - 1))
    return found


def _distance_clues(a: Mention, b: Mention, kin: str) -> dict[str, float]:
    """How far apart they stand, and what stands between them."""
    apart = b.sentence - a.sentence
    bucket = next((str(limit) for limit in _SENTENCES if apart <= limit), "far")
    found = {f"{kin}, sentences {bucket}": 1.0}
    if b.number - a.number == 1:
        found[f"{kin}, next"] = 1.0
    if a.draft.family == b.draft.family and b.of_family - a.of_family == 1:
        found[f"{kin}, next of family"] = 1.0
    if apart == 0 and any(t.i == b.at for t in a.draft.found.token.conjuncts):
        found["conjuncts"] = 1.0
    return found


def _lead_clues(a: Mention, b: Mention) -> dict[str, float]:
    """Whether one stands in a headline, or in what the article leads with."""
    found: dict[str, float] = {}
    if a.draft.headline is not b.draft.headline:
        below = b if a.draft.headline else a
        found["headline"] = 1.0
        if below.sentence <= _UNDER_HEADLINE:
            found["headline and what follows it"] = 1.0
    if a.sentence <= _LEAD:
        found["lead"] = 1.0
        if b.sentence > _LEAD and b.points_back:
            found["lead and what points back"] = 1.0
    return found


def _reference_clues(a: Mention, b: Mention, kin: str) -> dict[str, float]:
    """Whether the later one points back (*the blast*) or brings up something new (*a blast*)."""
    found: dict[str, float] = {}
    if b.is_noun:
        if b.points_back:
            found[f"{kin}, only the" if b.only_the else f"{kin}, the"] = 1.0
        else:
            found[f"{kin}, plural" if b.plural else f"{kin}, no article"] = 1.0
        if b.indefinite:
            found[f"{kin}, a"] = 1.0
        if not b.explicit and b.when is None and not b.draft.names:
            found[f"{kin}, bare"] = 1.0
    if a.is_noun:
        found |= {"first a": float(a.indefinite), "first plural": float(a.plural)}
    if b.further:
        found["another"] = 1.0
    if a.is_noun and b.is_noun and a.plural != b.plural:
        found["one and many"] = 1.0
    return found


def _place_clues(a: PlaceMention | None, b: PlaceMention | None) -> dict[str, float]:
    """Whether their places are one, and whether their own words name these."""
    if a is None or b is None or a.place is None or b.place is None:
        return {"one placed" if (a is None) != (b is None) else "none placed": 1.0}
    own = (a.how == "explicit") + (b.how == "explicit")
    if a.place.id == b.place.id:
        kind = "same"
    elif same_place(a, b):
        kind = "near"
    else:
        kind = "within" if contains(a, b) or contains(b, a) else "apart"
    found = {f"places {kind}, {('none', 'one', 'both')[own]} explicit": 1.0}
    if a.role is not b.role:
        found["place roles differ"] = 1.0
    return found


def _time_clues(a: Mention, b: Mention, kin: str) -> dict[str, float]:
    """Whether their times agree, and whether one is history or to come."""
    found: dict[str, float] = {}
    if a.when is None or b.when is None:
        found["one timed" if (a.when is None) != (b.when is None) else "none timed"] = 1.0
    elif (a.when.earliest, a.when.latest) == (b.when.earliest, b.when.latest):
        found["times same"] = 1.0
    else:
        found["times agree" if times_agree(a.when, b.when, slack_days=0) else "times apart"] = 1.0
    if a.history is not b.history:
        found[f"{kin}, history and {'undated' if a.when is None or b.when is None else 'news'}"] = 1.0
    elif a.history:
        found["both history"] = 1.0
    if a.ahead is not b.ahead:
        found[f"{kin}, one ahead"] = 1.0
    return found


def _actor_clues(a: Mention, b: Mention, kin: str) -> dict[str, float]:
    """Whether the same people take part, and in the same way."""
    shared = a.draft.names & b.draft.names
    if shared:
        found = {f"{kin}, actors shared": float(min(2, len(shared)))}
        found["named actors shared"] = float(min(2, sum(name[:1].isupper() for name in shared)))
        if shared & a.doers & b.doers:
            found[f"{kin}, same doer"] = 1.0
        elif a.doers and b.doers and a.doers.isdisjoint(b.doers):
            found["doers differ"] = 1.0
        return found
    if a.parties and b.parties:
        return {f"{kin}, actors differ": 1.0}
    return {"one has actors" if a.draft.names or b.draft.names else "none has actors": 1.0}


def _argument_clues(a: Mention, b: Mention, kin: str) -> dict[str, float]:
    """Whether the words around them are the same: who, to what, how many."""
    found: dict[str, float] = {}
    if a.objects and b.objects:
        found[f"{kin}, objects {'differ' if a.objects.isdisjoint(b.objects) else 'same'}"] = 1.0
    if a.subjects and b.subjects:
        found[f"{kin}, subjects {'differ' if a.subjects.isdisjoint(b.subjects) else 'same'}"] = 1.0
    if a.objects & b.subjects or a.subjects & b.objects:
        found[f"{kin}, object is subject"] = 1.0
    found[f"{kin}, words shared"] = float(min(3, len(a.words & b.words)))
    if a.sentence != b.sentence:
        found[f"{kin}, words of sentences shared"] = float(min(5, len(a.of_sentence & b.of_sentence)))
    if a.word in b.words or b.word in a.words:
        found["one names the other"] = 1.0
    if a.numbers and b.numbers:
        found[f"numbers {'differ' if a.numbers.isdisjoint(b.numbers) else 'same'}"] = 1.0
    return found


def _status_clues(a: Status, b: Status) -> dict[str, float]:
    if a is b:
        return {"status same": 1.0}
    pair = {a, b}
    kind = "denied" if Status.DENIED in pair else "open" if pair <= _OPEN else "ongoing" if Status.ONGOING in pair else "apart"
    return {f"status {kind}": 1.0}


def _rule_clues(a: Mention, b: Mention) -> dict[str, float]:
    """What the rules make of the two."""
    found = {"compatible": float(compatible(a.draft, b.draft)), "two deeds by the rules": float(two_deeds(a.draft, b.draft))}
    if a.sentence == b.sentence and is_of_one_piece(a.draft, b.draft):
        found["of one piece"] = 1.0
    if a.outcome or b.outcome:
        found["both outcomes" if a.outcome and b.outcome else "one outcome"] = 1.0
    return found
