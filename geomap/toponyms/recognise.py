"""Where a document names a place: stretches from the gazetteer, the entities and name patterns, weighed by clues."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.toponyms.areas import areas
from geomap.toponyms.context import PLACES, Context, Stretch
from geomap.toponyms.lexicon import lexicon
from geomap.toponyms.mention import Kind, Mention
from geomap.toponyms.scan import hit_at, words
from geomap.toponyms.settled import in_organisation
from geomap.toponyms.stretches import stretches
from geomap.toponyms.weigh import Table, decode, weigh

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from geomap.gazetteer import Gazetteer
    from geomap.model import Document


#: What no gazetteer has must be likelier a place than not: it could only be shown as unknown.
UNKNOWN_FLOOR = 0.45


class ClueRecogniser:
    """Recognition by weighed clues, with whatever the parse offers.

    One whose entities are those of the pipeline that the weights were fitted with also lends its vectors; one of another pipeline
    its entities; one with tokens only (``geomap.syntax.tokens``) is read by the gazetteer and the words alone.
    """

    name = "clues"

    def __init__(self, *, weights: tuple[Table, Table] | None = None) -> None:
        """``weights`` at first and at second sight stand in for the shipped ones, to measure others."""
        self._weights = weights

    def recognise(self, document: Document, parsed: Doc, gazetteer: Gazetteer) -> tuple[Mention, ...]:
        """The place names of the document in text order, none overlapping another."""
        context = context_of(document, parsed, gazetteer)
        weighed = decode(weigh(stretches(context), context, weights=self._weights))
        chosen = [_mention(s, p, context) for p, s in weighed if p >= UNKNOWN_FLOOR or _known(s, context)]
        return tuple(areas(chosen, context))


def context_of(document: Document, parsed: Doc, gazetteer: Gazetteer) -> Context:
    """The document as recognition sees it."""
    from geomap import syntax

    return Context(document, parsed, gazetteer, vectors=syntax.vectors(parsed))


def _mention(stretch: Stretch, p: float, context: Context) -> Mention:
    kind = kind_of(stretch, context)
    surface = context.document.text[stretch.start : stretch.end]
    mention = Mention(stretch.start, stretch.end, surface, stretch.name, stretch.first, stretch.last, kind, p)
    return replace(mention, container=within(stretch, context), known=kind is Kind.DEMONYM or _known(stretch, context))


def _known(stretch: Stretch, context: Context) -> bool:
    return bool(context.candidates(stretch.name)) or context.demonym(stretch.name) is not None


def kind_of(stretch: Stretch, context: Context) -> Kind:
    """What sort of name a stretch is."""
    if context.demonym(stretch.name) is not None and not _named_so(stretch, context):
        return Kind.DEMONYM
    return Kind.EMBEDDED if _embedded(stretch, context) else Kind.NAME


def _named_so(stretch: Stretch, context: Context) -> bool:
    """Whether a word that is also a demonym is here the name of a place ("Holland", "Georgian Bay")."""
    candidates = context.candidates(stretch.name)
    label = context.tokens[stretch.first].ent_type_
    return bool(candidates) and candidates[0].name_kind != "demonym" and label in PLACES


def _embedded(stretch: Stretch, context: Context) -> bool:
    """Whether the name is only a part of an organisation's: "Jamaica" in "Jamaica Cancer Society".

    A country before a council or an army is not: that is its government.
    """
    how = context.size_of(stretch.name)
    if how == "user":
        return False
    parsed = context.tokens
    before_of = stretch.first > 1 and parsed[stretch.first - 1].lower_ == "of"
    if before_of and parsed[stretch.first - 2].lower_ in lexicon("recognition").words("organisations", "of"):
        return parsed[stretch.first - 2].text[0].isupper()
    return in_organisation(stretch, context, "bodies") or (how != "country" and in_organisation(stretch, context, "civic"))


def within(stretch: Stretch, context: Context) -> str | None:
    """The name that says where a place lies: "Russia" in "Vladivostok, Russia" and in "Russia's Pacific coast"."""
    parsed, last = context.tokens, stretch.last
    if last + 1 < len(parsed) and parsed[last].text in {",", "("}:
        start = parsed[last + 1].idx
        if context.text[start : start + 1].isupper():
            ahead = context.text[start : start + 60]
            first = hit_at(ahead, words(ahead), 0, context.gazetteer)
            if first is not None:
                return first.name
    first_owner = stretch.first - 1
    if first_owner > 0 and parsed[first_owner].lower_ in {"'s", "’s"}:
        owner = context.entity_of(first_owner - 1, first_owner)
        if owner is not None and owner.label == "GPE":
            return context.text[
                parsed[owner.start].idx : parsed[owner.end - 1].idx + len(parsed[owner.end - 1].text)
            ].removesuffix("'s")
    return None
