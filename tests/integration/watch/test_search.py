"""Finding shared links again, and being told of new ones."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.plugin import PersonalData
from bot.store.merging import give_back, hand_over
from bot.store.tables import AccountRow, MemberLinkRow, MemberRow, PlaceRow
from plugins.watch.feeds.events import FeedEntriesArrived
from plugins.watch.feeds.models import EntryRow, FeedRow, FollowRow
from plugins.watch.index import index
from plugins.watch.searching import listed, search, tags_in_use
from plugins.watch.subscriptions import SubscriptionRow
from plugins.watch.tags import read_tags
from plugins.watch.wanted import Wanted
from tests.acceptance.console import plain
from tests.fakes import watch
from tests.fakes.bot import START
from tests.fakes.watch import labelled, member

PAGES = {
    "identite": ("Protéger son identité numérique", "Mots de passe, traces, réglages."),
    "france-connect": ("FranceConnect pas à pas", "Se connecter aux services publics."),
    "tablette": ("Débuter avec une tablette", "Des exercices pour les grands débutants."),
    "photos": ("Classer ses photographies", "Trier, nommer, sauvegarder."),
}


@pytest.fixture
def web(web):
    for name, (title, about) in PAGES.items():
        web.page(
            f"https://site.example/{name}",
            f'<html lang="fr"><title>{title}</title><meta name="description" content="{about}"></html>',
        )
    return web


async def share(stage, name, rest="", user="camille", place="general"):
    await stage.say(f"/veille https://site.example/{name} {rest}", user, place)


async def find(stage, words, user="karim"):
    (answer,) = await stage.say(f"/veille chercher {words}", user)
    return answer


async def press(stage, button, user="camille", choice=None):
    return await watch.press(stage, button, user, None, choice)


def dms(stage, user):
    return [text for text in watch.dms(stage, user) if "premier lien" not in text]


@pytest.mark.parametrize(
    "words",
    [
        "identité numérique",
        "IDENTITE",
        "identités numériques",
        "identitté",
        "sécurité",
        "traces",
        "pass conseil",
    ],
)
async def test_a_share_is_found_by_what_is_said_of_it(stage, words):
    await share(stage, "identite", "#sécurité un conseil de Léa")
    await share(stage, "photos")
    answer = await find(stage, words)
    assert "[Protéger son identité numérique](https://site.example/identite)" in answer.text
    assert "Classer" not in answer.text


async def test_a_line_says_site_day_sharer_tags_and_use(stage):
    await share(stage, "identite", "#sécurité #seniors")
    card = next(one.post for _at, one in stage.platform.attempts if one.post.embeds)
    await press(stage, labelled(card, "Utile"), "karim")
    answer = await find(stage, "identité")
    assert plain(answer.text).splitlines()[0] == "1 lien trouvé :"
    assert (
        "1. [Protéger son identité numérique](https://site.example/identite) (site.example, partagé par "
        "@camille lundi 23 novembre 2026, utile à 1 personne) #sécurité #seniors"
    ) in plain(answer.text)


async def test_tags_and_days_narrow_what_is_found(stage):
    await share(stage, "identite", "#seniors")
    await stage.advance(timedelta(days=60))
    await share(stage, "photos", "#seniors #image")
    assert "photographies" in (await find(stage, "#seniors depuis 1 mois")).text
    assert "identité" not in (await find(stage, "#seniors depuis 1 mois")).text
    assert "2 liens" in (await find(stage, "#Séniors")).text
    assert "2 liens" in (await find(stage, "#seniors depuis novembre 2026")).text
    assert "1 lien" in (await find(stage, "depuis 1 mois #image")).text
    assert "aucun lien" in (await find(stage, "identité depuis 1 mois")).text


async def test_newer_ones_come_first_among_equals(stage, web):
    for name in ("ancien", "nouveau"):
        web.page(f"https://site.example/{name}", "<title>Imprimer en 3D</title>")
        await share(stage, name)
        await stage.advance(timedelta(days=300))
    text = (await find(stage, "imprimer")).text
    assert text.index("/nouveau") < text.index("/ancien")


async def shared(stage, web, *titles):
    """Share a page with each of these titles, an hour apart."""
    for number, title in enumerate(titles, 1):
        web.page(f"https://site.example/page-{number}", f"<title>{title}</title>")
        await share(stage, f"page-{number}")
        await stage.advance(timedelta(hours=1))


def numbers(answer):
    """Return the numbers of the pages that were found, in their order."""
    return [int(one) for one in re.findall(r"site\.example/page-(\d+)\)", answer.text)]


@pytest.mark.parametrize("many", [2500, 4])
async def test_the_word_itself_comes_before_its_family(stage, web, monkeypatch, many):
    monkeypatch.setattr("bot.store.candidates._MANY", many)
    await shared(stage, web, "Choisir une imprimante", *["Bien imprimer chez soi"] * 4)
    assert numbers(await find(stage, "imprimante")) == [1, 5, 4, 3, 2]


@pytest.mark.parametrize("many", [2500, 4])
async def test_what_is_misspelt_is_found_and_is_said(stage, web, monkeypatch, many):
    monkeypatch.setattr("bot.store.candidates._MANY", many)
    await shared(stage, web, "Retouche de photos", *["Choisir une tablette"] * 4)
    answer = await find(stage, "retuoche")
    assert numbers(answer) == [1]
    assert "« retuoche »" in plain(answer.text)


@pytest.mark.parametrize("many", [2500, 4])
async def test_a_rare_word_counts_more_than_one_that_most_have(stage, web, monkeypatch, many):
    monkeypatch.setattr("bot.store.candidates._MANY", many)
    await shared(stage, web, "Atelier de tricot", *["Atelier numérique"] * 4, "Guide numérique")
    assert numbers(await find(stage, "tricot numérique zzz"))[0] == 1


async def test_what_has_all_words_is_shown_without_what_has_only_some(stage, web, monkeypatch):
    monkeypatch.setattr("bot.store.candidates._MANY", 4)
    await shared(stage, web, "Guide de la tablette", *["Guide numérique"] * 4, "La tablette")
    assert numbers(await find(stage, "guide tablette")) == [1]


async def test_what_was_kept_long_before_it_was_shared_is_among_the_last_with_its_tag(stage):
    await stage.say("/veille enregistrer https://site.example/identite")
    await share(stage, "photos", "#seniors")
    await stage.advance(timedelta(days=1))
    await share(stage, "identite", "#seniors")
    text = (await find(stage, "#seniors")).text
    assert text.index("/identite") < text.index("/photos")


async def many(stage, web, count, rest="#fiche", **said):
    """Share so many pages, numbered from 1, a minute apart."""
    for number in range(1, count + 1):
        web.page(f"https://site.example/page-{number}", f"<title>Fiche pratique {number}</title>")
        await share(stage, f"page-{number}", rest, **{"user": f"ami{number % 5}", **said})
        await stage.advance(timedelta(minutes=1))


async def turned(stage, answer, button):
    """Return what stands on all pages that this button leads to, and the last of them."""
    shown = []
    while labels := [one for one in answer.buttons if str(one.label).startswith(button)]:
        (answer,) = await press(stage, labels[0], "karim")
        shown += numbers(answer)
    return shown, answer


@pytest.mark.parametrize("luck", [4, 0])
async def test_by_date_the_buttons_lead_to_the_very_first_link_and_back(stage, web, monkeypatch, luck):
    monkeypatch.setattr("plugins.watch.latest._LUCK", luck)
    await many(stage, web, 33)
    for asked in ("#fiche", "#fiches depuis lundi dernier", "depuis une semaine"):
        first = await find(stage, asked)
        assert "Liens 1 à 5, du plus récent au plus ancien :" in plain(first.text)
        assert plain(first.text).startswith("Depuis le lundi 16 novembre 2026 :") is ("depuis" in asked)
        shown, last = await turned(stage, first, "Suite")
        assert [*numbers(first), *shown] == list(range(33, 0, -1))
        assert "33. " in last.text
        back, first_again = await turned(stage, last, "Précédent")
        assert back[:5] == [8, 7, 6, 5, 4]
        assert first_again.text == first.text


async def test_what_is_shared_while_one_turns_pages_shifts_nothing(stage, web):
    await many(stage, web, 33)
    first = await find(stage, "#fiche")
    await share(stage, "photos", "#fiche")
    (second,) = await press(stage, labelled(first, "Suite"), "karim")
    assert numbers(second) == [28, 27, 26, 25, 24]
    (first,) = await press(stage, labelled(second, "Précédent"), "karim")
    assert numbers(first) == [33, 32, 31, 30, 29]
    (before,) = await press(stage, labelled(first, "Précédent"), "karim")
    assert "photographies" in before.text


async def test_by_words_only_the_best_are_shown_and_this_is_said(stage, web):
    await many(stage, web, 32)
    said = plain((await find(stage, "fiche pratique")).text)
    assert said.startswith("Voici les 30 liens qui répondent le mieux ; précise ta recherche")


async def test_all_tags_can_be_seen(stage, web):
    for number in range(35):
        web.page(f"https://site.example/page-{number}", f"<title>Fiche {number}</title>")
        await share(stage, f"page-{number}", f"#sujet{number}", user=f"ami{number % 5}")
    (first,) = await stage.say("/veille tags", "karim")
    assert "Page 1 sur 2" in first.text
    (second,) = await press(stage, labelled(first, "Suite"), "karim")
    assert plain(second.text).count(": 1 lien") == 5
    (again,) = await press(stage, labelled(second, "Précédent"), "karim")
    assert again.text == first.text


async def test_forms_of_one_word_are_one_tag_wherever_it_is_said(stage):
    await stage.say("/veille abonner #senior tout de suite", "karim")
    await share(stage, "identite", "#Séniors")
    await share(stage, "photos", "#senior")
    await share(stage, "tablette", "#senior #seniors")
    await stage.advance(timedelta(seconds=1))
    told = "".join(dms(stage, "karim"))
    assert "identité" in told
    assert "photographies" in told
    for asked in ("#senior", "#séniors", "pas #seniors", "#senior depuis lundi dernier"):
        answer = await find(stage, asked)
        assert ("3 liens" if "pas" not in asked else "lien") in answer.text
    (answer,) = await stage.say("/veille tags", "karim")
    assert "#senior #Séniors : 3 liens" in plain(answer.text)
    (answer,) = await stage.say("/veille désabonner #seniors", "karim")
    assert "#senior" in answer.text
    assert "Tu n’as aucun abonnement" in plain((await stage.say("/veille abonner", "karim"))[0].text)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("liens de karim", {"identite", "photos"}),
        ("de @karim", {"identite", "photos"}),
        ("liens partagés par @karim depuis hier", {"identite", "photos"}),
        ("de @karim photographies", {"photos"}),
        ("photographies de @karim", {"photos"}),
        ("de @karim #seniors", {"identite"}),
        ("par karim", {"identite", "photos"}),
    ],
)
async def test_links_are_found_by_who_shared_them(stage, asked, found):
    await share(stage, "identite", "#seniors", user="karim")
    await share(stage, "photos", user="karim")
    await share(stage, "france-connect", "#seniors photographies", user="camille")
    text = (await find(stage, asked)).text
    assert {name for name in PAGES if f"/{name})" in text} == found


async def test_whom_nobody_knows_is_said_and_a_subject_is_no_name(stage):
    await share(stage, "photos", "des liens de qualité", user="camille")
    assert "Je ne connais personne ici" in (await find(stage, "de @inconnue")).text
    assert "photographies" in (await find(stage, "liens de qualité")).text


async def test_another_network_sees_nothing_of_what_is_shared_here(stage):
    await share(stage, "identite", "#seniors")
    async with stage.store.read() as session:
        for wanted in (Wanted("identité"), Wanted(tags=read_tags(("seniors",)))):
            (found,) = (await search(session, 1, wanted, START)).shares
            assert (await search(session, 2, wanted, START)).shares == ()
            assert await listed(session, 2, [found]) == []


async def test_a_page_holds_five_and_buttons_lead_to_the_others(stage, web):
    for number in range(7):
        web.page(f"https://site.example/{number}", f"<title>Fiche pratique {number}</title>")
        await share(stage, str(number))
    answer = await find(stage, "fiche")
    assert answer.text.count("](https://") == 5
    assert "Page 1 sur 2" in answer.text
    (second,) = await press(stage, labelled(answer, "Suite"), "karim")
    assert second.text.count("](https://") == 2
    assert "6. " in second.text
    (first,) = await press(stage, labelled(second, "Précédent"), "karim")
    assert first.text == answer.text


async def test_nothing_found_says_what_to_try_next(stage):
    await share(stage, "identite", "#seniors")
    answer = await find(stage, "tondeuse thermique #senoirs depuis lundi dernier")
    assert "aucun lien partagé" in answer.text
    assert "#seniors" in answer.text
    assert "sans « depuis »" in plain(answer.text)
    assert "/veille tags" in answer.text


async def test_a_day_that_is_none_is_not_guessed(stage):
    answer, *_form = await stage.say("/veille chercher photos depuis le 31 février", "karim")
    assert "31 février" in answer.text
    assert "jour passé" in answer.text


async def test_what_is_taken_back_is_found_no_more_and_again_once_it_is_back(stage):
    await share(stage, "identite")
    card = next(one.post for _at, one in stage.platform.attempts if one.post.embeds)
    (answer,) = await press(stage, labelled(card, "Retirer"))
    assert "aucun lien" in (await find(stage, "identité")).text
    await press(stage, labelled(answer, "Remettre"))
    assert "1 lien" in (await find(stage, "identité")).text


async def test_what_somebody_keeps_for_themselves_is_found_by_nobody(stage):
    await stage.say("/veille enregistrer https://site.example/identite")
    assert "aucun lien" in (await find(stage, "identité")).text
    assert "Aucun lien partagé n’a encore" in (await stage.say("/veille tags"))[0].text


async def test_tags_are_listed_last_used_first_and_like_ones_together(stage):
    await share(stage, "identite", "#sécurité #senior")
    await stage.advance(timedelta(days=1))
    await share(stage, "photos", "#Seniors")
    await stage.advance(timedelta(days=1))
    await share(stage, "tablette", "#tablette")
    (answer,) = await stage.say("/veille tags", "karim")
    lines = plain(answer.text).splitlines()
    assert lines[1:4] == ["- #tablette : 1 lien", "- #Seniors #senior : 2 liens", "- #sécurité : 1 lien"]


async def test_a_tag_of_nothing_that_stands_is_not_listed(stage):
    await share(stage, "identite", "#sécurité")
    await share(stage, "photos", "#image #sécurité")
    cards = [one.post for _at, one in stage.platform.attempts if one.post.embeds]
    await press(stage, labelled(cards[-1], "Retirer"))
    (answer,) = await stage.say("/veille tags", "karim")
    assert "- #sécurité : 1 lien" in plain(answer.text)
    assert "#image" not in answer.text
    async with stage.store.read() as session:
        assert await tags_in_use(session, 2) == []


async def test_the_index_is_as_its_source_has_it(stage):
    await share(stage, "identite", "#sécurité note")
    await share(stage, "photos", "#image")
    async with stage.store.unit() as session:
        assert await index.inconsistencies(session) == []


async def test_a_subscription_tells_once_a_day_at_nine_of_what_others_share(stage):
    (answer,) = await stage.say("/veille abonner #seniors", "karim")
    assert "une fois par jour à 9 h" in plain(answer.text)
    await share(stage, "identite", "#Séniors")
    await share(stage, "photos", "#image")
    await share(stage, "tablette", "#seniors", user="karim")
    assert dms(stage, "karim") == []
    await stage.advance(timedelta(days=1))
    (told,) = dms(stage, "karim")
    assert "1 lien que tu as demandé" in told
    assert "Protéger son identité numérique" in told
    assert "partagé par @camille" in told
    assert told.endswith("– #seniors")
    await stage.advance(timedelta(days=2))
    assert len(dms(stage, "karim")) == 1


async def test_words_are_subscribed_to_in_all_their_forms(stage):
    await stage.say("/veille abonner photographie classée", "karim")
    await share(stage, "photos")
    await share(stage, "identite")
    await stage.advance(timedelta(days=1))
    (told,) = dms(stage, "karim")
    assert "Classer ses photographies" in told
    assert "identité" not in told


async def test_who_wants_it_is_told_at_once(stage):
    (answer,) = await stage.say("/veille abonner #seniors", "karim")
    (changed,) = await press(stage, labelled(answer, "Dès"), "karim")
    assert "dès leur arrivée" in changed.text
    await share(stage, "identite", "#seniors")
    await stage.advance(timedelta(seconds=1))
    assert len(dms(stage, "karim")) == 1


async def test_quiet_hours_are_kept_by_what_is_told_at_once(stage):
    (answer,) = await stage.say("/veille abonner #seniors", "karim")
    await press(stage, labelled(answer, "Dès"), "karim")
    await stage.advance(timedelta(hours=13))
    await share(stage, "identite", "#seniors")
    await stage.advance(timedelta(minutes=5))
    assert dms(stage, "karim") == []
    await stage.advance(timedelta(hours=12))
    assert len(dms(stage, "karim")) == 1


async def test_what_one_message_cannot_hold_is_behind_a_button(stage, web):
    await stage.say("/veille abonner #seniors", "karim")
    for number in range(37):
        web.page(f"https://site.example/{number}", f"<title>Fiche {number}</title>")
        await share(stage, str(number), "#seniors", user=f"ami{number % 5}")
    await stage.advance(timedelta(days=1))
    post = [one.post for _at, one in stage.platform.attempts if one.user == "id-karim"][-1]
    assert "37 liens que tu as demandés" in str(post.text)
    assert str(post.text).count("](https://") == 15
    assert "… et 22 autres." in plain(str(post.text))
    (more,) = await press(stage, labelled(post, "Voir la suite"), "karim")
    assert (more.text.count("](https://"), "… et 7 autres." in plain(more.text)) == (15, True)
    (last,) = await press(stage, labelled(more, "Voir la suite"), "karim")
    assert last.text.count("](https://") == 7
    assert [str(button.label) for button in last.buttons] == ["Mes abonnements"]


async def test_what_is_beyond_one_message_and_its_button_waits_for_the_next_day(stage, web, monkeypatch):
    monkeypatch.setattr("plugins.watch.found.MOST", 20)
    await stage.say("/veille abonner #seniors", "karim")
    for number in range(27):
        web.page(f"https://site.example/{number}", f"<title>Fiche {number}</title>")
        await share(stage, str(number), "#seniors", user=f"ami{number % 5}")
    await stage.advance(timedelta(days=1))
    (first,) = dms(stage, "karim")
    assert "20 liens que tu as demandés" in first
    assert "… et 5 autres." in plain(first)
    await stage.advance(timedelta(days=1))
    (_first, second) = dms(stage, "karim")
    assert "7 liens que tu as demandés" in second
    await stage.advance(timedelta(days=2))
    assert len(dms(stage, "karim")) == 2


async def test_the_daily_message_keeps_quiet_hours(stage):
    await stage.say("/veille abonner #seniors", "karim")
    async with stage.working("karim") as ctx:
        row = await ctx.session.scalar(select(MemberRow).where(MemberRow.name == "karim"))
        row.quiet_from, row.quiet_to = "20:00", "11:00"
    await share(stage, "identite", "#seniors")  # at 10:00, too late for nine but not for eleven
    await stage.advance(timedelta(minutes=45))
    assert dms(stage, "karim") == []
    await stage.advance(timedelta(minutes=20))
    assert len(dms(stage, "karim")) == 1


async def test_a_share_taken_back_meanwhile_is_told_to_nobody(stage):
    await stage.say("/veille abonner #seniors", "karim")
    await share(stage, "identite", "#seniors")
    card = next(one.post for _at, one in stage.platform.attempts if one.post.embeds)
    await press(stage, labelled(card, "Retirer"))
    await stage.advance(timedelta(days=1))
    assert dms(stage, "karim") == []


async def test_subscriptions_are_listed_and_ended(stage):
    await stage.say("/veille abonner #seniors", "karim")
    await stage.say("/veille abonner #seniors", "karim")
    await stage.say("/veille abonner identité numérique", "karim")
    (listed,) = await stage.say("/veille abonner", "karim")
    assert listed.text.count("\n- ") == 2
    (answer,) = await stage.say("/veille désabonner #Séniors", "karim")
    assert "tu ne recevras plus" in answer.text
    (listed,) = await stage.say("/veille désabonner", "karim")
    (menu,) = listed.menus
    (left,) = await press(stage, menu, "karim", choice=menu.options[0].value)
    assert "aucun abonnement" in left.text
    (none,) = await stage.say("/veille désabonner #seniors", "karim")
    assert "pas cet abonnement" in none.text


async def test_nobody_ends_the_subscription_of_somebody_else(stage):
    (answer,) = await stage.say("/veille abonner #seniors", "karim")
    (refused,) = await press(stage, labelled(answer, "Se désabonner"), "camille")
    assert "pas le tien" in refused.text
    async with stage.store.read() as session:
        assert await session.scalar(select(SubscriptionRow.id)) is not None


async def test_who_turns_out_to_be_one_person_has_each_subscription_once_and_is_told_once(stage):
    for user in ("lea", "karim"):
        await stage.say("/veille abonner #seniors", user)
    await stage.say("/veille abonner identité numérique", "karim")
    kept, gone = await member(stage, "lea"), await member(stage, "karim")
    async with stage.store.unit() as session:
        link = MemberLinkRow(
            network_id=1, gone_id=gone, kept_id=kept, linked_at=stage.clock.now(), moved=[], aside=[],
            changed={"raised": []}, notes={},
        )  # fmt: skip
        await hand_over(session, link)
    async with stage.store.read() as session:
        held = [(row.member_id, row.name) for row in await session.scalars(select(SubscriptionRow))]
    assert sorted(held) == [(kept, "identité numérique"), (kept, "seniors")]
    await share(stage, "identite", "#seniors")
    await stage.advance(timedelta(days=1))
    (told,) = dms(stage, "lea") + dms(stage, "karim")
    assert told.count("](https://") == 1
    async with stage.store.unit() as session:
        await give_back(session, await session.scalar(select(MemberLinkRow)))
    async with stage.store.read() as session:
        held = [(row.member_id, row.name) for row in await session.scalars(select(SubscriptionRow))]
    assert sorted(held) == sorted([(kept, "seniors"), (gone, "seniors"), (gone, "identité numérique")])


async def test_a_feed_that_nobody_follows_cannot_be_subscribed_to(stage):
    (answer,) = await stage.say("/veille abonner flux nulle part", "karim")
    assert "Aucun canal d’ici ne suit" in answer.text


async def test_what_is_new_in_a_feed_is_told_to_who_subscribed_to_it(stage):
    async with stage.working("witness") as ctx:
        place = await ctx.session.scalar(select(PlaceRow.id).where(PlaceRow.name == "general"))
        feed = FeedRow(
            network_id=1,
            url="https://x.example/feed",
            key="k",
            title="Actus du réseau",
            state="active",
            created_at=ctx.now,
        )
        ctx.session.add(feed)
        await ctx.session.flush()
        ctx.session.add(
            FollowRow(
                network_id=1,
                feed_id=feed.id,
                place_id=place,
                number=1,
                mode="letter",
                maximum=3,
                followed_at=ctx.now,
            )
        )
    (answer,) = await stage.say("/veille abonner flux actus", "karim")
    assert "« Actus du réseau »" in plain(answer.text)
    async with stage.working("witness") as ctx:
        for number, is_old in enumerate((True, False)):
            ctx.session.add(
                EntryRow(
                    network_id=1, feed_id=1, key=bytes([number] * 16), url="https://x.example/[n](e",
                    title=f"Nouvelle *{number}* @channel", summary="", is_old=is_old, seen_at=ctx.now,
                )
            )  # fmt: skip
        await ctx.session.flush()
        await ctx.emit(FeedEntriesArrived((1,), ctx.now))
    await stage.advance(timedelta(days=1))
    (told,) = dms(stage, "karim")
    assert r"[Nouvelle \*1\* @channel](https://x.example/" in told
    assert r"\*0\*" not in told


async def test_the_words_of_who_is_erased_leave_the_index_and_the_share_is_found_still(stage):
    await share(stage, "identite", "#seniors à lire avec Karim")
    await share(stage, "photos", "ma trouvaille", user="karim")
    await stage.say("/veille abonner #seniors", "karim")
    async with stage.working("witness") as ctx:
        number = await ctx.session.scalar(select(AccountRow.member_id).where(AccountRow.username == "karim"))
        await stage.handlers.service(PersonalData).erase(ctx, await ctx.find_member(number))
    async with stage.store.read() as session:
        held = " ".join(str(row) for row in await session.execute(select(index.table)))
        assert "karim" not in held
        assert "trouvaille" not in held
        assert await session.scalar(select(SubscriptionRow.id)) is None
    await stage.advance(timedelta(minutes=1))
    assert "1 lien" in (await find(stage, "identité", "camille")).text
    assert "1 lien" in (await find(stage, "photographies", "camille")).text
    assert "aucun lien" in (await find(stage, "trouvaille", "camille")).text
    async with stage.store.unit() as session:
        assert await index.inconsistencies(session) == []


async def test_the_day_understood_is_said(stage):
    await share(stage, "tablette", "#fiche")
    assert plain((await find(stage, "tablette depuis la toussaint")).text).startswith(
        "Depuis le dimanche 1er novembre 2026 :\n1 lien trouvé :"
    )
    assert plain((await find(stage, "depuis la rentrée 2025")).text).startswith(
        "Depuis le lundi 1er septembre 2025 :"
    )
    refused, _form = await stage.say("/veille chercher tablette depuis décembre 2026", "karim")
    assert "« décembre 2026 » comme un jour passé" in plain(str(refused.text))


async def test_since_before_what_is_no_day_is_a_word(stage):
    await share(stage, "france-connect", "depuis un mobile")
    said = plain((await find(stage, "se connecter depuis un mobile")).text)
    assert "Ce qui suit « depuis » n’est pas un jour : j’ai cherché tous ces mots." in said
    assert "FranceConnect pas à pas" in said


@pytest.mark.parametrize("typed", ["liens de la semaine", "liens du mois", "liens partagés cette semaine"])
async def test_links_of_a_time_are_all_that_were_shared_then(stage, typed):
    await share(stage, "tablette")
    said = plain((await find(stage, typed)).text)
    assert "Depuis le " in said
    assert "Débuter avec une tablette" in said


@pytest.mark.parametrize(
    "typed",
    ["les liens du mois", "liens partagés cette semaine", "montre les liens de la semaine stp"],
)
async def test_links_of_a_time_are_asked_for_in_a_sentence(stage, typed):
    await share(stage, "tablette")
    (answer,) = await stage.write(typed, "karim")
    assert plain(str(answer.text)).startswith("Depuis le ")


@pytest.mark.parametrize(
    "typed",
    ["chercher", "chercher tout", "chercher les liens", "derniers", "nouveautés", "derniers #seniors"],
)
async def test_the_latest_links_are_seen_by_a_command(stage, typed):
    (nothing,) = await stage.say(f"/veille {typed}", "karim")
    assert "ucun lien" in plain(str(nothing.text))
    await share(stage, "identite", "#seniors")
    await share(stage, "tablette", "#seniors")
    (answer,) = await stage.say(f"/veille {typed}", "karim")
    said = plain(str(answer.text))
    assert said.index("Débuter avec une tablette") < said.index("Protéger son identité")
