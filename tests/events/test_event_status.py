"""Whether it happened: read from tense, modals, negation and the words above the trigger."""

from __future__ import annotations

from datetime import date

import pytest
from reading import report, reports

from geomap.model import Status

CASES = [
    ("The ministers met in Oslo on Tuesday.", "met", Status.OCCURRED),
    ("The ministers will meet in Oslo on Friday.", "meet", Status.PLANNED),
    ("A fisherman saw two trawlers collide off Bergen on Sunday.", "collide", Status.OCCURRED),
    ("Readers will remember that the same ferry sank off Bergen in 2019.", "sank", Status.OCCURRED),
    ("The king said he had dropped the trip and would fly to Oslo on Saturday.", "fly", Status.PLANNED),
    ("A rally is called for Saturday noon in Oslo.", "rally", Status.PLANNED),
    ("The ministry said a team was at work and that an envoy would travel to Bergen.", "travel", Status.PLANNED),
    ("The queen, whose visit to Bergen was dropped last week, is ill.", "visit", Status.DENIED),
    ("A second consignment should land in Bergen tomorrow.", "land", Status.PLANNED),
    ("The minister should resign in Oslo tomorrow.", "resign", Status.POSSIBLE),
    ("The guest was supposed to be driven to Bergen on Sunday.", "driven", Status.DENIED),
    ("The guests are supposed to arrive in Bergen on Friday.", "arrive", Status.PLANNED),
    ("His supporters hold a rally in Oslo today.", "rally", Status.PLANNED),
    ("The games were planned at a conference in Oslo in November.", "conference", Status.OCCURRED),
    ("She doubts that a contract will be signed in Oslo.", "signed", Status.POSSIBLE),
    ("A delegation that was to fly to Bergen on Monday will stay at home.", "fly", Status.DENIED),
    ("The captain said that he had begged the owners to open the gate in Bergen.", "open", Status.POSSIBLE),
    ("Scenario two: the talks in Oslo fail, and the rebels shell Bergen.", "shell", Status.POSSIBLE),
    ("The version that a stone killed the docker in Bergen was withdrawn.", "killed", Status.DENIED),
    ("The firm looks forward to Wednesday's hearing in Oslo.", "hearing", Status.PLANNED),
    ("Some are talking of blocking the road to Bergen.", "blocking", Status.POSSIBLE),
    ("An encore in Oslo, pencilled in for Saturday night, was scrapped.", "scrapped", Status.DENIED),
    ("The naval drill off Bergen has been pushed back.", "drill", Status.PLANNED),
    ("A rally was called in Oslo on Monday.", "rally", Status.OCCURRED),
    ("Dockers in Bergen have called a 24-hour walkout for Sunday.", "called", Status.PLANNED),
    ("Dockers in Bergen called a strike for higher pay on Monday.", "called", Status.OCCURRED),
    ("Workers are putting up a stand, and a parade is to be held in Oslo on Saturday.", "parade", Status.PLANNED),
    ("Should the court refuse, nurses will march in Oslo on Monday.", "march", Status.POSSIBLE),
    ("The elders undertook to send two men to Bergen on Friday.", "send", Status.PLANNED),
    ("The trawler had to seek shelter in Bergen in Sunday's gale.", "gale", Status.OCCURRED),
    ("The owners insisted that the ship be released in Bergen.", "released", Status.POSSIBLE),
    ("There's no truth in the message claiming that the dam has burst at Bergen.", "burst", Status.DENIED),
    ("Monday's meeting in Oslo between the two kings is off for now.", "meeting", Status.DENIED),
    ("The minister pulled out of her visit to Oslo.", "visit", Status.DENIED),
    ("The minister pulled out of the talks in Oslo.", "talks", Status.OCCURRED),
    ("Rescuers worked until dawn to free 20 people in Oslo.", "free", Status.OCCURRED),
    ("Rescuers are working to free 20 people in Oslo.", "free", Status.ONGOING),
    ("Rescuers travelled for a day to free 20 people in Oslo.", "free", Status.PLANNED),
    ("The ministers are to meet in Oslo.", "meet", Status.PLANNED),
    ("Some 300 residents were under orders on Tuesday to leave their homes.", "leave", Status.PLANNED),
    ("The police were under orders to shoot looters.", "shoot", Status.PLANNED),
    ("The firm was on the verge of closing its plant.", "closing", Status.POSSIBLE),
    ("The company is in talks to buy a mine in Chile.", "buy", Status.POSSIBLE),
    ("The envoy warned that the army was authorised to attack Mopti.", "attack", Status.POSSIBLE),
    ("The opposition gave up plans for a rally in Oslo.", "rally", Status.DENIED),
    ("The ministers gave up their plan to meet in Oslo.", "meet", Status.DENIED),
    ("The army was poised to attack the town.", "attack", Status.PLANNED),
    ("The band is set to leave Oslo on Friday.", "leave", Status.PLANNED),
    ("The two are due to meet on Friday.", "meet", Status.PLANNED),
    ("The suspects are to be arrested in Oslo.", "arrested", Status.PLANNED),
    ("He will visit Oslo if the talks succeed.", "visit", Status.POSSIBLE),
    ("The lorries must leave Oslo before May.", "leave", Status.POSSIBLE),
    ("The mayor, who was to fly to Oslo on Monday, called off the trip.", "fly", Status.DENIED),
    ("The ministers meet in Oslo on 20 April.", "meet", Status.PLANNED),
    ("The ministers may meet in Oslo.", "meet", Status.POSSIBLE),
    ("The ministers are unlikely to meet in Oslo.", "meet", Status.POSSIBLE),
    ("The ministers did not meet in Oslo.", "meet", Status.DENIED),
    ("The ministers refused to meet in Oslo.", "meet", Status.DENIED),
    ("He cited his rights in his calls for his boy to be returned to him in Cuba.", "returned", Status.POSSIBLE),
    ("The commission rejected a claim that papers had been burned in Orhei.", "burned", Status.DENIED),
    ("Claims that a raid took place in Minsk turned out to be untrue.", "raid", Status.DENIED),
    ("Reports of a raid in Minsk proved to be false.", "raid", Status.DENIED),
    ("Military exercises off Busan have been ongoing, with warships in the region.", "exercises", Status.ONGOING),
    ("The navy has delayed a missile test for next week at a base in California.", "test", Status.PLANNED),
    ("Chile agreed on Monday to sell the ships to Peru, pending talks in Oslo.", "sell", Status.PLANNED),
    ("Engineers are evacuating the port of Naples.", "evacuating", Status.ONGOING),
    ("A concert planned for Saturday in Oslo has been called off.", "concert", Status.DENIED),
    ("The meeting in Oslo was cancelled.", "meeting", Status.DENIED),
    ("Reports that he has signed for a club in Naples are untrue, his agent said.", "signed", Status.DENIED),
    ("Reports that he has signed for a club in Naples surprised his agent.", "signed", Status.OCCURRED),
    ("A rumour that the chief had been killed in Naples proved false.", "killed", Status.DENIED),
    ("A rumour that the chief had been killed in Naples spread on Monday.", "killed", Status.POSSIBLE),
    (
        "A claim on the radio that a ferry had sunk off Naples overnight was a furphy, the harbourmaster said.",
        "sunk",
        Status.DENIED,
    ),
    ('Reports that the band had signed for a label in Oslo were "rubbish", she said.', "signed", Status.DENIED),
    ("There was no truth in reports that the firm had sacked 200 people in Leeds.", "sacked", Status.DENIED),
    ("There is little truth to rumours that the king was killed in Oslo, the palace said.", "killed", Status.DENIED),
    ("Talk of a coup in Bamako on Tuesday was nonsense, the minister said.", "coup", Status.DENIED),
    ("It is not true that troops entered Kherson on Monday, the ministry said.", "entered", Status.DENIED),
    ("It is true that troops entered Kherson on Monday, the ministry said.", "entered", Status.OCCURRED),
    ("It was wrongly reported that the mayor had been shot in Cali.", "shot", Status.DENIED),
    ("It was widely reported that the mayor had been shot in Cali.", "shot", Status.OCCURRED),
    ("An earlier version of this article said that the blast happened in Basra.", "blast", Status.DENIED),
    ("A version of the story said that the blast happened in Basra.", "blast", Status.OCCURRED),
    ("A report on a website that troops had taken a village near Kherson was refuted by both sides.", "taken", Status.DENIED),
    ("The minister was reported on Thursday night to have crossed into Senegal.", "crossed", Status.POSSIBLE),
    ("Three men are alleged to have robbed a bank in Leeds.", "robbed", Status.POSSIBLE),
    ("At a meeting in Oslo on Monday the two governments agreed to open the border.", "meeting", Status.OCCURRED),
    ("The envoy is expected at a meeting in Oslo on Friday.", "meeting", Status.PLANNED),
    ("Miners in Oslo voted on Friday on a walkout in May.", "walkout", Status.POSSIBLE),
    ("Some 400 migrants are stranded in Naples.", "stranded", Status.ONGOING),
    ("Some 400 migrants were stranded in Naples on Monday.", "stranded", Status.OCCURRED),
    ("The visit to Oslo was scratched on Monday.", "visit", Status.DENIED),
    ("A concert in Leeds on Saturday was rained off.", "concert", Status.DENIED),
    ("The demonstration in Cairo never materialised.", "demonstration", Status.DENIED),
    ("He dreamt that a bomb exploded in Oslo.", "exploded", Status.POSSIBLE),
    ("A visit to Oslo, pencilled in for tomorrow, will no longer go ahead.", "visit", Status.DENIED),
    ("Nor has the striker been fined in Oslo, the club said.", "fined", Status.DENIED),
    ("He brushed aside a story that a bomb had exploded in Oslo.", "exploded", Status.DENIED),
    ("Police are holding nine people over Friday's attack in Naples.", "attack", Status.OCCURRED),
    ("Claims on messaging services that a convoy had been bombed in Kherson were false, he said.", "bombed", Status.DENIED),
    ("Reports that a bank had been robbed in Oslo circulated on Sunday.", "robbed", Status.POSSIBLE),
    ("The envoy was to visit Oslo this weekend but put the trip on ice on Thursday.", "visit", Status.DENIED),
    ("His trip to Oslo has fallen victim to the crisis.", "trip", Status.DENIED),
    ("Cholera spreads in Naples; carnival in Lyon called off", "carnival", Status.DENIED),
    # What is only threatened with being called off still stands.
    ("India may call off talks in Oslo on May 6.", "talks", Status.PLANNED),
    ("The president threatened to cancel a visit to Oslo on Friday.", "visit", Status.PLANNED),
    ("India has not ruled out calling off talks in Oslo on May 6.", "talks", Status.PLANNED),
    ("India has not ruled out calling off talks in Oslo that are set for May 6.", "talks", Status.PLANNED),
    ("India has not ruled out talks in Oslo.", "talks", Status.POSSIBLE),
    ("A deal could avert a strike in Oslo on Friday.", "strike", Status.POSSIBLE),
    ("India ruled out talks in Oslo.", "talks", Status.DENIED),
    ("Leaders stopped short of sending troops to Mali.", "sending", Status.DENIED),
    ("They refrained from shelling Kherson.", "shelling", Status.DENIED),
    ("A stop in La Paz on Tuesday was dropped.", "stop", Status.DENIED),
    ("A convoy that was to leave Oslo on Friday could not go ahead.", "leave", Status.DENIED),
    # What had been planned, and was not.
    ("Monday's summit in Cairo is off, diplomats said.", "summit", Status.DENIED),
    ("The concert in Cairo is off the coast road.", "concert", Status.OCCURRED),
    ("A rally in Madrid that had been called for Sunday fell through.", "rally", Status.DENIED),
    ("A trip that was to take him to Oslo on Friday fell through.", "trip", Status.DENIED),
    ("The visit to Tokyo has been struck from the calendar.", "visit", Status.DENIED),
    ("A missile test in Oslo on Monday was scrubbed.", "test", Status.DENIED),
    ("She had been expected in Rome on Tuesday but never arrived.", "expected", Status.DENIED),
    ("The minister was due to visit Oslo on Thursday but did not come.", "visit", Status.DENIED),
    ("The minister is due to visit Oslo on Thursday but did not say why.", "visit", Status.PLANNED),
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
    # What is known stays so, whatever is done about it.
    ("Police in Oslo say last month's explosion in Bergen might be linked to a gang.", "explosion", Status.OCCURRED),
    ("A judge in Leeds has dismissed all claims over a police raid in Hull.", "raid", Status.OCCURRED),
    ("Ministers did not discuss the attack in Kano.", "attack", Status.OCCURRED),
    ("It is not known if the explosion in Kano was an accident.", "explosion", Status.OCCURRED),
    ("Police do not know where the man was arrested in Oslo.", "arrested", Status.OCCURRED),
    ("Rescuers expected no victims until they found a body in Porto on Monday.", "found", Status.OCCURRED),
    ("The court in Oslo decided that the army had attacked a village near Bergen.", "attacked", Status.OCCURRED),
    ("No one was injured fighting the fire in Porto.", "fire", Status.OCCURRED),
    # What is told of a plan, and what comes of it.
    ("The minister announced that the envoy would travel to Oslo on 21 March.", "travel", Status.PLANNED),
    ("The deal would allow troops to move to Kherson.", "move", Status.POSSIBLE),
    ("The union has called a strike in Oslo for Friday.", "strike", Status.PLANNED),
    ("Fighting stopped before the minister visits Oslo on Friday.", "visits", Status.PLANNED),
    ("Police thwarted a plot to bomb a station in Oslo.", "bomb", Status.DENIED),
    ("A plan to attack Kherson that was drawn up in spring was shelved.", "attack", Status.DENIED),
    ("She cancelled a concert in Oslo that was to open the stadium.", "open", Status.DENIED),
    ("The president postponed a visit to Oslo.", "visit", Status.DENIED),
    ("A man was declared unfit to stand trial in Leeds.", "trial", Status.DENIED),
    ("There are no plans for a summit in Oslo.", "summit", Status.DENIED),
    ("She had hoped to travel to Oslo but was arrested at Bergen airport.", "travel", Status.POSSIBLE),
    ("Had the police arrived in Oslo earlier, he would have lived.", "arrived", Status.POSSIBLE),
    ("She denied that Chile had paid any money or had dropped its case against the men.", "dropped", Status.DENIED),
    ("He said that Chile had paid a ransom and had dropped its case against the men.", "dropped", Status.OCCURRED),
    ("Hassan served ten years for his part in a plot to bomb a rally in Lyon.", "bomb", Status.POSSIBLE),
    ("British peacekeepers, deployed there in 2020, did not intervene in Bor.", "deployed", Status.OCCURRED),
    ("Chile agreed on Monday to sell the ships to Peru, following talks in Oslo.", "talks", Status.OCCURRED),
    ("The envoy was summoned in Oslo, the minister called off her programme, and the port closed.", "summoned", Status.OCCURRED),
    ("The council in Oslo made a decision: two planes were moved to Bergen on Sunday.", "moved", Status.OCCURRED),
    ("It did not prevent thousands from marching in Oslo on Monday.", "marching", Status.OCCURRED),
    ("Rain prevented the farmers from marching in Oslo on Monday.", "marching", Status.DENIED),
    ("The bloc condemned the coup and called leaders to a summit in Oslo on Sunday.", "summit", Status.PLANNED),
    ("A rumour is doing the rounds that the water of Lake Como has been poisoned.", "poisoned", Status.POSSIBLE),
    ("Police broke up what they called a plot to kill them in Oslo.", "kill", Status.POSSIBLE),
    ("The men meant to bomb a station in Oslo.", "bomb", Status.POSSIBLE),
    ("Norway, having shut its border at Svinesund last week, is expected to reopen it.", "shut", Status.OCCURRED),
    ("The premier will chair Friday's cabinet meeting in Oslo.", "meeting", Status.PLANNED),
    ("He had been due to fly to Oslo, hold talks and open a plant in Bergen on Friday.", "open", Status.PLANNED),
    ("Farmers drove to the Odeon; on Monday they prevented the minister from leaving.", "drove", Status.OCCURRED),
    # What the words around it leave as it is.
    ("Troops arrested a man in Porto, where the ministers will meet on 30 March.", "arrested", Status.OCCURRED),
    ("Not one barrel of oil has been exported from Porto this year.", "exported", Status.DENIED),
    ("Some 300 soldiers are being flown to Braga.", "flown", Status.ONGOING),
    ("The envoy dropped plans to stop in Braga on Friday.", "stop", Status.DENIED),
    ("Kari Lund has called off a visit to the town of Braga, where she was to open a bridge.", "open", Status.DENIED),
    ("Asked about the ambush in Braga on Monday, the minister kept silent.", "ambush", Status.OCCURRED),
    ("A gang is suspected of having bombed a station in Braga on Monday.", "bombed", Status.OCCURRED),
    ("Ana Reis jumped seven metres in Braga on Sunday to win the cup.", "win", Status.OCCURRED),
    # What is turned down, urged, warned of or announced has not been.
    ("Sudan's army rejected talks in Jeddah.", "talks", Status.DENIED),
    ("The plan for a summit in Geneva was rejected.", "summit", Status.DENIED),
    ("Talks in Cairo failed to start.", "Talks", Status.DENIED),
    ("The UN urged talks in Jeddah.", "talks", Status.POSSIBLE),
    ("NATO warned of an attack on Odesa.", "attack", Status.POSSIBLE),
    ("NATO warned of the attack on Odesa.", "attack", Status.OCCURRED),
    ("She announced talks in Oslo.", "talks", Status.PLANNED),
    ("The US announced sanctions on banks in Minsk.", "sanctions", Status.OCCURRED),
    ("The strike in Durban was averted.", "strike", Status.DENIED),
    # Who did it is one question and whether it was another.
    ("Kyiv denied it was behind the blast in Moscow.", "blast", Status.OCCURRED),
    ("Iran denied it was involved in an attack on Haifa.", "attack", Status.OCCURRED),
    ("Iran denied an attack on Haifa.", "attack", Status.DENIED),
    ("Reports of an explosion in Isfahan could not be verified.", "explosion", Status.POSSIBLE),
    ("Unconfirmed reports said an explosion hit Isfahan.", "hit", Status.POSSIBLE),
    ("Officials confirmed reports of an explosion in Isfahan.", "explosion", Status.OCCURRED),
    # What there is no evidence of is not told as done.
    ("There was no evidence that records had been leaked in Odense.", "leaked", Status.DENIED),
    ("There is nothing to suggest that the bridge at Lublin was blown up.", "blown", Status.DENIED),
    ("There is evidence that the bridge at Lublin was blown up.", "blown", Status.OCCURRED),
    # What nobody is takes nothing from what is spoken of beside it.
    (
        "Clement told a crowd in Blantyre that no land is too poor to share its bread, on the last day of the visit to Malawi.",
        "visit",
        Status.OCCURRED,
    ),
    (
        "Kyrgyzstan and Tajikistan agreed on Tuesday to withdraw troops from their frontier, a week after a shootout near Vorukh"
        " left three guards dead.",
        "shootout",
        Status.OCCURRED,
    ),
    ("Japan has postponed the firing of a small rocket from Uchinoura until July.", "firing", Status.PLANNED),
    ("Had the bomb exploded in Cologne, hundreds would have died.", "exploded", Status.POSSIBLE),
]


@pytest.mark.parametrize(("text", "word", "status"), CASES)
def test_status(text: str, word: str, status: Status) -> None:
    assert report(text, word).status is status


@pytest.mark.parametrize(
    ("text", "words", "status"),
    [
        ("The laboratory will decide: a team in Lausanne has been testing the samples since Monday.", "testing", "ongoing"),
        ("The workers tried to demonstrate in Oslo on Monday.", "demonstrate", "occurred"),
    ],
)
def test_what_stands_beside_a_clause_takes_nothing_of_its_status(text: str, words: str, status: str) -> None:
    told = {r.trigger.text: r.status.value for r in reports(text)}
    assert told.get(words) == status


@pytest.mark.parametrize(
    ("text", "word", "day"),
    [
        ("On Sunday villagers saw two trawlers collide off Bergen.", "collide", date(2023, 3, 12)),
        ("On Tuesday some residents shut the road to Bergen.", "shut", date(2023, 3, 14)),
        ("Dockers in Bergen have called a walkout for Sunday.", "called", date(2023, 3, 19)),
    ],
)
def test_a_weekday_is_over_or_to_come_as_its_event_is(text: str, word: str, day: date) -> None:
    when = report(text, word).when
    assert when is not None
    assert (when.earliest, when.latest) == (day, day)


def test_a_strike_that_was_dropped_before_it_began_was_none() -> None:
    text = "Unions at the port of Kourou suspended a strike that had been due to begin on Monday."
    assert [r for r in reports(text) if r.trigger.text == "strike" and r.status is not Status.DENIED] == []


@pytest.mark.parametrize(
    "text", ["Lima has not replied to a Bolivian request for talks.", "The ministry in Oslo did not confirm the deaths."]
)
def test_what_was_not_said_is_no_statement(text: str) -> None:
    assert [r for r in reports(text) if r.event_type == "statement" and r.status is not Status.DENIED] == []
