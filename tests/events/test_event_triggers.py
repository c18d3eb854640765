"""Which words tell of an event, and which only look as if they did."""

from __future__ import annotations

import pytest
from reading import report, reports, triggers

TELLS = [
    ("The ferry berthed in Oslo on Tuesday.", "berthed", "travel"),
    ("A transport plane touched down in Pemba on Tuesday.", "touched", "travel"),
    ("A tornado touched down near Tulsa on Tuesday.", "touched", "disaster"),
    ("He signed a paper during a two-day stay in Oslo in May.", "stay", "travel"),
    ("The panel held its first sitting in Oslo on Tuesday.", "sitting", "gathering"),
    ("The ministry in Lima annulled the tender on Friday.", "annulled", "rejection"),
    ("Bolivia asked the tribunal in The Hague for an extension on Tuesday.", "asked", "request"),
    ("Two governments initialled a fisheries treaty in Riga on Monday.", "initialled", "agreement"),
    ("The court of arbitration sits in Lausanne on Thursday.", "sits", "meeting"),
    ("Governor Amina Sule received the diplomats in Kano on Monday.", "received", "meeting"),
    ("Paris pledged 40 million euros for the rebuilding of Port-au-Prince on Friday.", "pledged", "transfer"),
    ("Police in Turin dispersed the demonstrators on Saturday.", "dispersed", "coercion"),
    ("Officers padlocked the market in Kumasi on Sunday.", "padlocked", "coercion"),
    ("The kidnappers demanded two million euros on Monday.", "demanded", "request"),
    ("The garrison at Kaya mutinied on Sunday.", "mutinied", "fighting"),
    ("Teachers stayed out for nine days in Cusco.", "stayed", "strike"),
    ("He was given four years by a court in Split on Friday.", "given", "coercion"),
    ("Rescuers were digging through the night in Amatrice.", "digging", "rescue"),
    ("Protesters marched through Lyon on Tuesday.", "marched", "protest"),
    ("A fire destroyed a warehouse in Naples on Tuesday.", "fire", "disaster"),
    ("Nurses in Oslo walked out on Tuesday.", "walked", "strike"),
    ("Rail workers in Lyon went on strike on Tuesday.", "strike", "strike"),
    ("Police arrested two men in Naples on Tuesday.", "arrested", "coercion"),
    ("Police in Naples seized 4 tonnes of cocaine on Tuesday.", "seized", "coercion"),
    ("The new president was sworn in in Nairobi on Tuesday.", "sworn", "election"),
    ("Hackers breached the network of a hospital in Antwerp.", "breached", "cyberattack"),
    ("A round of talks was held in Geneva on Monday.", "talks", "negotiation"),
    ("Napoli won the cup in Rome on Tuesday.", "won", "sport"),
    ("The storm killed two people in Naples on Tuesday.", "killed", "disaster"),
    ("Residents painted the town hall in Naples on Tuesday.", "painted", "other"),
    ("He suffered cardiac arrest in Lyon on Friday.", "arrest", "disaster"),
    ("Burglars broke into a museum in Utrecht on Monday.", "broke", "coercion"),
    ("Hackers broke into the servers of a bank in Utrecht.", "broke", "cyberattack"),
    ("A hiker was found dead near Zermatt on Sunday.", "found", "disaster"),
    ("Two skiers went missing near Zermatt on Sunday.", "went", "disaster"),
    ("A tanker overturned near Modena on Sunday.", "overturned", "disaster"),
    ("The suspect appeared in court in Cork on Friday.", "appeared", "coercion"),
    ("A judge ruled in Cork on Friday that the mine must pay.", "ruled", "coercion"),
    ("The firm will build a factory in Gdansk.", "build", "other"),
    ("The firm laid off 300 people in Gdansk on Friday.", "laid", "other"),
    ("Parliament in Oslo passed the bill on Friday.", "passed", "agreement"),
    ("She gave birth in an ambulance in Cork on Friday.", "gave", "rescue"),
    ("The pope beatified a nun in Turin on Sunday.", "beatified", "gathering"),
    ("Lindqvist edged Moreau in Basel on Sunday.", "edged", "sport"),
    ("Soldiers were digging trenches outside Lund on Monday.", "digging", "mobilization"),
    ("Prosecutors in Turin charged the client's nephew on Monday.", "charged", "coercion"),
    ("A tram ran into a lorry in Lund on Monday.", "ran", "disaster"),
    ("Buses took patients from Lund to Malmo on Monday.", "took", "rescue"),
    ("Firefighters from Lund worked until noon on Monday to bring up the injured.", "bring", "rescue"),
    ("A tremor in Lund killed two people on Monday.", "tremor", "disaster"),
    ("The envoy flew to Lund on Monday and spent three hours with the premier.", "spent", "meeting"),
    ("Dockers in Aarhus returned to work on Monday.", "returned", "strike"),
    ("A strike by miners in Kiruna ended on Monday.", "strike", "strike"),
    ("Police questioned a 44-year-old in Lund on Monday.", "questioned", "coercion"),
    ("The council in Lund approved a levy on Monday.", "approved", "agreement"),
    ("A truce struck in Geneva on Monday has held.", "struck", "agreement"),
    ("Iran is expected to test-fire a missile from Semnan on Friday.", "fire", "test"),
    ("Nine guards walked free in Lima on Monday.", "walked", "concession"),
    ("The premier received the Chinese envoy in Rome on Monday.", "received", "meeting"),
    ("Spectators were led out of the arena in Riga on Saturday.", "led", "rescue"),
    ("Prosecutors in Turin requested the release of files on Monday.", "requested", "request"),
]
SILENT = [
    ("The only tremor was in the voices of the choir in Oslo on Tuesday.", "tremor"),
    ("There was a tremor in her voice as she spoke in Oslo on Tuesday.", "tremor"),
    ("A test in Wonsan would hurt Korean interests, he said.", "hurt"),
    ("The navy has delayed a missile test for next week at a base in California.", "delayed"),
    ("We have buried our neighbours in Lae before, he said.", "buried"),
    ("He was drowning in grief in Dhaka on Monday.", "drowning"),
    ("Kane scored in Dakar on Monday with a free kick that exploded into the top corner.", "exploded"),
    ("The defence against hackers in Randers remains an arms race.", "race"),
    ("The crew went to Oslo in search of an ancient ship.", "search"),
    ("Students demonstrated in Lyon for his release.", "release"),
    ("Police opened fire.", "fire"),
    ("The minister could not be reached for comment on Tuesday.", "reached"),
    ("The firms are demonstrating a belief in the future.", "demonstrating"),
    ("Nothing stopped the music in Oslo on Tuesday.", "stopped"),
    ("The company met the deadline on Tuesday.", "met"),
    ("The company is fighting against the clock in Oslo.", "fighting"),
    ("The baker is fighting for his life in Oslo.", "fighting"),
    ("Residents reached by telephone in Naples spoke of panic.", "reached"),
    ("Hundreds of people die in ferry accidents every year.", "accidents"),
    ("Raids happen all the time in Naples.", "Raids"),
    ("We will talk when they have left our homes.", "left"),
    ("He has never met anyone like her.", "met"),
    ("Each week the agency opens a new office in Lyon.", "opens"),
    ("She saved enough money to buy a van in Naples.", "saved"),
    ("They said weapons for the war were needed.", "war"),
    ("The vote went peacefully in Nairobi.", "went"),
    ("He is a man who rarely travels to Oslo.", "travels"),
    ("The rally in Lyon on Tuesday passed off peacefully.", "passed"),
    ("Hospital emergency room visits grew in 2007.", "visits"),
    ("The commitments not to sell weapons to Iran stand.", "sell"),
    ("He faces ten years if convicted.", "convicted"),
    ("No one was hurt, the mayor said.", "hurt"),
    ("The ministry put out a press release in Lyon on Friday.", "release"),
    ("It is the third storm that the minister in Lyon has had to weather.", "storm"),
    ("The crowd exploded when she scored in Lyon.", "exploded"),
    ("She sank to her knees in Lyon on Sunday.", "sank"),
    ("A war of words in Lyon has drowned out calls for calm.", "drowned"),
    ("A drill simulating an earthquake was held in Lyon on Friday.", "earthquake"),
    ("It sounded as if a bomb had exploded in Lyon.", "exploded"),
    ('"Not every fire in Lyon is arson," she added.', "fire"),
    ('"Not every fire in Lyon is arson," she added.', "arson"),
]


@pytest.mark.parametrize(("text", "word", "event_type"), TELLS)
def test_words_that_tell_of_an_event(text: str, word: str, event_type: str) -> None:
    assert report(text, word).event_type == event_type


@pytest.mark.parametrize(("text", "word"), SILENT)
def test_words_that_do_not(text: str, word: str) -> None:
    assert word not in triggers(text)


@pytest.mark.parametrize(
    ("text", "noun", "told"),
    [
        ("Nobody has slept here in Hamhung since Monday's battle.", "battle", True),
        ("The quarrel over the lake goes back to a treaty of 1890.", "treaty", True),
        ("Nobody wants another battle.", "battle", False),
        ("It was the first launch since 2009.", "launch", False),
        ("Troops attacked Hamhung on Monday. Nobody slept after Monday's battle.", "battle", False),
    ],
)
def test_a_noun_of_many_things_with_a_time_of_its_own_tells_of_an_event_that_no_word_beside_it_tells(
    text: str, noun: str, told: bool
) -> None:
    assert (noun in {r.trigger.text for r in reports(text)}) is told


@pytest.mark.parametrize("word", ["cease-fire", "ceasefire"])
def test_a_cease_fire_is_an_agreement_and_no_fire(word: str) -> None:
    text = f"The {word} in Aden began at midnight on Tuesday."
    assert [(r.trigger.text, r.event_type) for r in reports(text)] == [(word, "agreement")]


@pytest.mark.parametrize(
    "text",
    ["Putin spoke by phone with Macron.", "Putin and Macron talked on the phone.", "Putin held a phone call with Macron."],
)
def test_who_speaks_by_phone_meets(text: str) -> None:
    assert [r.event_type for r in reports(text)] == ["meeting"]


def test_an_anonymous_call_is_no_meeting() -> None:
    assert "meeting" not in {r.event_type for r in reports("Police in Oslo received an anonymous phone call.")}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The Security Council met in New York to discuss Haiti.", "met"),
        ("Leaders gathered in Oslo to discuss the war.", "gathered"),
        ("He will chair a summit in Oslo to discuss the war.", "summit"),
    ],
)
def test_what_a_meeting_is_for_is_no_second_one(text: str, word: str) -> None:
    assert [r.trigger.text for r in reports(text)] == [word]


def test_a_conference_of_its_members_is_a_body() -> None:
    told = triggers("Police broke up a vigil outside the Lagos Conference of Churches in Accra on Friday.")
    assert "vigil" in told
    assert "Conference" not in told


@pytest.mark.parametrize(
    "text",
    [
        "Turnout reached 61 percent in Accra on Sunday.",
        "Exports reached 40,000 tonnes in Lagos last year.",
        "The temperature reached 46 degrees in Seville on Sunday.",
    ],
)
def test_what_reaches_a_figure_goes_nowhere(text: str) -> None:
    assert "reached" not in triggers(text)
    assert "reached" in triggers("The convoy reached Accra on Sunday.")


def test_an_attack_that_came_is_the_attack() -> None:
    found = reports("Gunmen attacked a bank in Lagos on Tuesday. The attack came at dawn.")
    assert [r.trigger.text for r in found] == ["attacked"]
    assert "came" not in {m.text for r in found for m in r.mentions}


@pytest.mark.parametrize("verb", ["blamed", "denounced", "hailed", "deplored"])
def test_who_blames_makes_a_statement(verb: str) -> None:
    found = report(f"A bomb went off in Lagos on Tuesday. President Ade Bello {verb} the union for it.", verb)
    assert found.event_type == "statement"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Nurses marched through Lund on Monday to demand compensation.", "marched"),
        ("Envoys were summoned in Oslo on Monday to seek an explanation.", "summoned"),
    ],
)
def test_what_something_was_done_for_is_told_with_it(text: str, told: str) -> None:
    assert [r.trigger.text for r in reports(text)] == [told]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The minister handed in her resignation after a stormy meeting of the cabinet.", "meeting"),
        ("Shops were looted during a protest by miners.", "protest"),
        ("The mediator left for talks with Ibrahim Sesay.", "talks"),
    ],
)
def test_what_something_came_after_and_whom_one_met_make_an_event_of_a_noun(text: str, told: str) -> None:
    assert told in {r.trigger.text for r in reports(text) if not r.tentative}


def test_a_bare_noun_behind_a_deed_is_none() -> None:
    assert "meetings" not in {r.trigger.text for r in reports("He sleeps after meetings.") if not r.tentative}
