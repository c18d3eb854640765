"""Files and folders to documents: formats, sidecars, what is left out and why."""

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from geomap.documents import FORMATS, read, reading
from geomap.documents.decoding import decode
from geomap.documents.limits import limits
from geomap.errors import InputError
from geomap.model import Document, PublishedBasis, Skip

STORY = "Talks in Lisbon\nThe two ministers met in Lisbon on Tuesday and agreed on a plan for the border.\n"


def both(*paths: Path, **options: object) -> tuple[list[Document], list[Skip]]:
    found = list(read(paths, **options))  # type: ignore[arg-type]
    return [d for d in found if isinstance(d, Document)], [s for s in found if isinstance(s, Skip)]


def one(path: Path, **options: object) -> Document:
    documents, skips = both(path, **options)
    assert not skips
    (document,) = documents
    return document


def reason(path: Path, **options: object) -> str:
    documents, skips = both(path, **options)
    assert not documents
    (skip,) = skips
    return skip.reason


# --- the seeds


def test_seeds_come_out_as_they_are_with_their_sidecar(root: Path) -> None:
    documents, skips = both(root / "seeds")
    assert not skips
    facts = json.loads((root / "tests/gold/seed_sources.json").read_text("utf-8"))
    assert len(documents) == len(facts) == 5
    for document, fact in zip(documents, facts, strict=True):
        assert document.path is not None and Path(document.path).name == fact["file"]
        assert document.text == Path(document.path).read_bytes().decode("utf-8")
        assert document.id == Document.id_of(document.text)
        assert (document.title, document.source) == (fact["title"], fact["publisher"])
        assert (document.published, document.published_basis) == (date.fromisoformat(fact["pub_date"]), PublishedBasis.SIDECAR)
        assert (document.url, document.language) == (None, "en")
        assert document.furniture


def test_seeds_without_their_sidecar_have_no_date(root: Path, tmp_path: Path) -> None:
    for file in (root / "seeds").glob("*.txt"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    documents, skips = both(tmp_path)
    assert not skips
    assert [(d.published, d.published_basis, d.source) for d in documents] == [(None, PublishedBasis.NONE, None)] * 5
    facts = json.loads((root / "tests/gold/seed_sources.json").read_text("utf-8"))
    assert [d.title for d in documents] == [fact["title"] for fact in facts]


# --- plain text


def test_text_is_unchanged_but_for_line_ends(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"\xef\xbb\xbf" + b"Title\r\n\r\n  Two  spaces, a\ttab \r\nand an old line end\rhere.\n\n")
    assert one(file).text == "Title\n\n  Two  spaces, a\ttab \nand an old line end\nhere.\n\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.txt"
    text = STORY + "A café in Málaga was closed while the talks went on, the owner said on Tuesday.\n"
    file.write_bytes(text.encode(encoding))
    assert one(file).text == text


def test_windows_quotation_marks(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes((STORY + "“No,” he said.").encode("cp1252"))
    assert one(file).text.endswith("“No,” he said.")


def test_other_alphabets_are_detected(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    words = "Встреча министров прошла во вторник в столице, сообщили чиновники обеих сторон."
    assert decode(words.encode("cp1251")) == words
    file.write_bytes(words.encode("cp1251"))
    assert "another script" in reason(file)


def test_a_few_words_of_another_script_are_no_other_language(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("The ministers met in Kyiv (Київ) on Tuesday, and Московский Комсомолец said so in its morning edition.")
    assert "Комсомолец" in one(file).text


@pytest.mark.parametrize("content", [b"%PDF-1.4 some words", b"\x89PNG\r\n\x1a\n", bytes(range(256)) * 4, b"PK\x03\x04 words"])
def test_binary_content_is_left_out(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    assert "binary" in reason(file)


def test_a_few_nul_characters_are_replaced(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(STORY.encode() + b"A NUL \0 here.")
    assert one(file).text.endswith("A NUL \ufffd here.")


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n ", b"\xef\xbb\xbf", "\u00a0\u2028".encode()])
def test_empty_documents_are_left_out(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    assert "no text" in reason(file)


def test_front_matter(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    head = "---\ntitle: 'Talks: the plan'\nsource: The Sample\n"
    head += "date: 5 September 2023\nurl: https://example.org/a\ntags:\n  - x\n---\n\n"
    file.write_text(head + STORY)
    document = one(file)
    assert (document.text, document.title, document.source) == (STORY, "Talks: the plan", "The Sample")
    assert (document.published, document.published_basis) == (date(2023, 9, 5), PublishedBasis.FRONT_MATTER)
    assert document.url == "https://example.org/a"


@pytest.mark.parametrize(
    "text", ["---\nA line of the text, no field.\n---\n", "---\ntitle: never closed\n" + STORY, "--- \n" + STORY]
)
def test_what_only_looks_like_front_matter_is_text(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.md"
    file.write_text(text)
    assert one(file).text == text


def test_an_unclear_front_matter_date_is_reported_and_not_used(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("---\ndate: 05/09/2023\n---\n" + STORY)
    (document,), (skip,) = both(file)
    assert document.published is None
    assert "05/09/2023" in skip.reason and "YYYY-MM-DD" in skip.reason


def test_the_time_of_the_file_is_no_date(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(STORY)
    os.utime(file, (1_600_000_000, 1_600_000_000))
    assert one(file).published is None


# --- what is read and what isn't


def test_folders_are_read_in_order_with_all_below(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for n, name in enumerate(["b/z.txt", "c.TXT", "a.md", "b/a.txt"]):
        (tmp_path / name).write_text(STORY + str(n))
    documents, skips = both(tmp_path)
    assert [Path(d.path or "").relative_to(tmp_path).as_posix() for d in documents] == ["a.md", "b/a.txt", "b/z.txt", "c.TXT"]
    assert not skips


def test_everything_left_out_has_a_reason(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "a.txt").write_text(STORY)
    (tmp_path / ".hidden.txt").write_text(STORY)
    (tmp_path / "a.xls").write_text(STORY)
    (tmp_path / "noending").write_text(STORY)
    (tmp_path / "story.txt").write_text(STORY)
    documents, skips = both(tmp_path)
    assert len(documents) == 1
    reasons = {Path(s.path).name: s.reason for s in skips}
    assert reasons.keys() == {".git", ".hidden.txt", "a.xls", "noending"}
    assert "hidden" in reasons[".git"] and "hidden" in reasons[".hidden.txt"]
    assert ".xls" in reasons["a.xls"] and all(ending in reasons["a.xls"] for ending in FORMATS)


def test_the_same_text_twice(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.txt").write_bytes(STORY.replace("\n", "\r\n").encode())
    (document,), (skip,) = both(tmp_path)
    assert (skip.path, skip.reason) == (str(tmp_path / "b.txt"), f"same text as {document.path}")


def test_the_same_file_twice_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(STORY)
    documents, skips = both(tmp_path, file, file)
    assert len(documents) == 1 and not skips


def test_links_that_lead_outside(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "out" / "secret.txt").write_text(STORY)
    (tmp_path / "in" / "file.txt").symlink_to(tmp_path / "out" / "secret.txt")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "out")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "broken.txt").symlink_to(tmp_path / "in" / "missing.txt")
    documents, skips = both(tmp_path / "in")
    assert not documents
    reasons = {Path(s.path).name: s.reason for s in skips}
    assert "outside" in reasons["file.txt"] and "outside" in reasons["folder"]
    assert "link to a folder" in reasons["loop"] and "leads nowhere" in reasons["broken.txt"]


def test_a_pipe_is_no_document(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert "regular" in reason(tmp_path)


def test_a_missing_path_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read([tmp_path / "missing"])


def test_limits(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(STORY)
    assert "limit for .txt is 50" in reason(file, limits=replace(limits(), max_bytes=50))
    assert "50" in reason(file, limits=replace(limits(), max_chars=50))


def test_a_line_of_ten_megabytes(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("The ministers met. " * 550_000)
    document = one(file, limits=replace(limits(), max_chars=20_000_000))
    assert document.title == "The ministers met."
    assert not document.furniture


def test_progress_counts_files(tmp_path: Path) -> None:
    for n in range(3):
        (tmp_path / f"{n}.txt").write_text(STORY + str(n))
    seen: list[tuple[int, int]] = []
    list(read([tmp_path], progress=lambda done, total: seen.append((done, total))))
    assert seen == [(1, 3), (2, 3), (3, 3)]


GERMAN = (
    "Die Minister der beiden Länder trafen sich am Dienstag in der Hauptstadt und sprachen lange über den Plan für die Grenze. "
    * 8
)
FRENCH = (
    "Les ministres des deux pays se sont rencontrés mardi dans la capitale et ont parlé longtemps du plan pour la frontière. " * 8
)
SPANISH = (
    "Los ministros de los dos países se reunieron el martes en la capital y hablaron mucho tiempo del plan para la frontera. " * 8
)
DUTCH = (
    "De ministers van de twee landen hebben elkaar dinsdag in de hoofdstad ontmoet en spraken lang over het plan voor de grens. "
    * 8
)
CHINESE = "两国部长星期二在首都会面，就边界计划进行了长时间的会谈，双方官员表示会谈富有成果。" * 40


@pytest.mark.parametrize("text", [GERMAN, FRENCH, SPANISH, DUTCH, CHINESE])
def test_other_languages_are_left_out_when_long(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(text, "utf-8")
    assert "not English" in reason(file)


def test_short_texts_are_never_judged(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Die Minister trafen sich am Dienstag in Lissabon.", "utf-8")
    assert one(file).language is None


# --- sidecars


def sidecar(folder: Path, *rows: str, header: str = "file,title,source,published,url,note") -> Path:
    path = folder / "sources.csv"
    path.write_text("\n".join((header, *rows)) + "\n", "utf-8")
    return path


def test_a_sidecar_wins_and_leaves_what_it_does_not_say(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: Old\nsource: Old Paper\ndate: 2020-01-01\n---\n" + STORY)
    sidecar(tmp_path, "a.md,New,,2023-09-05,https://example.org/a,")
    document = one(tmp_path)
    assert (document.title, document.source, document.url) == ("New", "Old Paper", "https://example.org/a")
    assert (document.published, document.published_basis) == (date(2023, 9, 5), PublishedBasis.SIDECAR)


def test_a_sidecar_is_found_for_a_single_file_without_a_word_on_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.txt").write_text(STORY + "b")
    sidecar(tmp_path, "a.txt,,The Sample,,,", "b.txt,,The Sample,,,")
    assert one(tmp_path / "a.txt").source == "The Sample"


def test_a_named_sidecar(tmp_path: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "sub" / "a.txt").write_text(STORY)
    sidecar(tmp_path / "in" / "sub", "a.txt,Beside,Beside Paper,,,")
    named = tmp_path / "facts.csv"
    for name in ("a.txt", "sub/a.txt", "in/sub/a.txt"):
        named.write_text(f"file,title,published\n{name},Named,2023-09-05\nmissing.txt,,\n")
        (document,), (skip,) = both(tmp_path / "in", sources=named)
        assert (document.title, document.source, document.published) == ("Named", "Beside Paper", date(2023, 9, 5))
        assert skip.path == f"{named}:3" and "missing.txt" in skip.reason


def test_rows_for_missing_files_are_reported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    path = sidecar(tmp_path, "a.txt,,,,,", "gone.txt,,,,,", "../x.txt,,,,,")
    (_,), skips = both(tmp_path)
    assert [(s.path, "not a file in that folder" in s.reason) for s in skips] == [(f"{path}:3", True), (f"{path}:4", True)]


def test_a_sidecar_is_no_document(tmp_path: Path) -> None:
    path = sidecar(tmp_path)
    assert both(tmp_path) == ([], [])
    assert "describes documents" in reason(path)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("file,titel\na.txt,x\n", 1, "unknown column 'titel'"),
        ("title\nx\n", 1, "no column 'file'"),
        ("file,file\na,b\n", 1, "twice"),
        ("file,published\na.txt,2023-09-05\nb.txt,5.9.2023\n", 3, "write YYYY-MM-DD"),
        ("file,published\na.txt,2023-02-30\n", 2, "write YYYY-MM-DD"),
        ("file,published\na.txt,September 2023\n", 2, "write YYYY-MM-DD"),
        ("file,title\n,x\n", 2, "'file' is empty"),
        ("file,title\na.txt,x\na.txt,y\n", 3, "already described in line 2"),
        ("file,title\na.txt,x, y\n", 2, "double quotes"),
        ('file,title\na.txt,"x"y\n', 2, "quotation marks"),
    ],
)
def test_a_sidecar_that_breaks_its_rules(tmp_path: Path, content: str, line: int, words: str) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    path = tmp_path / "sources.csv"
    path.write_text(content)
    with pytest.raises(InputError) as caught:
        read([tmp_path])
    assert str(caught.value).startswith(f"{path}: line {line}: ")
    assert words in str(caught.value)


def test_a_missing_named_sidecar(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be read"):
        read([tmp_path], sources=tmp_path / "missing.csv")


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", "id,text\n"), ("a.jsonl", ""), ("a.jsonl", "\n\n"), ("a.json", "[]"), ("a.csv", "text\n\n\n")],
)
def test_a_file_that_gives_nothing_is_said(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    assert list(read([tmp_path])) == [Skip(str(tmp_path / name), "there is no document in it")]


def test_a_sidecar_may_name_what_no_file_can_be_called(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ministers met in Lisbon on Tuesday.")
    (tmp_path / "sources.csv").write_text("file,title\n" + "a" * 5000 + ",x\n")
    skip, document = read([tmp_path])
    assert isinstance(document, Document)
    assert isinstance(skip, Skip) and "not a file in that folder" in skip.reason


def test_a_reader_that_breaks_costs_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(reading._WHOLE, ".md", broken)
    for name in ("a.md", "b.txt"):
        (tmp_path / name).write_text("Ministers met in Lisbon on Tuesday.")
    skip, document = read([tmp_path])
    assert skip == Skip(str(tmp_path / "a.md"), "reading it failed (ZeroDivisionError); please report it, with the file")
    assert isinstance(document, Document)
