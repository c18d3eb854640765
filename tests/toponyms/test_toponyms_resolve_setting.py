import time

from geomap.toponyms.mention import Kind, Mention
from geomap.toponyms.setting import Setting, closeness, settings


def read(text: str, *names: str) -> list[Setting]:
    mentions, at = [], 0
    for name in names:
        at = text.index(name, at)
        mentions.append(Mention(at, at + len(name), name, name, 0, 1, Kind.NAME, 0.9))
        at += len(name)
    return settings(mentions, text)


def test_a_chain_of_commas_says_what_a_place_lies_in() -> None:
    found = read("They met in Athens, Clarke County, Georgia, on Monday.", "Athens", "Clarke County", "Georgia")
    assert found[0].commas == ["Clarke County", "Georgia"]
    assert found[1].commas == ["Georgia"]
    assert found[2].commas == []


def test_brackets_and_prepositions_and_possessives_say_it_too() -> None:
    assert read("A fire in Lima (Ohio) was put out.", "Lima", "Ohio")[0].commas == ["Ohio"]
    assert read("Lima, a small town in Ohio, burned.", "Lima", "Ohio")[0].commas == ["Ohio"]
    assert read("Lima in northern Ohio burned.", "Lima", "Ohio")[0].commas == ["Ohio"]
    assert read("Ohio's sleepy Lima burned.", "Ohio", "Lima")[1].around == ["Ohio"]
    assert read("The Ohio town of Lima burned.", "Ohio", "Lima")[1].around == ["Ohio"]


def test_a_sentence_between_two_names_joins_nothing() -> None:
    found = read("Lima burned. Nobody in Ohio knew.", "Lima", "Ohio")
    assert not found[0].commas
    assert not found[0].around
    assert not found[1].around


def test_words_beside_a_name_speak_for_kinds_of_place() -> None:
    assert "own county" in read("Walker County voted.", "Walker County")[0].cues
    assert "after civic" in read("The Lebanon police said so.", "Lebanon")[0].cues
    assert "of region" in read("In the state of Georgia it rained.", "Georgia")[0].cues
    assert "after airport" in read("It left London airport late.", "London")[0].cues


def test_without_a_text_only_the_container_is_known() -> None:
    mention = Mention(0, 4, "Lima", "Lima", 0, 1, Kind.NAME, 0.9, container="Ohio")
    assert settings([mention], "") == [Setting(commas=["Ohio"])]


def test_names_side_by_side_are_close() -> None:
    at = [Mention(i, i + 2, "AB", "AB", 0, 1, Kind.NAME, 0.9) for i in (0, 4, 900)]
    close = closeness(at, [0, 1, 2])
    assert close[0, 1] == close[1, 0]
    assert close[0, 1] > 0.9
    assert close.get((0, 2), 0.0) < 0.05


def test_hostile_gaps_take_no_time() -> None:
    for filler in ("a " * 5000, ", " * 5000, "'s " * 5000, "in the " * 2000, " " * 5000, "town of " * 2000):
        text = "Lima" + filler + "Ohio"
        began = time.process_time()
        read(text, "Lima", "Ohio")
        assert time.process_time() - began < 0.5
