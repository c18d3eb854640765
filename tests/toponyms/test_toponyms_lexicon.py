import pytest

from geomap.toponyms.lexicon import lexicon
from geomap.toponyms.odds import COLUMNS, tables
from geomap.toponyms.weigh import Knowledge
from geomap.toponyms.weigh import tables as clue_tables


@pytest.mark.parametrize("name", ["recognition", "resolution", "usage"])
def test_every_word_is_lower_case_and_listed_once(name: str) -> None:
    tree = lexicon(name)._tree

    def lists(node: object, path: str) -> list[tuple[str, list[str]]]:
        if isinstance(node, dict):
            return [pair for key, child in node.items() for pair in lists(child, f"{path}.{key}")]
        return [(path, node)] if isinstance(node, list) else []

    for path, words in lists(tree, name):
        if path in {"usage.seats.features"} or "divided" in path:
            continue
        assert [w for w in words if w != w.casefold()] == [], path
        assert sorted({w for w in words if words.count(w) > 1}) == [], path


def test_weights_are_log_odds_of_a_sane_size() -> None:
    clues = [table.clues for knowledge in Knowledge for table in clue_tables(knowledge)]
    for table in (*clues, tables()["weights"], tables()["trust"], tables()["stand-in"]):
        assert len(table) > 10
        assert all(abs(w) < 12 for w in table.values())


def test_every_weight_of_the_choice_is_a_column() -> None:
    assert set(tables()["weights"]) == set(COLUMNS)
