"""How likely each token is to begin a place name or to go on with one, by a conditional random field.

The model sees words, their shapes and clusters, the named entities, and what the gazetteer knows of them, two tokens to either
side (Lafferty, McCallum and Pereira 2001; Okazaki's CRFsuite through python-crfsuite). ``benchmarks/fit_toponyms.py`` trains it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.errors import ResourceError
from geomap.toponyms.clusters import clusters
from geomap.toponyms.context import size

if TYPE_CHECKING:
    from geomap.toponyms.context import Context

_FILE = "tagger.crfsuite"
#: How many tokens to either side the model sees.
_AROUND = 2
_EDGE = "<s>"
#: Prepositions after which a name is a place more often than not.
_LOCATIVE = frozenset(
    {"in", "at", "near", "from", "to", "outside", "across", "around", "throughout", "toward", "towards", "into", "through"}
)
BEGINS, GOES_ON, OTHER = "B", "I", "O"


class Tagged(NamedTuple):
    """The best label of each token, and the probabilities that it begins a place name and that it goes on with one."""

    labels: list[str]
    begins: list[float]
    goes_on: list[float]


@lru_cache(maxsize=1)
def _model() -> Any:
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    try:
        with as_file(files("geomap") / "data" / "toponyms" / _FILE) as path:
            tagger.open(str(path))
    except (OSError, ValueError) as error:
        raise ResourceError(f"geomap/data/toponyms/{_FILE} can't be read ({error}): install geomap again") from error
    return tagger


def tagged(context: Context, *, model: Any = None) -> Tagged:
    """The labels of a document's tokens; ``model`` is an open ``pycrfsuite.Tagger`` (default: the shipped one)."""
    tagger = model if model is not None else _model()
    count = len(context.tokens)
    result = Tagged([OTHER] * count, [0.0] * count, [0.0] * count)
    rows = attributes(context)
    for first, last in passages(context):
        tagger.set(rows[first:last])
        result.labels[first:last] = tagger.tag()
        result.begins[first:last] = [tagger.marginal(BEGINS, i) for i in range(last - first)]
        result.goes_on[first:last] = [tagger.marginal(GOES_ON, i) for i in range(last - first)]
    return result


def passages(context: Context) -> Iterator[tuple[int, int]]:
    """The token ranges that are tagged: capitals with the two tokens on either side, cut where sentences start.

    Names are written with capitals, and the rest of a text is more than half of it.
    """
    count = len(context.tokens)
    near = [False] * count
    for i, text in enumerate(context.texts):
        if text[0].isupper():
            near[max(0, i - _AROUND) : i + _AROUND + 1] = [True] * len(near[max(0, i - _AROUND) : i + _AROUND + 1])
    first = None
    for i, token in enumerate(context.tokens):
        if first is not None and (not near[i] or token.is_sent_start):
            yield first, i
            first = None
        if near[i] and first is None:
            first = i
    if first is not None:
        yield first, count


def named(tags: Tagged) -> Iterator[tuple[int, int]]:
    """The token ranges that the best labels make place names."""
    first = None
    for i, label in enumerate([*tags.labels, OTHER]):
        if first is not None and label != GOES_ON:
            yield first, i
            first = None
        if label == BEGINS or (label == GOES_ON and first is None):
            first = i


def attributes(context: Context) -> list[list[str]]:
    """What the model sees of each token that is tagged; nothing of the others."""
    columns = _columns(context)
    rows: list[list[str]] = [[] for _ in context.tokens]
    wanted = [i for first, last in passages(context) for i in range(first, last)]
    around = _around(columns)
    for i in wanted:
        rows[i] = [*around[i], *_own(columns, i), *_pairs(columns, i)]
    return rows


def _around(columns: dict[str, list[str]]) -> list[tuple[str, ...]]:
    """For each token, the values of its neighbours and its own, marked with how far off they are."""
    count = len(columns["w"])
    shifted = []
    for key in ("w", "s", "e", "g", "c"):
        padded = [_EDGE] * _AROUND + columns[key] + [_EDGE] * _AROUND
        for reach in range(-_AROUND, _AROUND + 1):
            mark = f"{key}{reach}="
            shifted.append([mark + value for value in padded[_AROUND + reach : _AROUND + reach + count]])
    return list(zip(*shifted, strict=True))


def _own(columns: dict[str, list[str]], i: int) -> Iterator[str]:
    w, s, e, g = columns["w"][i], columns["s"][i], columns["e"][i], columns["g"][i]
    start = columns["start"][i]
    yield from (f"p3={w[:3]}", f"x3={w[-3:]}", f"x2={w[-2:]}", f"st={start}", f"lo={columns['low'][i]}")
    yield from (f"eg={e}|{g}", f"es={e}|{s}", f"ew={e}|{w}", f"gs={g}|{s}|{start}")
    for part in columns["name"][i].split():
        yield from (part, f"{part}|g={g}", f"{part}|e={e}")


def _pairs(columns: dict[str, list[str]], i: int) -> Iterator[str]:
    """What a token and its neighbour are together."""
    w, s, e, g = columns["w"], columns["s"], columns["e"], columns["g"]
    if i:
        yield from (f"ee={e[i - 1]}|{e[i]}", f"wp={w[i - 1]}|{s[i]}", f"wpg={w[i - 1]}|{g[i]}")
    if i + 1 < len(w):
        yield from (f"ww={w[i]}|{w[i + 1]}", f"gn={g[i]}|{g[i + 1]}", f"gw={g[i]}|{w[i + 1]}", f"en={e[i]}|{e[i + 1]}")


def _columns(context: Context) -> dict[str, list[str]]:
    """Word, shape, entity, gazetteer knowledge, cluster and more, each a list over the tokens."""
    tokens, texts, lower = context.tokens, context.texts, context.lowered
    table = clusters()
    kinds = [t.ent_type_ for t in tokens]
    return {
        "w": lower,
        "s": [shape(t) for t in texts],
        "e": [f"{t.ent_iob_}-{kind}" if kind else "O" for t, kind in zip(tokens, kinds, strict=True)],
        "g": _known(context, tokens),
        "c": [table.get(t, "?") for t in lower],
        "start": ["1" if t.is_sent_start else "0" for t in tokens],
        "low": ["1" if t in context.lower else "0" for t in lower],
        "name": _names(texts, lower, kinds),
    }


@lru_cache(maxsize=20_000)
def shape(word: str) -> str:
    """The word with its letters as X and x and its digits as d, runs cut at three: "McCain's" → "XxXxxx'x"."""
    made: list[str] = []
    for char in word:
        sign = "X" if char.isupper() else "x" if char.islower() else "d" if char.isdigit() else char
        if made[-3:] != [sign] * 3:
            made.append(sign)
    return "".join(made)


def _known(context: Context, tokens: Sequence[Any]) -> list[str]:
    """For each token, what the longest gazetteer name over it is: how prominent, and whether also a common word or a demonym."""
    known = ["-"] * len(tokens)
    at = context.token_at
    done = 0
    for hit in context.hits:
        first, last = at(hit.start), at(hit.end - 1)
        if first < done:
            continue
        candidates = context.candidates(hit.name)
        what = size(candidates)
        if candidates and candidates[0].name_kind == "alias":
            what += "al"
        if context.gazetteer.is_common_word(hit.name):
            what += "c"
        if context.demonym(hit.name) is not None:
            what += "D"
        for i in range(first, last + 1):
            known[i] = ("B" if i == first else "I") + what
        done = last + 1
    return known


def _names(texts: Sequence[str], lower: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """For capitalised words: what the document's other mentions of the word say."""
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    located: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for i, (text, low, kind) in enumerate(zip(texts, lower, kinds, strict=True)):
        if text[0].isupper():
            labels[low][kind or "O"] += 1
            located[low] += bool(i) and lower[i - 1] in _LOCATIVE
        alone = (i == 0 or kinds[i - 1] != "PERSON") and (i + 1 == len(kinds) or kinds[i + 1] != "PERSON")
        people[low] += kind == "PERSON" and not alone
    found = []
    for i, (text, low, kind) in enumerate(zip(texts, lower, kinds, strict=True)):
        if not text[0].isupper():
            found.append("")
            continue
        seen = labels[low]
        usual = seen.most_common(1)[0][0] if sum(seen.values()) > 1 else "one"
        elsewhere = located[low] > (1 if i and lower[i - 1] in _LOCATIVE else 0)
        somebody = people[low] and kind != "PERSON"
        found.append(f"ml={usual} loc={'L' if elsewhere else '-'} per={'P' if somebody else '-'}")
    return found
