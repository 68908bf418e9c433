"""What people really type after `/veille`: verbs in every form, slips, help, tags anywhere."""

import pytest

from tests.acceptance.console import plain, said

LINK = "http://127.0.0.1:64999/guide"
"""Nothing answers there: the link is shared all the same, under its address."""


@pytest.fixture
def console(open_console, tmp_path):
    config = tmp_path / "config.toml"
    config.write_text('[fetching]\nallowed_hosts = ["127.0.0.1"]\n')
    return open_console(config=config)


def forms(outputs):
    return [output for output in outputs if output["kind"] == "form"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/veille recherhe guide", "`/veille chercher guide`"),
        ("/veille cherhcer guide clair", "`/veille chercher guide clair`"),
        ("/veille abonnerr #seniors", "`/veille abonner #seniors`"),
        (f"/veille retirr {LINK}", f"`/veille retirer {LINK}`"),
        (f"/veille suivr {LINK}", f"`/veille suivre {LINK}`"),
        ("/lettre programer chaque lundi 9h", "`/lettre programmer chaque lundi 9h`"),
        ("/lettre aprecu", "`/lettre aperçu`"),
        ("/veille mes lien", "`/veille mes-liens`"),
        ("/veille mess liens", "`/veille mes-liens`"),
    ],
)
def test_a_slip_in_a_verb_is_named_with_the_whole_line(console, typed, meant):
    (answer,) = console.say(typed)
    assert answer["kind"] == "error"
    assert f"Est-ce {meant}" in plain(answer["text"])


def test_a_slip_before_backticks_cannot_break_out_of_the_code(console):
    assert "`/veille chercher 'gras' **x**`" in said(console, "/veille cherhcer `gras`   **x**")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/veille #seniors", "Voulais-tu dire `/veille chercher #seniors` ou `/veille abonner #seniors` ?"),
        ("/veille identité numérique", "`/veille chercher identité numérique`"),
        (f"/veille liste d'outils {LINK}", f"Voulais-tu dire `/veille partager liste d'outils {LINK}` ?"),
        ("/lettre tous les lundis 9h", "Voulais-tu dire `/lettre programmer tous les lundis 9h` ?"),
        ("/lettre 3", "Voulais-tu dire `/lettre historique 3` ou `/lettre renvoyer 3` ?"),
        ("/lettre n'importe quoi", "`/maillage aide lettre` dit ce que tu peux demander."),
    ],
)
def test_what_another_verb_would_take_is_offered(console, typed, meant):
    assert meant in said(console, typed)


def test_a_long_line_is_not_said_again_in_full(console):
    answer = said(console, "/veille " + "mot " * 400)
    assert "mot mot …`" in answer
    assert len(answer) < 900


def test_only_so_many_words_as_people_write_lead_to_a_verb(console):
    assert "Voulais-tu dire `/veille flux` ?" in said(console, "/veille montre-moi la liste de tous les flux")
    assert "/veille flux" not in said(console, f"/veille {'la ' * 5_000}flux")


def test_what_is_too_long_is_no_reason_to_offer_another_verb(console):
    answer = said(console, f"/veille {LINK} " + "mot " * 300)
    assert "« note » : ce texte a" in answer
    assert "Voulais-tu dire" not in answer


@pytest.mark.parametrize(
    "note", ["super tuto", "mes ressources", "par ici", "alerte arnaque", "stop aux virus"]
)
def test_a_note_may_stand_before_the_link(console, note):
    assert "Partagé dans" in said(console, f"/veille {note} {LINK}")


@pytest.mark.parametrize(
    "asking",
    [
        "je voudrais partager ce lien {link} merci",
        "est-ce que tu peux partager cette page : {link}",
        "bonjour, pourrais-tu partager {link} s'il te plaît",
        "j’aimerais diffuser cet article {link} svp",
        "merci de partager {link}",
    ],
)
def test_how_people_ask_is_no_note(console, asking):
    *_told, card, _thanks = console.say(f"/veille {asking.format(link=LINK)} #seniors")
    assert "camille :" not in plain(card["text"]).replace("camille partage", "")
    assert "#seniors" in card["text"]


def test_that_only_so_many_tags_are_kept_is_said(console):
    many = " ".join(
        f"#{name}" for name in ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
    )
    assert "J’ai gardé les 8 premières étiquettes." in said(console, f"/veille {LINK} {many}")
    assert "J’ai gardé" not in said(console, f"/veille {LINK}2 #senior #seniors #SÉNIORS")


def test_a_reminder_may_begin_by_any_word(console):
    outputs = console.say("/rappel apporter le dossier")
    assert "Est-ce" not in outputs[0]["text"]
    assert forms(outputs)


@pytest.mark.parametrize("asked", ["aide", "?", "aide-moi", "AIDE !"])
def test_help_is_asked_after_any_command(console, asked):
    for root in ("veille", "lettre", "rappel", "annuaire", "partenaire", "quipeut"):
        assert said(console, f"/{root} {asked}").startswith(f"**`/{root}`**")


@pytest.mark.parametrize("verb", ["chercher", "cherche", "Recherche", "rechercher", "trouver", "retrouver"])
def test_search_has_many_names(console, verb):
    console.say(f"/veille {LINK} un guide clair")
    assert "1 lien trouvé" in said(console, f"/veille {verb} guide")


def test_tags_between_commas_leave_no_comma(console):
    console.say(f"/veille super article {LINK} #FALC, #handicap.")
    (card,) = [output for output in console.outputs if output["kind"] == "post"]
    assert "@camille : super article\n#FALC #handicap" in plain(card["text"])


@pytest.mark.parametrize(
    ("typed", "subject"),
    [
        ("abonne #seniors", "#seniors"),
        ("abonne-moi #seniors", "#seniors"),
        ("abonne moi à #seniors", "#seniors"),
        ("m'abonner au tag #seniors", "#seniors"),
        ("abonne-moi aux liens sur les aidants", "« aidants »"),
        ("abonner à l'illectronisme", "« illectronisme »"),
        ("abonner la poste", "« la poste »"),
    ],
)
def test_a_subscription_is_asked_as_people_say_it(console, typed, subject):
    assert f"{subject}." in said(console, f"/veille {typed}")


@pytest.mark.parametrize(
    ("typed", "subject", "when"),
    [
        ("/veille abonner #seniors tous les jours", "#seniors", "une fois par jour"),
        ("/veille abonner #seniors tout de suite", "#seniors", "dès leur arrivée"),
        (
            "/veille abonner identité numérique, une fois par jour",
            "« identité numérique »",
            "une fois par jour",
        ),
        ("/veille abonner immédiatement identité numérique", "« identité numérique »", "dès leur arrivée"),
        ("/veille abonner identité numérique au fil de l'eau", "« identité numérique »", "dès leur arrivée"),
        ("/watch subscribe digital identity at once", "« digital identity »", "dès leur arrivée"),
    ],
)
def test_how_often_one_is_told_is_said_with_the_subject(console, typed, subject, when):
    answer = said(console, typed)
    assert subject in answer
    assert when in answer
    assert "jour »" not in answer


def test_how_often_one_is_told_can_be_changed_by_subscribing_again(console):
    assert "une fois par jour" in said(console, "/veille abonner #seniors")
    assert "dès" in said(console, "/veille abonner #seniors dès l'arrivée")
    assert said(console, "/veille abonnements").count("#seniors") == 1


def test_a_subscription_ends_as_people_say_it(console):
    for subject in ("#seniors", "identité numérique", "la poste"):
        console.say(f"/veille abonner {subject}")
    assert "tu ne recevras plus : les liens avec l’étiquette #seniors" in said(
        console, "/veille désabonner seniors"
    )
    assert "« la poste »" in said(console, "/veille desabonne moi de la poste")
    assert "Tu n’as pas cet abonnement" in said(console, "/veille désabonner tricot")
    assert "identité numérique" in said(console, "/veille abonnements")
    assert "Tous tes abonnements ont pris fin." in said(console, "/veille désabonner tout")
    assert "Tu n’as aucun abonnement." in said(console, "/veille désabonne-moi")


@pytest.mark.parametrize(
    "typed",
    [
        "#seniors tous les jours",
        "#seniors",
        "identité numérique, une fois/jour",
        "tout de suite #seniors",
    ],
)
def test_how_often_one_was_told_is_no_part_of_what_ends(console, typed):
    console.say("/veille abonner #seniors tout les jours")
    console.say("/veille abonner identité numérique imediatement")
    assert "tu ne recevras plus" in said(console, f"/veille désabonner {typed}")
    assert said(console, "/veille abonnements").count("- ") == 1


def test_a_link_is_changed_and_taken_back_by_its_address(console):
    console.say(f"/veille {LINK} un guide clair")
    (form,) = forms(console.say(f"/veille modifier {LINK}"))
    assert [field["value"] for field in form["form"]["fields"]][-1] == "un guide clair"
    console.say(":cancel")
    console.say(":as karim")
    assert "Seules la personne qui a partagé ce lien" in said(console, f"/veille supprimer {LINK}")
    console.say(":as camille")
    answer = console.say(f"/veille supprimer {LINK}")[0]
    assert "Retiré partout" in answer["text"]
    assert [button["label"] for button in answer["buttons"]] == ["Remettre"]
    assert "Ce lien n’est pas encore partagé" in said(console, f"/veille retirer {LINK}")


@pytest.mark.parametrize(
    ("sentence", "answered"),
    [
        ("mes liens", "1 lien que tu gardes ou as partagé"),
        ("je veux voir mes liens stp", "1 lien que tu gardes ou as partagé"),
        ("cherche un lien sur le guide", "1 lien trouvé"),
        ("tu peux me trouver des liens sur les guides depuis 3 mois ?", "1 lien trouvé"),
        ("quels liens #seniors ?", "1 lien trouvé"),
        ("abonne moi aux liens sur les aidants", "les liens sur « aidants »"),
        ("Abonne-moi à #Séniors stp", "l’étiquette #Séniors"),
        ("abonne-moi à #seniors une fois par jour", "une fois par jour"),
        ("abonne-moi aux liens sur les aidants tout de suite", "les liens sur « aidants »"),
        ("préviens-moi quand il y a des liens sur le handicap", "les liens sur « handicap »"),
        ("je voudrais recevoir les nouveaux liens sur le handicap", "les liens sur « handicap »"),
        ("désabonne-moi", "Tu n’as aucun abonnement"),
        ("arrête de m'envoyer les liens", "Tu n’as aucun abonnement"),
        ("je ne veux plus recevoir les liens sur le tricot", "Tu n’as pas cet abonnement"),
        ("rappelle-moi demain de chercher un lien sur les seniors", "C’est noté, rappel"),
    ],
)
def test_in_private_a_sentence_does(console, sentence, answered):
    console.say(f"/veille {LINK} #seniors un guide clair")
    console.say(":in @maillage")
    assert answered in said(console, sentence)


@pytest.mark.parametrize(
    ("sentence", "answered"),
    [
        ("mes abonnements", "Tu reçois"),
        ("montre moi mes abonnements stp", "Tu reçois"),
        ("à quoi je suis abonné ?", "Tu reçois"),
        ("à quoi suis-je abonnée", "Tu reçois"),
        ("quelles étiquettes ?", "1 étiquette"),
        ("quels tags existent ?", "1 étiquette"),
        ("liste des mots-clés", "1 étiquette"),
        ("les étiquettes de la veille", "1 étiquette"),
        ("mes flux", "canal avec des flux"),
        ("quels flux on suit ?", "canal avec des flux"),
        ("voir les flux RSS", "canal avec des flux"),
        ("les derniers liens partagés", "Liens 1 à 1"),
        ("quoi de neuf dans la veille ?", "Liens 1 à 1"),
        ("liens de @camille", "1 lien trouvé"),
        ("cherche les liens de camille depuis hier", "1 lien trouvé"),
        ("les liens sur les guides", "1 lien trouvé"),
        ("trouve un lien partagé par camille sur le guide stp", "1 lien trouvé"),
        ("qu'est-ce que camille a partagé ?", "1 lien trouvé"),
        ("qu'est-ce qui a été partagé cette semaine ?", "1 lien trouvé"),
        ("ce que j'ai partagé", "1 lien que tu gardes ou as partagé"),
        ("y a quoi de neuf dans la veille ?", "Liens 1 à 1"),
        ("je veux plus recevoir de liens #seniors", "tu ne recevras plus"),
        ("comment on partage un lien ?", "ou un message dans un canal avec le lien et `#veille`"),
        ("c'est quoi la veille ?", "Tout le reste : `/maillage aide veille`"),
        ("Bonjour à tous, je viens d'arriver, comment je partage un lien ?", "Tout le reste"),
        ("salut, je suis nouvelle dans l'équipe et comment est-ce qu'on ajoute un flux ?", "Tout le reste"),
    ],
)
def test_in_private_the_watch_is_asked_as_one_speaks(console, sentence, answered):
    console.say(f"/veille {LINK} #seniors un guide clair")
    console.say("/veille abonner #seniors")
    console.say(":in @maillage")
    assert answered in said(console, sentence)


@pytest.mark.parametrize(
    ("sentence", "not_answered"),
    [
        ("mes abonnements de bus", "Tu reçois"),
        ("une usagère veut résilier mes abonnements internet", "Tu reçois"),
        ("le flux migratoire", "flux que tu puisses"),
        ("comment partager sa connexion ?", "Tout le reste"),
        ("je veux plus de liens sur les seniors", "tu ne recevras plus"),
        ("étiquettes pour bocaux", "étiquette :"),
    ],
)
def test_other_subjects_are_left_to_others(console, sentence, not_answered):
    console.say(":in @maillage")
    assert not_answered not in said(console, sentence)


def test_what_is_not_understood_is_answered_with_the_watch_and_the_letter_too(console):
    console.say(":in @maillage")
    answer = said(console, "blablabla zzz")
    assert "`/veille LIEN`" in answer
    assert "prochaine lettre" in answer


@pytest.mark.parametrize(("typed", "shown"), [("le 32", "« le 32 »"), ("demain matin", "« demain »")])
def test_what_is_no_past_day_is_quoted_whole(console, typed, shown):
    answer = said(console, f"/veille chercher guide depuis {typed}")
    assert f"« depuis » : je n’ai pas compris {shown}" in answer


@pytest.mark.parametrize("typed", ["chaque jour", "tous les matins", "une fois par semaine"])
def test_another_frequency_than_a_channel_has_is_answered_with_the_choices(console, typed):
    answer = said(console, f"/veille suivre {LINK} {typed}")
    assert "« immédiat »" in answer
    assert "« lettre »" in answer


@pytest.mark.parametrize(
    ("typed", "answered"),
    [
        ("/veille chercher guide depui 3 mois", "1 lien trouvé"),
        ("/veille chercher guide du mois dernier", "1 lien trouvé"),
        ("/veille trouve liens de camille", "1 lien trouvé"),
        ("/veille abonner #seniors 1x/jour", "une fois par jour"),
        ("/veille abonner #seniors tous de suite", "dès leur arrivée"),
    ],
)
def test_slips_of_people_are_understood(console, typed, answered):
    console.say(f"/veille {LINK} #seniors un guide clair")
    assert answered in said(console, typed)


@pytest.mark.parametrize("typed", ["max beaucoup", "maximum 2 par semaine", "au plus trois chats"])
def test_what_is_no_number_a_day_is_said_where_it_stands(console, typed):
    answers = console.say(f"/veille suivre {LINK} {typed}")
    assert "« maximum » : il me faut un nombre" in plain(answers[0]["text"])
    assert "Voulais-tu dire" not in plain(answers[0]["text"])
    assert forms(answers)
