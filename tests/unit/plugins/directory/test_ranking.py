"""Who comes first, and who does not come at all: words, rare words, audiences, days, names and needs."""

import pytest

from plugins.directory.people import Directory
from tests.unit.plugins.directory.people_asked import NOW, line, table


async def needed(directory, need: str) -> list[str]:
    """Return the accounts of who is proposed for a need."""
    network = directory.desk.network
    async with directory.desk.read() as session:
        who = await Directory().asker(session, network, None)
        found = await Directory().find(session, network, need, asker=who, now=NOW)
    return [one.account for one in found]


async def test_the_very_words_come_before_others_of_the_same_meaning(directory):
    await directory.take(
        table(
            line("same", competences="tableur"),
            line("said", competences="Excel"),
            line("general", competences="bureautique"),
        )
    )
    assert await directory.ask("Excel") == ["said", "same", "general"]


async def test_who_answers_all_of_a_question_comes_first(directory):
    await directory.take(
        table(
            line("one", specificites="Scratch"),
            line("both", competences="Scratch|robots Thymio"),
        )
    )
    assert (await directory.ask("Scratch et robots Thymio"))[0] == "both"


async def test_a_rare_word_that_nobody_has_is_what_is_asked_for(directory):
    await directory.take(table(line("ana", competences="programmation|installation de logiciels")))
    assert await directory.ask("qui sait programmer ?") == ["ana"]
    assert await directory.ask("qui sait programmer en FORTRAN ?") == []
    assert await directory.ask("installation d’une éolienne dans le verger") == []


async def test_words_that_tell_nothing_do_not_matter(directory):
    await directory.take(table(line("ana", competences="CAF et RSA"), line("bob", competences="promener")))
    text = "Bonjour, ma voisine arrive avec plein de papiers, elle se promène et demande la CAF"
    assert (await directory.ask(text))[0] == "ana"


async def test_a_word_that_only_a_card_has_finds_it(directory):
    await directory.take(table(line("ana", langues="wayana"), line("bob", competences="balabolka")))
    assert await directory.ask("parle wayana") == ["ana"]
    assert await directory.ask("un collègue qui connaît Balabolka") == ["bob"]


async def test_a_short_word_is_no_longer_word_of_the_same_stem(directory):
    await directory.take(table(line("ana", competences="café des voisins")))
    assert await directory.ask("CAF") == []


async def test_people_are_asked_for_alone_or_filter_a_topic(directory):
    await directory.take(
        table(
            line("both", competences="tablettes", publics="enfants"),
            line("topic", competences="Scratch", publics="seniors"),
            line("people", competences="podcast", publics="enfants"),
        )
    )
    assert (await directory.ask("tablette public enfants"))[0] == "both"
    assert set(await directory.ask("qui travaille avec des enfants ?")) == {"both", "people"}
    assert await directory.ask("Scratch pour des enfants") == ["topic"]


async def test_of_several_audiences_the_rare_one_has_to_be_there(directory):
    await directory.take(table(line("ana", publics="familles"), line("bob", publics="gens du voyage")))
    assert await directory.ask("qui travaille avec des familles de gens du voyage ?") == ["bob"]


async def test_who_is_there_on_the_day_comes_first_then_who_does_not_say(directory):
    await directory.take(
        table(
            line("other", competences="Pix", disponibilites="lundi"),
            line("silent", competences="Pix"),
            line("there", competences="Pix", disponibilites="jeudi|vendredi matin"),
        )
    )
    assert await directory.ask("Pix le vendredi") == ["there", "silent", "other"]
    [first, *_] = await directory.people("Pix le vendredi")
    assert any(directory.desk.words(text).endswith("vendredi matin") for text in first.why)


@pytest.mark.parametrize(
    "text",
    [
        "Nadia Le Bihan",
        "t’as le mail 2 Nadia Le Bihan stp",
        "c’est qui Nadia Le Bihan de la France Services ?",
    ],
)
async def test_a_first_and_a_last_name_find_somebody_whatever_stands_beside(directory, text):
    await directory.take(
        table(
            line("nlebihan", nom="Nadia Le Bihan", competences="Pix"),
            line("mails", nom="Nadia Perrot", competences="mails", structure="France Services"),
        )
    )
    assert (await directory.ask(text))[0] == "nlebihan"


async def test_the_name_of_somebody_hidden_finds_nobody(directory):
    await directory.take(
        table(
            line("nlebihan", nom="Nadia Le Bihan", visibilite="masque", competences="Pix"),
            line("bob", nom="Bob Perrot", competences="mails"),
        )
    )
    assert await directory.ask("Nadia Le Bihan") == []
    assert await directory.ask("t’as le mail de Nadia Bihan ?") == []


async def test_who_wants_to_learn_the_very_thing_comes_first_however_far(directory):
    await directory.take(
        table(
            line("near", code_insee="42187", appetences="cartographie"),
            line("far", code_insee="97411", appetences="QGIS"),
            line("asker", code_insee="42187"),
        )
    )
    assert (await directory.ask("qui a envie d’apprendre QGIS ?", "asker"))[0] == "far"


async def test_a_need_proposes_nobody_for_its_words_or_for_whom_it_is(directory):
    await directory.take(
        table(
            line("caf", competences="démarches CAF", publics="familles"),
            line("words", competences="voisinage et vélo", specificites="demande de dossier"),
            line("apa", competences="APA en ligne"),
        )
    )
    assert await needed(directory, "une famille du voisinage vient avec un dossier, des démarches") == []
    assert await needed(directory, "demander l’APA pour sa mère, la famille habite loin") == ["apa"]
    assert await needed(directory, "déclaration trimestrielle à la CAF, elle a perdu son courrier") == ["caf"]


async def test_english_questions_find_french_cards(directory):
    await directory.take(
        table(
            line("repair", competences="réparation de téléphones"),
            line("invoices", competences="facturation électronique"),
            line("permit", competences="titre de séjour"),
            line("nord", code_insee="59183", competences="Pix"),
        )
    )
    assert await directory.ask("phone repair") == ["repair"]
    assert await directory.ask("electronic invoicing") == ["invoices"]
    assert await directory.ask("help with a residence permit") == ["permit"]
    assert await directory.ask("Pix around Dunkirk") == ["nord"]


async def test_who_works_with_professionals_is_not_used_to_fishermen(directory):
    await directory.take(
        table(
            line("ana", competences="CV", publics="professionnels"),
            line("bob", competences="CV", publics="artisans"),
        )
    )
    assert await directory.ask("qui accompagne des pêcheurs ?") == []
    assert "ana" in await directory.ask("CV pour des artisans")


async def test_with_what_is_little_of_a_situation(directory):
    await directory.take(
        table(line("ana", competences="tablettes"), line("bob", competences="contrôle parental"))
    )
    assert (await directory.ask("bloquer des vidéos violentes sur la tablette de l’enfant"))[0] == "bob"


async def test_who_wants_something_may_be_named_by_a_word_for_a_skill(directory):
    await directory.take(
        table(line("ana", competences="retraite en ligne"), line("bob", competences="généalogie"))
    )
    assert (await directory.ask("un retraité veut retrouver ses ancêtres"))[0] == "bob"


async def test_a_leak_is_no_matter_of_computers(directory):
    await directory.take(table(line("ana", competences="réparation d’ordinateurs")))
    assert await directory.ask("qui répare une fuite d’eau sous un évier ?") == []
    assert await directory.ask("qui répare un ordinateur ?") == ["ana"]
