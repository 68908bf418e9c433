"""What each person chooses for themselves: language, hour, peace."""

from zoneinfo import ZoneInfo


async def test_the_form_shows_what_holds_and_the_answer_repeats_what_was_chosen(town, camille):
    await camille.uses("maillage", "préférences")
    form = await camille.form()
    assert form["Silence à partir de"].value == "20h"
    assert form["Silence jusqu’à"].value == "8h"
    await camille.fills({"Fuseau horaire": "la reunion", "Silence jusqu’à": "8h30", "daily_cap": "3"})
    answer = await camille.sees("Fuseau horaire : `Indian/Reunion`")
    assert "de 20 h à 8 h 30" in answer.text
    assert "3 par jour au plus" in answer.text
    camille.client_zone = ZoneInfo("Indian/Reunion")
    await camille.uses("rappel", "créer", quand="demain 9h", texte="ouvrir l’EPN")
    await camille.sees(f"Quand : {town.spelled(9)}.")
    await town.advance(hours=20)  # nine o’clock there, six here
    await camille.sees("⏰ Rappel : ouvrir l’EPN")


async def test_a_mistake_is_told_at_its_field_and_nothing_is_saved(camille):
    await camille.uses("maillage", "préférences")
    await camille.fills({"Fuseau horaire": "Martinike", "Silence à partir de": "21h"})
    await camille.sees("Martinique")
    form = await camille.form()
    assert form["Fuseau horaire"].value == "Martinike"
    assert form["Silence à partir de"].value == "21h"
    await camille.uses("maillage", "préférences")
    assert (await camille.form())["Silence à partir de"].value == "20h"


async def test_whoever_chooses_english_is_spoken_to_in_english_from_then_on(town, camille, karim):
    await camille.uses("maillage", "préférences")
    await camille.fills({"Langue": "English"})
    await camille.sees("Language: English")
    camille.client_language = "en"
    await camille.uses("maillage", "aide")
    await camille.sees("In a private message to me, the slash is optional.")
    await camille.writes("remind me tomorrow at 9 to call the town hall")
    answer = await camille.sees("Noted, reminder no. 1: call the town hall")
    assert f"When: {town.spelled(9, language='en')}." in answer.text
    assert answer.buttons == ("Change", "Cancel it")
    await camille.presses("Change")
    form = await camille.form()
    assert form.labels == ["text", "when"]
    await camille.fills({"when": "the 45th"})
    await camille.fills({"when": "tomorrow 10:00"})
    await camille.sees("call the town hall", f"When: {town.spelled(10, language='en')}.")
    await karim.uses("maillage", "aide")
    await karim.sees("la barre oblique est facultative")
    await town.advance(days=1)
    ring = await camille.sees("⏰ Reminder: call the town hall")
    assert ring.buttons[:3] == ("Done", "In 10 minutes", "In an hour")


async def test_a_question_that_nobody_asked_for_waits_for_the_end_of_the_quiet_hours(town, camille, karim):
    await karim.uses("maillage", "préférences")
    await karim.fills({"Silence à partir de": "9h", "Silence jusqu’à": "14h"})
    await karim.sees("Heures de silence : de 9 h à 14 h")
    await camille.uses("rappel", "créer", pour=karim.handle, quand="demain 18h", texte="envoyer le bilan")
    await camille.sees("C’est noté", f"je le lui demanderai le {town.spelled(14, days=0)}.")
    await karim.does_not_see("envoyer le bilan")
    await town.advance(hours=4, seconds=1)
    await karim.sees("voudrait te rappeler : envoyer le bilan")


async def test_a_reminder_of_ones_own_rings_in_the_quiet_hours(town, camille):
    await camille.uses("rappel", "créer", quand="demain 3h", texte="prendre le train")
    await camille.sees("C’est noté")
    await town.advance(hours=18)
    await camille.sees("⏰ Rappel : prendre le train")
