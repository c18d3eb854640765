"""Twelve invented reports in the manner of news agencies, annotated before any output was seen: floors that can only rise."""

import re
from pathlib import Path

import pytest

from geomap import syntax, toponyms
from geomap.gazetteer import Gazetteer
from geomap.model import Document

_MARKED = re.compile(r"\[\[(?P<place>.+?)\]\]|\(\((?P<people>.+?)\)\)|<<(?P<within>.+?)>>")


def annotated(path: Path) -> list[tuple[str, dict[tuple[int, int], str]]]:
    """Each report without its marks, and what each marked stretch of it is."""
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if not line.startswith("# ")]
    found = []
    for block in re.split(r"\n=+\n", "\n".join(lines)):
        text, spans, at = "", {}, 0
        for match in _MARKED.finditer(block.strip("\n")):
            text += block.strip("\n")[at : match.start()]
            surface = match[match.lastgroup]
            spans[len(text), len(text) + len(surface)] = match.lastgroup
            text += surface
            at = match.end()
        found.append((text + block.strip("\n")[at:], spans))
    return found


@pytest.fixture(scope="module")
def reports(root: Path) -> list[tuple[str, dict[tuple[int, int], str]]]:
    return annotated(root / "tests" / "gold" / "wire_places.txt")


@pytest.mark.parametrize(("reading", "floor"), [(syntax.shallow, 0.95), (syntax.tokens, 0.95)])
def test_places_of_agency_reports(reading, floor: float, reports, root: Path) -> None:
    gazetteer = Gazetteer.open(root / "gazetteer.csv")
    right = given = wanted = 0
    wrong = []
    for text, spans in reports:
        document = Document(Document.id_of(text), text.split("\n")[0], text)
        gold = {span for span, what in spans.items() if what != "within"}
        neutral = [span for span, what in spans.items() if what == "within"]
        found = {(t.start, t.end) for t in toponyms.find(document, reading(document), gazetteer)}
        found = {f for f in found if f in gold or not any(f[0] < end and start < f[1] for start, end in neutral)}
        right, given, wanted = right + len(gold & found), given + len(found), wanted + len(gold)
        wrong += [text[start:end] for start, end in gold ^ found]
    assert len(reports) == 12
    assert wanted == 211
    assert 2 * right / (given + wanted) >= floor, wrong
