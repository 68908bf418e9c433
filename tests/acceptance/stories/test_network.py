"""What a coordinator sets for all, and nobody else."""


async def test_a_member_may_not_configure_the_network(camille):
    await camille.uses("maillage", "configurer")
    await camille.sees("Cela ne t’est pas ouvert ici.")
    await camille.uses("maillage", "état")
    await camille.sees("Cela ne t’est pas ouvert ici.")


async def test_a_coordinator_is_told_how_the_bot_is_doing(jeanne):
    await jeanne.uses("maillage", "état")
    await jeanne.sees("**Comment je vais**", "Fonctions actives", "Erreurs depuis mon démarrage : aucune")


async def test_a_coordinator_sets_name_and_hour_and_everybody_gets_them(town, jeanne):
    here = await town.channel("la-reunion")
    zoe = await town.person("zoe", here)
    await jeanne.goes_to(here)
    await jeanne.uses("maillage", "configurer")
    form = await jeanne.form()
    assert form.labels == ["Nom du réseau", "Fuseau horaire", "Langue", "Territoire du canal"]
    await jeanne.fills({"Nom du réseau": "Réseau d’outre-mer", "Territoire du canal": "reunion"})
    saved = await jeanne.sees("Réseau : Réseau d’outre-mer")
    assert "celui de son territoire, `Indian/Reunion`" in saved.text
    await zoe.uses("maillage", "aide")
    await zoe.sees("Réseau d’outre-mer")
    await zoe.uses("rappel", "créer", quand="demain 9h", texte="ouvrir l’EPN")
    await zoe.sees("C’est noté")
    await town.advance(hours=20)  # nine o’clock there, six here
    await zoe.sees("⏰ Rappel : ouvrir l’EPN")


async def test_a_coordinator_sets_the_network_in_the_dm_too(jeanne):
    await jeanne.uses("maillage", "configurer", in_dm=True)
    form = await jeanne.form()
    assert form.labels == ["Nom du réseau", "Fuseau horaire", "Langue", "Territoire du réseau"]
    await jeanne.fills({"Territoire du réseau": "la loire"})
    await jeanne.sees("Territoire : Loire (42)")
    await jeanne.uses("maillage", "configurer", in_dm=True)
    await jeanne.fills({"Territoire du réseau": ""})
    await jeanne.sees("Territoire : aucun")


async def test_a_mistake_in_the_settings_is_told_at_its_field(jeanne):
    await jeanne.uses("maillage", "configurer")
    await jeanne.fills({"Fuseau horaire": "Pariss"})
    await jeanne.sees("Est-ce Paris")
    assert (await jeanne.form())["Fuseau horaire"].value == "Pariss"
    await jeanne.fills({"Fuseau horaire": "Paris"})
    await jeanne.sees("Fuseau horaire du réseau : `Europe/Paris`")


async def test_the_whole_network_may_speak_english(town, camille, karim, jeanne):
    await jeanne.uses("maillage", "configurer")
    await jeanne.fills({"Langue": "English"})
    await jeanne.sees("Loire", "English")
    await camille.uses("rappel", "créer", pour="ici", quand="tomorrow 9:00", texte="call the town hall")
    await camille.sees("call the town hall")
    await town.advance(days=1)
    ring = await karim.sees(f"⏰ Reminder from {camille.handle}: call the town hall")
    assert ring.buttons[:3] == ("Done", "In 10 minutes", "In an hour")


async def test_a_feature_that_is_turned_off_is_there_for_nobody(camille, jeanne):
    await jeanne.uses("maillage", "configurer")
    await jeanne.fills({})
    await jeanne.sees("- Rappels : active")
    await jeanne.presses("Arrêter : Rappels")
    await jeanne.sees("- Rappels : arrêtée")
    await camille.uses("maillage", "aide")
    assert "/rappel" not in (await camille.sees("`/maillage préférences`")).text
    await camille.uses("rappel", "liste")
    await camille.sees("commande « /rappel")
    await camille.writes("rappelle-moi demain à 9h de payer")
    await camille.sees("Je n’ai pas compris")
    await jeanne.presses("Activer : Rappels")
    await jeanne.sees("- Rappels : active")
    await camille.uses("rappel", "liste")
    await camille.sees("Tu n’as aucun rappel")
