"""Furniture by repetition across a build: the documents that come, and those of the same sources that the store has.

What is marked depends on the documents of a source and not on the builds that brought them: where new ones make a paragraph
repeat, or some that go make it stop, the stored documents that have it are extracted again. Only sources of which something
changed are looked at.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from geomap.documents.repeated import Repetitions, bare
from geomap.model import Document

if TYPE_CHECKING:
    from geomap.store import Store


_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Marked:
    """The documents that came, marked; those of the store whose marks are others now; and what repeats."""

    fresh: list[Document]
    again: list[Document]
    repetitions: Repetitions


def mark(documents: Sequence[Document], store: Store, *, gone: Iterable[str] = ()) -> Marked:
    """Mark what repeats, where the store is about to take these documents in and to retire those that are ``gone``, by id."""
    fresh = {document.id: document for document in documents}
    left_out = fresh.keys() | set(gone)
    sources = {document.source for document in documents} | store.sources_of(left_out)
    named = sorted(source for source in sources if source is not None)
    repetitions = Repetitions()

    def all_of_them() -> Iterator[Document]:
        stored = (document for document in store.documents_from(named) if document.id not in left_out)
        return heapq.merge((fresh[document_id] for document_id in sorted(fresh)), stored, key=attrgetter("id"))

    for document in all_of_them():
        repetitions.count(document)
    touched = [
        document.id
        for document in all_of_them()
        if (repetitions.look_at(document) or bare(document) is not document) and document.id not in fresh
    ]
    again = []
    for start in range(0, len(touched), _AT_ONCE):
        stored = store.documents_of(touched[start : start + _AT_ONCE]).values()
        again += [marked for document in stored if (marked := repetitions.marked(document)) != document]
    return Marked([repetitions.marked(document) for document in documents], again, repetitions)
