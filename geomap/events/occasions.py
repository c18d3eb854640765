"""Several happenings told by one word: *won in Rome in 2001 and in Oslo in 2004*, *play Graz on Friday and Linz on Sunday*.

Places and times that take turns behind one another name occasions of their own. A parse mostly hangs all of them on the one verb,
or the later ones on nothing, so they are read by the words between them: a preposition within an occasion, a comma or *and*
before the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from geomap.events.ahead import coming, lies_ahead
from geomap.events.chronology import days_of
from geomap.events.context import Context
from geomap.events.dating import when
from geomap.events.draft import Draft
from geomap.events.pins import mention_of
from geomap.model import DatePrecision, PlaceMention, Role, Status, Timex, Toponym

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_OPEN = frozenset({Status.PLANNED, Status.POSSIBLE})
_UNDATED = frozenset({"DURATION", "SET"})
_AT = r"(?:in|on|at|to|near|early|late|later|this|that|the)"
#: What may stand inside an occasion, and between two of them: *beat Lyon in Paris on Friday and Nice in Lens on Sunday*,
#: *held 12 men in Minsk on Sunday and another 40 in Brest on Monday*, *sang in Lagos on Monday and at a hall in Lome on Friday*.
_WITHIN = re.compile(rf"[\s,]*(?:{_AT}\s+)*")
_WHAT = r"(?:[A-Z][\w'\u2019-]*|another|some|about|\d[\d,.]*|more|others|one|two|three|four|five|six)"
_HOUSE = r"(?:in|at)\s+(?:an?|the)\s+(?:\w+\s+){1,2}"
_NEXT = r"\s*(?:[,;]|(?:[,;]\s*)?\b(?:and|then|and then|before)\b)\s*"
_BETWEEN = re.compile(rf"{_NEXT}(?:(?:{_WHAT}\s+){{1,3}}(?=(?:in|at)\s))?(?:{_HOUSE}(?=in\s))?(?:{_AT}\s+)*")
#: Behind a name, that it is another's place that comes: *meets Ghana in Accra*.
_SOMEWHERE = re.compile(r"\s+(?:in|at)\s+")
_WEEK = timedelta(days=7)

Occasion = tuple[PlaceMention, Timex]


def occasions(draft: Draft, context: Context) -> tuple[Draft, ...]:
    """The draft as often as its word tells of a happening, each with its own place and time; mostly just once."""
    told = _told(draft, context)
    if not told:
        return (draft,)
    about = tuple(p for p in draft.places if p.role is Role.ABOUT and not any(p.name == place.name for place, _ in told))
    made: list[Draft] = []
    for place, timex in told:
        made.append(_after(made[-1] if made else None, _at(draft, place, timex, about, context)))
    return tuple(made)


def _after(before: Draft | None, draft: Draft) -> Draft:
    """Of what is to come one after the other, a weekday is the next one: *on Monday and on Wednesday*, told on a Wednesday."""
    first, time = days_of(before.when) if before is not None else None, draft.when
    days = days_of(time)
    if time is None or first is None or days is None or draft.status not in _OPEN or time.precision is not DatePrecision.DAY:
        return draft
    if not timedelta() < first[0] - days[0] < _WEEK:
        return draft
    return replace(draft, when=replace(time, earliest=days[0] + _WEEK, latest=days[1] + _WEEK))


def _at(draft: Draft, place: PlaceMention, timex: Timex, about: tuple[PlaceMention, ...], context: Context) -> Draft:
    published = context.document.published
    time = coming(when(timex, context), draft.found.token, published, plan=draft.status in _OPEN)
    ahead = draft.status is Status.OCCURRED and lies_ahead(time, published)
    status = Status.PLANNED if ahead else draft.status
    return replace(draft, places=(place, *about), when=time, status=status)


def _told(draft: Draft, context: Context) -> Sequence[Occasion]:
    """The occasions that its words name, in their order; none where places and times don't take turns."""
    pin, days = draft.pin, days_of(draft.when)
    if pin is None or pin.span is None or days is None or pin.how != "explicit":
        return ()
    for run in _runs(draft.found.token, context):
        told = list(_paired(run, pin.role))
        distinct = len({place.name for place, _ in told}) == len(told) == len({(t.earliest, t.latest) for _, t in told})
        named = any(place.span == pin.span for place, _ in told) and any((t.earliest, t.latest) == days for _, t in told)
        if len(told) > 1 and distinct and named:
            return told
    return ()


def _runs(trigger: Token, context: Context) -> Iterator[list[Toponym | Timex]]:
    """The places and times of its sentence behind the word, as far as only small words stand between them."""
    sentence = trigger.sent
    places = [p for t, p in context.toponyms_in(sentence) if t.i > trigger.i]
    elsewhere = (_SOMEWHERE.fullmatch(context.document.text, p.end, q.start) for p, q in pairwise(places))
    items: list[Toponym | Timex] = [p for p, other in zip_longest(places, elsewhere) if not other]
    items += [x for t, x in context.timexes_in(sentence) if t.i > trigger.i and x.type not in _UNDATED and x.earliest is not None]
    items.sort(key=lambda item: item.start)
    run: list[Toponym | Timex] = []
    for item in items:
        if run and not _goes_on(run, item, context.document.text):
            yield run
            run = []
        run.append(item)
    yield run


def _goes_on(run: list[Toponym | Timex], item: Toponym | Timex, text: str) -> bool:
    """Whether an item stands right behind those before it, in its turn."""
    between = text[run[-1].end : item.start]
    if isinstance(item, Timex) is isinstance(run[-1], Timex):
        return False
    return bool((_WITHIN if len(run) % 2 else _BETWEEN).fullmatch(between))


def _paired(run: list[Toponym | Timex], role: Role) -> Iterator[Occasion]:
    for first, second in zip(run[::2], run[1::2], strict=False):
        if isinstance(first, Toponym) and isinstance(second, Timex):
            yield mention_of(first, role), second
        elif isinstance(first, Timex) and isinstance(second, Toponym):
            yield mention_of(second, role), first
