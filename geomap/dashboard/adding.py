"""Adding articles in the app: files are dropped or a text is pasted, a build reads them, and the page says what came of it.

The build runs in a thread of its own: it goes on whatever is clicked meanwhile, and every session sees how far it is.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import streamlit as st

from geomap import documents, intake
from geomap.dashboard import choosing, rights, safe, session, words
from geomap.dashboard.safe import tag
from geomap.documents.limits import limits
from geomap.errors import GeomapError
from geomap.intake import Given, Known
from geomap.model import Event, Skip
from geomap.view import View

_EVERY: Final = 0.7
_OFFERED: Final = 12
_MEGABYTE: Final = 1024 * 1024
_STAGES: Final = {
    "reading": "Reading",
    "extracting": "Looking for places, dates and events",
    "linking": "Comparing with all others",
}


@dataclass(slots=True)
class Job:
    """One build of added articles: how far it is, and at its end what was found, or why it failed."""

    store: Path
    paths: tuple[Path, ...]
    skips: tuple[Skip, ...]
    gazetteer: Path | None
    stage: str = "reading"
    done: int = 0
    total: int | None = None
    finished: bool = False
    failed: str | None = None
    document_ids: list[str] = field(default_factory=list)
    event_ids: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Build; whatever goes wrong is kept for the page."""
        try:
            self._build()
        except GeomapError as error:
            self.failed = str(error)
        except Exception as error:  # noqa: BLE001  # a thread has nobody above it: what is not kept here is lost
            self.failed = f"the build failed ({type(error).__name__}: {error}); the articles are kept, please report it"
        finally:
            self.finished = True

    def _build(self) -> None:
        from geomap import pipeline
        from geomap.store import Store

        summary = pipeline.build(self.paths, store=self.store, gazetteer=self.gazetteer, progress=self._told)
        self.skips += summary.skips
        with Store.open(self.store, readonly=True) as store:
            self.document_ids = store.documents_under(str(path) for path in self.paths)
            reports = [report.id for i in self.document_ids for report in store.extraction(i).reports]
            self.event_ids = [event.id for event in store.events_of(reports)]

    def _told(self, stage: str, done: int, total: int | None) -> None:
        self.stage, self.done, self.total = stage, done, total


@st.cache_resource(show_spinner=False)
def _jobs() -> dict[str, Job]:
    """The build that runs, or ran last, for each store."""
    return {}


_starting = threading.Lock()


def start(store: Path, given: list[Given]) -> Job:
    """Keep articles beside the store and begin to build them.

    Raises InputError where this page is for readers only, where a build runs already, or where nothing can be kept.
    """
    from geomap.errors import InputError

    rights.allow()
    with _starting:
        running = _jobs().get(str(store))
        if running is not None and not running.finished:
            raise InputError("articles are being added already; wait until they are done")
        kept = intake.keep(given, intake.folder_beside(store))
        job = Job(store, kept.paths, kept.skips, rights.named_gazetteer(), finished=not kept.paths)
        _jobs()[str(store)] = job
    if kept.paths:
        threading.Thread(target=job.run, name="geomap-adding", daemon=True).start()
    return job


def show(view: View) -> None:
    """The fields to add articles, and what came of those that were added; nothing where the page is for readers only."""
    if rights.read_only():
        return
    store = view.store.path
    job = _jobs().get(str(store))
    with st.expander(
        "Add articles", icon=":material/note_add:", expanded=bool(st.session_state.get("adding")), key="add-articles"
    ):
        _fields(store)
        failed = st.session_state.pop("adding_failed", None)
        if failed:
            st.error(safe.markdown(failed), icon=":material/error:")
        if job is not None and st.session_state.get("adding"):
            _progress(store) if not job.finished else _result(view, job)


def _fields(store: Path) -> None:
    n = st.session_state.get("adding_round", 0)
    most = limits().max_bytes // _MEGABYTE
    formats = documents.FORMATS
    files, text = st.columns(2, gap="medium")
    with files:
        st.file_uploader(
            "Drop files here",
            type=[suffix.removeprefix(".") for suffix in formats],
            accept_multiple_files=True,
            key=f"add-files-{n}",
            max_upload_size=most,
            help=f"{', '.join(formats)}; up to {most} MB each. Title, source and date that a file itself gives are used.",
        )
    with text:
        st.text_area("Or paste a text", key=f"add-text-{n}", height=130, max_chars=limits().max_chars)
    title, source, day = st.columns([1.3, 1, 0.8], gap="small")
    title.text_input("Title of the pasted text", key=f"add-title-{n}", max_chars=300)
    source.text_input("Source", key=f"add-source-{n}", max_chars=200, placeholder="The Daily")
    none: Any = None
    day.date_input(
        "Published", value=none, key=f"add-published-{n}", min_value=date(1600, 1, 1), max_value=date.max, format="YYYY-MM-DD"
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button("Add", key="add", type="primary", icon=":material/add:", on_click=_add, args=(store, n))
        safe.show(
            tag(
                "span",
                f"They are kept in {intake.folder_beside(store)}; nothing there is ever overwritten. "
                "Source and date go with all of these files.",
                class_="gm-how",
            )
        )


def _add(store: Path, n: int) -> None:
    state = st.session_state
    source = (state.get(f"add-source-{n}") or "").strip() or None
    published = state.get(f"add-published-{n}") or None
    given = [
        Given(file.name, file.getvalue(), Known(source=source, published=published)) for file in state.get(f"add-files-{n}") or ()
    ]
    text = state.get(f"add-text-{n}") or ""
    if text.strip():
        title = (state.get(f"add-title-{n}") or "").strip() or None
        given.append(intake.pasted(text, Known(title=title, source=source, published=published)))
    state["adding"] = True
    if not given:
        state["adding_failed"] = "There is nothing to add: drop a file, or paste a text."
        return
    try:
        start(store, given)
        state["adding_round"] = n + 1
    except GeomapError as error:
        state["adding_failed"] = str(error)


@st.fragment(run_every=_EVERY)
def _progress(store: Path) -> None:
    """How far the build is; the whole page is drawn again when it is done."""
    job = _jobs()[str(store)]
    if job.finished:
        st.rerun()
    of = f"{job.done:,} of {job.total:,}" if job.total else f"{job.done:,}" if job.done else ""
    share = job.done / job.total if job.total and job.stage == "extracting" else 0.05 if job.stage == "reading" else 0.95
    st.progress(min(share, 1.0), text=f"{_STAGES.get(job.stage, job.stage)} {of}".strip())


def _result(view: View, job: Job) -> None:
    """What was found, what was skipped and why."""
    if job.failed:
        st.error(safe.markdown(job.failed), icon=":material/error:")
    elif job.document_ids:
        articles, events = words.count(len(job.document_ids), "article"), words.count(len(job.event_ids), "event")
        st.success(f"{articles} added, with {events}.", icon=":material/check:")
    elif not job.skips:
        st.info("Nothing was added.")
    if job.skips:
        st.warning(f"{words.count(len(job.skips), 'thing')} could not be taken in:", icon=":material/warning:")
        st.dataframe(
            {"What": [Path(skip.path).name for skip in job.skips], "Why": [skip.reason for skip in job.skips]},
            hide_index=True,
            key="add-skips",
        )
    found = [event for i in job.event_ids[:_OFFERED] if (event := _event(view, i))]
    placed = next((event for event in found if event.place is not None and event.place.place is not None), None)
    with st.container(horizontal=True, gap="small"):
        if placed is not None:
            st.button("Show on the map", key="add-show", type="primary", icon=":material/map:", on_click=_shown, args=(placed,))
        for document_id in job.document_ids[:1]:
            st.button("Read it", key="add-read", icon=":material/article:", on_click=choosing.open_article, args=(document_id,))
    for event in found:
        st.button(
            safe.markdown(f"{event.title} · {words.interval(event.when)}"),
            key=f"added-{event.id}",
            type="tertiary",
            on_click=_shown,
            args=(event,),
        )
    if len(job.event_ids) > len(found):
        st.caption(f"and {len(job.event_ids) - len(found):,} more")


def _event(view: View, event_id: str) -> Event | None:
    return view.store.event(event_id) if view.store.has_event(event_id) else None


def _shown(event: Event) -> None:
    """The map, without filters that might hide it, at this event."""
    session.reset()
    place = event.place.place.id if event.place is not None and event.place.place is not None else None
    choosing.open_event(event.id, place)
