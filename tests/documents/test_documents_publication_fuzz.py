"""Pages that were cut, torn and mixed up: dating them never fails, and never makes up a day that isn't written there."""

import csv
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geomap.documents import pages, plain, written
from geomap.documents.assembly import assemble
from geomap.documents.limits import limits
from geomap.errors import DocumentError
from geomap.model import Document, Skip

FOLDER = Path(__file__).parent / "publication"
with (FOLDER / "answers.csv").open(encoding="utf-8", newline="") as stream:
    NAMES = [row["file"] for row in csv.DictReader(stream)]
SOURCES = {name: (FOLDER / name).read_text("utf-8") for name in NAMES}
#: What is put into pages: pieces of dates and of pages, alone without sense.
PIECES = [
    "0",
    "31",
    "/",
    "-",
    "2023",
    " 29 February 2023 ",
    "99",
    "<",
    ">",
    "</div>",
    "<time datetime='",
    '"',
    "{",
    "}",
    "\0",
    "\ud800",
]
PIECES += [
    "Published: ",
    "Updated ",
    " | ",
    "\n",
    "\t",
    "<h1>",
    "<!--",
    "]]>",
    "1e999",
    "T25:61Z",
    "٢٠٢٣",
    "Sept. ",
    "Tuesday, ",
    "&#48;",
]
#: How far apart the parts of one written date may stand.
NEAR = 40

cut = st.tuples(st.just("cut"), st.floats(0, 1), st.integers(1, 200), st.just(""))
put = st.tuples(st.just("put"), st.floats(0, 1), st.just(0), st.sampled_from(PIECES))
twice = st.tuples(st.just("twice"), st.floats(0, 1), st.integers(1, 400), st.just(""))
digit = st.tuples(st.just("digit"), st.floats(0, 1), st.integers(0, 9), st.just(""))
end = st.tuples(st.just("end"), st.floats(0.1, 1), st.just(0), st.just(""))
mix = st.tuples(st.just("mix"), st.floats(0, 1), st.integers(1, 600), st.sampled_from(NAMES))


def mutated(text: str, changes: list[tuple[str, float, int, str]]) -> str:
    for kind, where, size, extra in changes:
        at = int(where * len(text))
        if kind == "cut":
            text = text[:at] + text[at + size :]
        elif kind == "put":
            text = text[:at] + extra + text[at:]
        elif kind == "twice":
            text = text[: at + size] + text[at:]
        elif kind == "end":
            text = text[:at]
        elif kind == "mix":
            other = SOURCES[extra]
            text = text[:at] + other[int(where * len(other)) :][:size] + text[at:]
        elif found := list(re.finditer(r"\d", text)):
            chosen = found[int(where * (len(found) - 1))].start()
            text = text[:chosen] + str(size) + text[chosen + 1 :]
    return text


def occurs(day: date, text: str) -> bool:
    """Whether the parts of a day stand near each other; its year may stand elsewhere, as a dateline's does."""
    text = re.sub(r"&#(\d{2,3});", lambda m: chr(int(m[1])), text)
    for number in re.findall(r"(?<!\d)\d{9,13}(?!\d)", text):
        seconds = int(number) / (1000 if len(number) > 10 else 1)
        moment = (datetime.fromtimestamp(0, UTC) + timedelta(seconds=seconds)).date()
        if abs((moment - day).days) <= 1:
            return True
    if day.strftime("%Y%m%d") in text:
        return True
    if str(day.year) not in text and f"{day.year % 100:02}" not in text:
        return False
    names = [name for name, number in written.forms().months.items() if number == day.month - 1]
    month = re.compile(rf"(?<!\d)0?{day.month}(?!\d)|" + "|".join(map(re.escape, names)), re.IGNORECASE)
    figure = re.compile(rf"(?<!\d)0?{day.day}(?!\d)")
    return any(figure.search(text[max(0, m.start() - NEAR) : m.end() + NEAR]) for m in month.finditer(text))


def read(name: str, text: str) -> list[Document | Skip]:
    data = text.encode("utf-8", "surrogatepass")
    reader = pages.read if name.endswith(".html") else plain.read
    try:
        return [assemble(d, limits()) if not isinstance(d, Skip) else d for d in reader(data, name, limits())]
    except DocumentError:
        return []


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.sampled_from(NAMES), st.lists(st.one_of(cut, put, twice, digit, end, mix), min_size=1, max_size=8))
def test_torn_pages(name: str, changes: list[tuple[str, float, int, str]]) -> None:
    text = mutated(SOURCES[name], changes)
    for found in read(name, text):
        if isinstance(found, Document) and found.published is not None:
            assert occurs(found.published, text), (found.published, found.published_basis)


def test_the_oracle_itself_can_say_no() -> None:
    text = SOURCES["blog-wordpress.html"]
    assert occurs(date(2022, 3, 18), text)
    assert not occurs(date(2022, 3, 27), text)
    assert not occurs(date(1931, 3, 18), text)
    assert not occurs(date.today(), text)
