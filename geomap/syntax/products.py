"""Matrix products by NumPy's library, in one thread: on texts of an article's size it is three times as fast as spaCy's own.

In several threads it is slower there, the more so where several processes share the machine, so that it is held to one while a
text is parsed. What is found is the same (``benchmarks/compare_extraction.py`` has the cost).
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from typing import TYPE_CHECKING, Any

from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from spacy.language import Language


def use_quick_products(nlp: Language) -> None:
    """Let the models of a pipeline, and of no other, multiply by NumPy; those that compute elsewhere are left as they are."""
    quick: dict[int, Any] = {}
    for _, component in nlp.components:
        model: Any = getattr(component, "model", None)
        for layer in model.walk() if hasattr(model, "walk") else ():
            if getattr(layer.ops, "use_blis", False):
                layer.ops = quick.setdefault(id(layer.ops), type(layer.ops)(use_blis=False))


def in_one_thread() -> AbstractContextManager[Any]:
    """While this lasts, NumPy multiplies in one thread."""
    limited: AbstractContextManager[Any] = _libraries().limit(limits=1, user_api="blas")
    return limited


@cache
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()
