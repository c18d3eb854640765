"""Whether it happened: read from tense, modals, negation and the words above the trigger."""

from __future__ import annotations

import pytest
from reading import report

from geomap.model import Status

CASES = [
    ("The ministers met in Oslo on Tuesday.", "met", Status.OCCURRED),
    ("The ministers will meet in Oslo on Friday.", "meet", Status.PLANNED),
    ("The ministers are to meet in Oslo.", "meet", Status.PLANNED),
    ("The ministers meet in Oslo on 20 April.", "meet", Status.PLANNED),
    ("The ministers may meet in Oslo.", "meet", Status.POSSIBLE),
    ("The ministers are unlikely to meet in Oslo.", "meet", Status.POSSIBLE),
    ("The ministers did not meet in Oslo.", "meet", Status.DENIED),
    ("The ministers refused to meet in Oslo.", "meet", Status.DENIED),
    ("Engineers are evacuating the port of Naples.", "evacuating", Status.ONGOING),
    ("A concert planned for Saturday in Oslo has been called off.", "concert", Status.DENIED),
    ("The meeting in Oslo was cancelled.", "meeting", Status.DENIED),
    ("Reports that he has signed for a club in Naples are untrue, his agent said.", "signed", Status.DENIED),
    ("Reports that he has signed for a club in Naples surprised his agent.", "signed", Status.OCCURRED),
    ("A rumour that the chief had been killed in Naples proved false.", "killed", Status.DENIED),
    ("A rumour that the chief had been killed in Naples spread on Monday.", "killed", Status.POSSIBLE),
    ("The army denied that it had shelled Kherson.", "shelled", Status.DENIED),
    ("The army confirmed that it had shelled Kherson.", "shelled", Status.OCCURRED),
    ("She was to visit Oslo next week, but the trip has been put off.", "visit", Status.DENIED),
    ("She was to visit Oslo next week, and the trip has been paid for.", "visit", Status.PLANNED),
    ("Two men committed a robbery in Naples.", "robbery", Status.OCCURRED),
    ("Police look for a suspect in a robbery in Naples on Monday.", "robbery", Status.OCCURRED),
    ("He was about to fly to Oslo.", "fly", Status.POSSIBLE),
    ("He threatened to attack Kherson.", "attack", Status.POSSIBLE),
    ("Nobody was injured in Naples on Tuesday.", "injured", Status.DENIED),
    ("He travelled to Oslo on Monday to meet the king.", "meet", Status.PLANNED),
]


@pytest.mark.parametrize(("text", "word", "status"), CASES)
def test_status(text: str, word: str, status: Status) -> None:
    assert report(text, word).status is status
