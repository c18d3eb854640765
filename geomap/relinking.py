"""All reports of a store linked into events anew, with people's reviews laid over them, a few documents in memory at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from geomap.model import Event

if TYPE_CHECKING:
    from geomap.events.linking import Telling
    from geomap.review.ledger import State
    from geomap.store import Store

#: Told how many documents of how many have been read.
Told = Callable[[int, int], None]
#: How often everything is linked at most while people go on reviewing; the next build takes in what came after.
_TRIES = 3
#: Documents that are read together.
_AT_ONCE = 400


def relink(store: Store, told: Told) -> None:
    """Link everything anew.

    People's reviews are laid over reports and events. One that is made meanwhile is not lost: then everything is linked again.
    So it is where another build stored documents meanwhile; while it goes on doing so, linking is left to the end of that one.
    """
    for _ in range(_TRIES):
        documents_version, reviews_version = store.documents_version, store.reviews_version
        store.replace_events(
            _events(store, told), by_time=True, reviews_version=reviews_version, documents_version=documents_version
        )
        if store.events_current:
            return


def _events(store: Store, told: Told) -> Iterator[Event]:
    from geomap import events
    from geomap.review import ledger, overlay

    state = ledger.state(store)
    known = store.linked_reports()  # an event keeps its id when documents are added
    found = events.linked(_Stored(store, state, told), known=known, together=state.unity.together, apart=state.unity.apart)
    for event, reports in found:
        if any(report.id in state.marks for report in reports):
            yield overlay.over(event, {report.id: report for report in reports}, state.marks)
        else:
            yield event


class _Stored:
    """The documents of a store that are in the input, by id, with their reports as people left them."""

    def __init__(self, store: Store, state: State, told: Told) -> None:
        self._store, self._state, self._told = store, state, told
        self._ids = sorted(store.methods())

    def all(self) -> Iterator[Telling]:
        """Every document."""
        for start in range(0, len(self._ids), _AT_ONCE):
            self._told(start, len(self._ids))
            yield from self._read(self._ids[start : start + _AT_ONCE])
        self._told(len(self._ids), len(self._ids))

    def some(self, numbers: Sequence[int]) -> Iterator[Telling]:
        """Some of them."""
        for start in range(0, len(numbers), _AT_ONCE):
            yield from self._read([self._ids[number] for number in numbers[start : start + _AT_ONCE]])

    def _read(self, ids: Sequence[str]) -> Iterable[Telling]:
        applied = self._state.applied
        for document, reports in self._store.tellings(ids):
            changed = applied.get(document.id)
            yield document, changed.extraction.all_reports if changed is not None else reports
