"""What is evidently wished after `/veille`, where its verb cannot do it: the line to type, or the answer."""

import pytest

from tests.acceptance.console import plain, said

LINK = "http://127.0.0.1:64999/guide"
"""Nothing answers there: the link is shared all the same, under its address."""
OTHER = "http://127.0.0.1:64999/aides"


@pytest.fixture
def console(open_console, tmp_path):
    config = tmp_path / "config.toml"
    config.write_text('[fetching]\nallowed_hosts = ["127.0.0.1"]\n')
    console = open_console(config=config)
    console.say(f"/veille {LINK} #seniors un guide clair")
    console.say(f"/veille {OTHER} #aide-à-domicile")
    return console


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        (f"flux {LINK}", f"`/veille suivre {LINK}` ?"),
        (f"rss {LINK}", f"`/veille suivre {LINK}` ?"),
        ("suivre #seniors", "`/veille abonner #seniors` ?"),
        ("suivre identité numérique", "`/veille abonner identité numérique` ?"),
        ("suivre tga seniors", "`/veille abonner seniors` ?"),
        ("supprimer 3", "`/veille ne-plus-suivre 3` ou `/veille désabonner 3` ?"),
        ("voir mes liens", "`/veille mes-liens` ?"),
        ("liste des étiquettes", "`/veille tags` ?"),
        ("liste des flux", "`/veille flux` ?"),
        ("gérer mes abonnements", "`/veille abonner` ?"),
        ("liens de karim", "`/veille chercher de karim` ?"),
        (f"ajouter lux {LINK}", f"`/veille suivre {LINK}` ?"),
        (f"supprimer flu {LINK}", f"`/veille ne-plus-suivre {LINK}` ?"),
        ("suivre le blog de la mairie", "`/veille abonner le blog de la mairie` ?"),
        ("retirer la mednum", "`/veille ne-plus-suivre la mednum` ou"),
        ("#seniors", "`/veille chercher #seniors` ou `/veille abonner #seniors` ?"),
    ],
)
def test_a_line_that_is_for_another_verb_is_answered_with_what_to_type(console, typed, proposed):
    outputs = console.say(f"/veille {typed}")
    assert [output["kind"] for output in outputs] == ["error"]
    assert proposed in plain(outputs[0]["text"])


@pytest.mark.parametrize("typed", ["ajouter un lien", "ajoute ce lien", "garde cette page"])
def test_a_short_word_after_a_verb_is_no_slip_for_part_of_another(console, typed):
    outputs = console.say(f"/veille {typed}")
    assert "Il manque « lien »" in plain(outputs[0]["text"])
    assert outputs[-1]["kind"] == "form"


@pytest.mark.parametrize(
    "typed",
    [f"ajouter flux {LINK}", f"ajoute un flux {LINK}", f"suivre le site {LINK}", f"suis le blog {LINK}"],
)
def test_a_feed_is_followed_as_people_say_it(console, typed):
    assert "« 127.0.0.1 » est injoignable" in said(console, f"/veille {typed}")


@pytest.mark.parametrize(
    "typed", [f"s'abonner au site {LINK}", f"abonne-moi à {LINK}", f"abonner canal {LINK}"]
)
def test_to_be_told_of_a_site_that_no_channel_follows_it_is_followed_first(console, typed):
    answer = said(console, f"/veille {typed}")
    assert "Aucun canal ne suit encore 127.0.0.1:64999 ici." in answer
    assert f"`/veille suivre {LINK}`" in answer
    assert "Tu n’as aucun abonnement" in said(console, "/veille abonnements")


def test_a_user_name_in_an_address_is_nobody_of_the_network(console):
    address = "http://127.0.0.1:64999/@mednum"
    assert "Aucun canal ne suit encore" in said(console, f"/veille abonner {address}.rss")
    assert "2 liens trouvés" in said(console, f"/veille chercher {address}"), "of the same site"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("seniors", "#seniors"),
        ("#sen", "#seniors"),
        ("domicile", "#aide-à-domicile"),
        ("aides", "#aide-à-domicile"),
        ("seniros", "#seniors"),
    ],
)
def test_tags_are_found_by_how_they_begin_or_nearly(console, typed, found):
    answer = said(console, f"/veille tags {typed}")
    assert f"1 étiquette comme « {typed} » :\n- {found} : 1 lien" in answer


def test_where_no_tag_is_like_some_words_the_search_is_offered(console):
    answer = said(console, "/veille tags impôts locaux")
    assert "Aucune étiquette ne ressemble à « impôts locaux »" in answer
    assert "`/veille chercher impôts locaux`" in answer


@pytest.mark.parametrize(
    "typed", ["seniors", "#seniors", "sur les guides", "guide clair", "guiide", "#seniors depuis hier"]
)
def test_ones_own_list_is_searched(console, typed):
    answer = said(console, f"/veille mes liens {typed}")
    assert "1 lien de ta liste répond" in answer
    assert LINK in answer


def test_what_is_kept_is_found_in_ones_list_and_what_others_shared_is_not(console):
    console.say(":as karim")
    assert "`/veille chercher guide` cherche parmi" in said(console, "/veille mes liens guide")
    console.say(f"/veille enregistrer {LINK}")
    assert "1 lien de ta liste répond" in said(console, "/veille mes liens #seniors")
    assert "Rien dans ta liste ne répond à cela" in said(console, "/veille mes liens domicile")


def test_the_links_of_all_are_asked_for_as_people_say_it(console):
    console.say(":as karim")
    assert "2. " in said(console, "/veille les liens")
    for about in ("sur les guides", "avec #seniors"):
        assert "1 lien trouvé" in said(console, f"/veille les liens {about}")


def test_in_private_ones_list_is_asked_about_a_subject(console):
    console.say(":in @maillage")
    assert "1 lien de ta liste répond" in said(console, "mes liens sur les seniors")
    assert "2 liens que tu gardes" in said(console, "mes liens stp")


@pytest.mark.parametrize("typed", ["Tags.", "TAGS !", "tags :", "hashtags", "étiquettes\u00a0"])
def test_a_verb_is_known_with_what_stands_after_it(console, typed):
    assert "2 étiquettes" in said(console, f"/veille {typed}")


def test_an_address_is_no_channel(console):
    console.say(":role camille coordinator in loire-42")
    assert f"Je ne sais pas quoi faire de « {LINK} »" in said(console, f"/veille opml {LINK}")


def test_a_note_is_no_abbreviation(console):
    assert "Partagé dans" in said(console, f"/veille super {LINK}-2")
