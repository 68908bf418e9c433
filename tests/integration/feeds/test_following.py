"""Feeds that channels follow: nothing old, nothing twice, nothing lost, whatever the feed does."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.chat.incoming import Line, Press, Submission
from bot.chat.messages import File
from bot.plugin import FetchProblem
from bot.store.tables import AccountRow, PlaceRow, RoleGrantRow
from plugins.watch.feeds import following
from plugins.watch.feeds.models import EntryRow, FeedRow, FollowRow, SeenRow
from tests.acceptance.console import plain
from tests.fakes.bot import START, author, channel, count, dm
from tests.fakes.feeds import ADDRESS, articles, item, rss
from tests.fakes.follows import DAY, letter, named, posted, posts, press, titles

WEEK_AND_MORE = timedelta(days=9)


async def say(stage, text, user="camille", **rights):
    """Say something in the channel; return what is answered, as one text."""
    line = Line(author=author(user, **rights), location=channel("general"), text=text)
    return plain("\n".join(str(answer.text) for answer in await stage.receive(line)))


def dms(stage, user="camille"):
    return [plain(text) for text in stage.platform.texts(f"@id-{user}")]


async def feed(stage):
    async with stage.store.read() as session:
        return (await session.scalars(select(FeedRow))).one()


async def test_what_has_no_title_is_not_said_twice(stage, web):
    await say(stage, f"/veille suivre {ADDRESS} immédiat")
    said = "<item><guid>9</guid><description>Atelier ce soir à la médiathèque.</description></item>"
    web.feed(ADDRESS, rss([said, item(1)]))
    await stage.advance(DAY)
    (embed,) = posts(stage)[0].embeds
    assert plain(str(embed.title)) == "Atelier ce soir à la médiathèque."
    assert str(embed.text) == ""


async def test_following_a_feed_posts_nothing_that_is_in_it(stage):
    said = await say(stage, f"/veille suivre {ADDRESS} immédiat")
    assert "general suit maintenant Le Journal (journal.example), sous le n° 1." in said
    assert "5 articles par jour au plus" in said
    assert "Prochaine lecture : " in said
    assert "lundi" in said
    await stage.advance(DAY)
    assert posts(stage) == []
    assert await count(stage, SeenRow) == 3


async def test_what_is_new_is_posted_once_with_its_source_and_a_button(stage, web):
    await say(stage, f"/veille suivre {ADDRESS} immédiat")
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    await stage.advance(DAY * 3)
    (post,) = posts(stage)
    assert plain(str(post.text)) == "1 nouveauté dans Le Journal."
    (card,) = post.embeds
    assert (str(card.title), card.url) == ("Article 4", "https://journal.example/articles/4")
    assert "Ce que dit l’article 4." in str(card.text)
    assert str(card.footer) == "journal.example"
    assert [str(button.label) for button in post.buttons] == ["Partager"]


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (datetime(2026, 11, 16, tzinfo=UTC), "lundi 16 novembre 2026"),
        (datetime(2026, 11, 16, tzinfo=ZoneInfo("Europe/Paris")), "lundi 16 novembre 2026"),
        (datetime(2026, 11, 16, 8, 30, tzinfo=UTC), "lundi 16 novembre 2026 à 9 h 30"),
    ],
)
async def test_a_day_without_a_time_is_shown_without_one(stage, web, at, shown):
    await say(stage, f"/veille suivre {ADDRESS} immédiat")
    web.feed(ADDRESS, rss([item(9, at=at)]))
    await stage.advance(DAY)
    (post,) = posts(stage)
    footer = plain(str(post.embeds[0].footer)).removesuffix("\ue001")  # the mark behind an instant
    assert footer.endswith(shown)
    assert (" à " in footer) is (" à " in shown)


async def test_the_latest_three_are_posted_for_who_asks_and_once(stage, web):
    web.feed(ADDRESS, articles(9, 8, 7, 6, 5))
    (followed,) = await stage.say(f"/veille suivre {ADDRESS}")
    said = await press(stage, named(followed, "feed-latest"))
    assert "3 derniers" in plain(str(said.text))
    await press(stage, named(followed, "feed-latest"))
    (post,) = posts(stage)
    assert titles(post) == ["Article 9", "Article 8", "Article 7"]


async def test_more_than_the_days_maximum_waits_for_the_letter(stage, web):
    await say(stage, f"/veille suivre {ADDRESS} immédiat maximum: 2")
    web.feed(ADDRESS, articles(7, 6, 5, 4, 3, 2, 1))
    await stage.advance(DAY)
    (post,) = posts(stage)
    assert titles(post) == ["Article 7", "Article 6"]
    assert "2 autres attendent la lettre : 2 par jour sont publiés ici." in plain(str(post.text))
    waiting = await letter(stage)
    assert [str(one.text).partition("]")[0] for one in waiting] == ["[Article 5", "[Article 4"]


async def test_the_maximum_is_counted_by_the_day_of_the_channel(stage, web):
    await say(stage, f"/veille suivre {ADDRESS} immédiat maximum: 1")
    for number in (4, 5, 6):
        web.feed(ADDRESS, articles(*range(number, 0, -1)))
        (listed,) = await stage.say("/veille flux")
        await stage.advance(timedelta(minutes=6))
        await press(stage, named(listed, "feed-retry"))
    assert posted(stage) == [["Article 4"]]
    await stage.advance(DAY)
    web.feed(ADDRESS, articles(*range(7, 0, -1)))
    await press(stage, named(listed, "feed-retry"))
    assert posted(stage) == [["Article 4"], ["Article 7"]]


async def test_words_choose_what_comes(stage, web):
    await say(stage, f"/veille suivre {ADDRESS} immédiat avec: séniors ateliers sans: football")
    titles_of = ("Un atelier à Roanne", "Le match de football des seniors", "La météo", "Les seniors")
    new = [item(10 + rank, title=title, about="…") for rank, title in enumerate(titles_of)]
    web.feed(ADDRESS, rss(new))
    await stage.advance(DAY)
    (post,) = posts(stage)
    assert sorted(titles(post)) == ["Les seniors", "Un atelier à Roanne"]


async def test_words_to_choose_by_end_before_the_number_a_day(stage):
    said = await say(stage, f"/veille suivre {ADDRESS} immediatement avec seniors sans sport 3 par jour")
    assert "publiées ici tout de suite : 3 articles par jour au plus" in said


async def test_another_way_to_follow_is_told_which_there_are(stage):
    refused, _form = await stage.say(f"/veille suivre {ADDRESS} quand tu veux")
    said = plain(str(refused.text))
    assert "je ne connais pas « quand tu veux ». Dis « immédiat »" in said
    assert "« lettre »" in said


async def test_a_feed_for_the_letter_posts_nothing_and_is_in_the_letter(stage, web):
    await say(stage, f"/veille suivre {ADDRESS}")
    web.feed(ADDRESS, articles(5, 4, 3, 2, 1))
    await stage.advance(DAY)
    assert posts(stage) == []
    items = await letter(stage)
    assert [str(one.group) for one in items] == ["Le Journal", "Le Journal"]
    assert str(items[0].text) == "[Article 5](https://journal.example/articles/5)"
    rest = await letter(stage, excluded=[items[0].key])
    assert [one.key for one in rest] == [items[1].key]
    assert await letter(stage, since=stage.clock.now()) == []


async def test_every_source_has_its_fair_share_of_the_letter(stage, web):
    other = "https://autre.example/rss"
    web.feed(other, rss([item("a")], title="L’Autre"))
    await say(stage, f"/veille suivre {ADDRESS}")
    await say(stage, f"/veille suivre {other}")
    web.feed(ADDRESS, articles(*range(30, 0, -1)))
    web.feed(other, rss([item("b"), item("a")], title="L’Autre"))
    await stage.advance(DAY)
    items = await letter(stage, limit=4)
    assert [str(one.group) for one in items] == ["Le Journal", "Le Journal", "Le Journal", "L’Autre"]


async def test_a_feed_that_did_not_change_is_asked_for_by_its_etag(stage, web):
    web.answers(ADDRESS, articles(1).encode(), headers={"etag": '"v1"', "last-modified": "hier"})
    await say(stage, f"/veille suivre {ADDRESS} immédiat")
    web.answers(ADDRESS, status=304)
    await stage.advance(DAY)
    assert web.asked[-1].headers["if-none-match"] == '"v1"'
    assert web.asked[-1].headers["if-modified-since"] == "hier"
    assert (await feed(stage)).last_success_at > START
    assert posts(stage) == []


async def test_a_feed_that_changes_all_its_guids_posts_nothing_twice(stage, web):
    def with_guids(visit, numbers):
        return rss([item(number).replace(f">n{number}<", f">{visit}-{number}<") for number in numbers])

    web.feed(ADDRESS, with_guids(0, (3, 2, 1)))
    await say(stage, f"/veille suivre {ADDRESS} immédiat")
    for visit in range(1, 4):
        web.feed(ADDRESS, with_guids(visit, (3, 2, 1)))
        await stage.advance(DAY)
    assert posts(stage) == []
    web.feed(ADDRESS, with_guids(9, (4, 3, 2, 1)))
    await stage.advance(DAY)
    assert posted(stage) == [["Article 4"]]


async def test_a_feed_of_ten_thousand_entries_is_taken_in(stage, web):
    web.feed(ADDRESS, articles(*range(10_000, 0, -1)))
    await say(stage, f"/veille suivre {ADDRESS} immédiat")
    assert await count(stage, SeenRow) == 10_000
    assert await count(stage, EntryRow) == 3
    web.feed(ADDRESS, articles(*range(10_001, 1, -1)))
    await stage.advance(DAY)
    assert posted(stage) == [["Article 10001"]]


async def test_titles_that_trick_are_harmless(stage, web):
    await say(stage, f"/veille suivre {ADDRESS} immédiat")
    title = "@channel **gras** [lien](https://mal.example) \u202egnp.exe"
    web.feed(ADDRESS, rss([item(9, title=title)], title="@all _Journal_"))
    await stage.advance(DAY)
    (post,) = posts(stage)
    assert titles(post) == ["@channel \\*\\*gras\\*\\* \\[lien\\](https:\u200b//mal.example) gnp.exe"]
    assert r"\_Journal\_" in str(post.text)
    (sent,) = stage.platform.texts("general")
    assert "\u202e" not in sent


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "n’envoie rien du tout"),
        (b"<!doctype html><html><head><title>x</title></head><body>x</body></html>", "page ordinaire"),
        (b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><rss version="2.0"><channel/></rss>', "nuire"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "autre chose à sa place"),
    ],
)
async def test_what_is_no_feed_any_more_fails_in_plain_words_and_comes_back(stage, web, content, why):
    await say(stage, f"/veille suivre {ADDRESS} immédiat")
    web.answers(ADDRESS, content)
    await stage.advance(DAY)
    listed = await say(stage, "/veille flux")
    assert "Il ne se lit plus depuis" in listed
    assert why in listed
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    await stage.advance(DAY)
    assert posted(stage) == [["Article 4"]]
    assert "Il ne se lit plus" not in await say(stage, "/veille flux")


@pytest.mark.parametrize("problem", list(FetchProblem))
async def test_whatever_the_web_does_is_told_in_plain_words(stage, web, problem):
    await say(stage, f"/veille suivre {ADDRESS}")
    web.fails(ADDRESS, problem)
    await stage.advance(DAY)
    listed = await say(stage, "/veille flux")
    assert "car " in listed
    assert "je n’ai pas réussi à le comprendre" not in listed
    assert "Prochain essai : " in listed


@pytest.mark.parametrize("status", [401, 404, 418, 429, 503])
async def test_what_a_server_answers_is_told_in_plain_words(stage, web, status):
    await say(stage, f"/veille suivre {ADDRESS}")
    web.answers(ADDRESS, status=status)
    await stage.advance(DAY)
    assert f"(réponse {status})" in await say(stage, "/veille flux")


async def test_a_server_that_asks_to_wait_is_left_alone(stage, web):
    await say(stage, f"/veille suivre {ADDRESS}")
    web.answers(ADDRESS, status=503, retry_after=timedelta(days=2))
    await stage.advance(DAY)
    asked = len(web.asked)
    await stage.advance(timedelta(hours=20))
    assert len(web.asked) == asked


async def test_a_feed_that_fails_for_a_week_is_reported_once_and_tried_daily(stage, web):
    await say(stage, f"/veille suivre {ADDRESS}")
    web.fails(ADDRESS)
    await stage.advance(WEEK_AND_MORE)
    (told,) = dms(stage)
    assert "1 flux que tu suis ne se lit plus" in told
    assert "Le Journal, dans general" in told
    assert "car son site ne répond pas" in told
    asked = len(web.asked)
    await stage.advance(timedelta(days=10))
    assert len(dms(stage)) == 1
    assert 8 <= len(web.asked) - asked <= 14
    await stage.platform.host.left(["general"])
    await stage.advance(timedelta(days=1))
    await stage.platform.host.discovered([channel("general")])
    await stage.advance(timedelta(days=10))
    assert len(dms(stage)) == 1


async def nobodys(stage, web, **place):
    """Have camille follow a feed in a channel, and leave; it fails for a week then."""
    where = replace(channel("general"), **place)
    line = Line(author=author("camille"), location=where, text=f"/veille suivre {ADDRESS}")
    await stage.receive(line)
    async with stage.store.unit() as session:
        follow = (await session.scalars(select(FollowRow))).one()
        follow.member_id = None
    web.fails(ADDRESS)
    await stage.advance(WEEK_AND_MORE)


async def coordinates(stage, user, where):
    """Have somebody coordinate one channel."""
    await stage.say("/veille flux", user, where)
    async with stage.store.unit() as session:
        found = select(PlaceRow.id).where(PlaceRow.name == where)
        grant = {"role": "coordinator", "scope": "place", "scope_id": str(await session.scalar(found))}
        theirs = select(AccountRow.member_id).where(AccountRow.username == user)
        session.add(RoleGrantRow(member_id=await session.scalar(theirs), **grant, granted_at=START))


async def test_who_coordinates_its_channel_is_told_of_a_feed_whose_follower_is_gone(stage, web):
    await coordinates(stage, "jeanne", "general")
    await nobodys(stage, web)
    (told,) = dms(stage, "jeanne")
    assert "1 flux ne peut plus être lu, dans un canal que tu coordonnes" in told
    assert "la personne qui l’a fait suivre est partie" in told
    assert "Le Journal, dans general" in told
    assert "que tu suis" not in told
    assert dms(stage) == []
    assert (await feed(stage)).reported_at is not None


async def test_who_coordinates_elsewhere_does_not_learn_of_a_private_channel(stage, web):
    await coordinates(stage, "jeanne", "autre")
    await nobodys(stage, web, id="secret", name="cellule-de-crise", is_private=True)
    assert dms(stage, "jeanne") == []


async def test_nobody_is_told_while_nothing_at_all_can_be_read(stage, web):
    for number in range(5):
        web.feed(f"https://site-{number}.example/rss", articles(1))
        await say(stage, f"/veille suivre https://site-{number}.example/rss")
    for number in range(5):
        web.fails(f"https://site-{number}.example/rss")
    await stage.advance(WEEK_AND_MORE)
    assert dms(stage) == []


async def test_a_feed_that_is_gone_is_told_once_and_never_asked_for_again(stage, web):
    await say(stage, f"/veille suivre {ADDRESS}")
    web.answers(ADDRESS, status=410)
    await stage.advance(DAY)
    asked = len(web.asked)
    await stage.advance(WEEK_AND_MORE)
    assert len(web.asked) == asked
    (told,) = dms(stage)
    assert "disparu pour de bon" in told
    assert "disparu pour de bon" in await say(stage, "/veille flux")


async def test_a_feed_that_moved_for_good_is_read_there_once_that_held_twice(stage, web):
    new = "https://nouveau.example/feed"
    await say(stage, f"/veille suivre {ADDRESS} immédiat")
    web.answers(ADDRESS, articles(3, 2, 1).encode(), moved_to=new)
    await stage.advance(DAY)
    web.feed(new, articles(4, 3, 2, 1))
    web.answers(ADDRESS, articles(3, 2, 1).encode(), moved_to=new)
    await stage.advance(DAY)
    await stage.advance(DAY)
    assert (await feed(stage)).url == new
    assert posted(stage) == [["Article 4"]]


async def test_a_feed_that_moved_to_one_that_is_followed_is_one_with_it(stage, web):
    new = "https://nouveau.example/feed"
    web.feed(new, articles(3, 2, 1))
    await say(stage, f"/veille suivre {ADDRESS}")
    await say(stage, f"/veille suivre {new}")
    web.answers(ADDRESS, articles(3, 2, 1).encode(), moved_to=new)
    await stage.advance(DAY * 3)
    assert (await feed(stage)).url == new
    assert await count(stage, FollowRow) == 1


async def test_one_poisoned_feed_delays_no_other(stage, web):
    """The poisoned one never answers; the others are read and posted meanwhile."""
    await say(stage, f"/veille suivre {ADDRESS} immédiat")
    hostile = "https://lent.example/rss"
    web.feed(hostile, articles(1))
    await say(stage, f"/veille suivre {hostile}")
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    fetch, gate, reached = web.fetch, asyncio.Event(), asyncio.Event()

    async def slow(url, **options):
        if url == hostile:
            reached.set()
            await gate.wait()
        return await fetch(url, **options)

    web.fetch = slow
    stage.clock.jump(timedelta(days=2))
    working = asyncio.create_task(stage.bot.settle())
    await reached.wait()
    async with asyncio.timeout(60):
        while True:
            if await count(stage, EntryRow) == 5:
                break
            await asyncio.sleep(0.01)
    assert not working.done()
    gate.set()
    await working
    assert posted(stage) == [["Article 4"]]


async def test_a_plugin_that_is_switched_off_amid_a_pass_ends_what_is_under_way_and_loses_nothing(stage, web):
    await say(stage, f"/veille suivre {ADDRESS} immédiat")
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    web.gate = asyncio.Event()
    stage.clock.jump(timedelta(days=2))
    asked = len(web.asked)
    working = asyncio.create_task(stage.bot.settle())
    await web.reached(asked + 1)
    async with stage.store.unit() as session:
        await stage.handlers.switches.switch(session, 1, [])
    web.gate.set()
    await working
    before = len(web.asked)
    web.feed(ADDRESS, articles(5, 4, 3, 2, 1))
    await stage.advance(DAY * 3)
    assert len(web.asked) == before
    assert posted(stage) == [["Article 4"]]
    async with stage.store.unit() as session:
        await stage.handlers.switches.switch(session, 1, ["watch"])
    await stage.advance(DAY)
    assert posted(stage) == [["Article 4"], ["Article 5"]]


async def test_what_was_read_of_a_feed_that_was_removed_meanwhile_is_dropped(stage, web):
    (followed,) = await stage.say(f"/veille suivre {ADDRESS} immédiat")
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    web.gate = asyncio.Event()
    stage.clock.jump(timedelta(days=2))
    asked = len(web.asked)
    working = asyncio.create_task(stage.bot.settle())
    await web.reached(asked + 1)
    removing = Press(
        author=author("camille"), location=channel("general"), plugin="watch", action="feed-remove",
        arguments=named(followed, "feed-remove").arguments,
    )  # fmt: skip
    await stage.bot.receive(removing)
    web.gate.set()
    await working
    assert posts(stage) == []
    assert await count(stage, FeedRow) == 0
    assert await count(stage, SeenRow) == 0


async def test_after_an_outage_what_is_new_is_posted_within_the_maximum(stage, web):
    await say(stage, f"/veille suivre {ADDRESS} immédiat")
    web.feed(ADDRESS, articles(*range(20, 0, -1)))
    stage.clock.jump(timedelta(days=30))
    await stage.bot.settle()
    (post,) = posts(stage)
    assert titles(post) == [f"Article {number}" for number in (20, 19, 18, 17, 16)]
    assert "12 autres attendent la lettre" in plain(str(post.text))
    assert "en retard" not in stage.platform.texts("general")[0]


async def test_several_feeds_of_a_page_are_offered(stage, web):
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{title}" href="/{title}.xml">'
        for title in ("articles", "commentaires")
    )
    web.page("https://mairie.example/", f"<html><head><title>M</title>{links}</head><body>x</body></html>")
    web.feed("https://mairie.example/articles.xml", rss([item(1)], title="Mairie"))
    (asked,) = await stage.say("/veille suivre https://mairie.example/ immédiat maximum: 3")
    assert "2 flux. Lequel" in plain(str(asked.text))
    followed = await press(stage, next(one for one in asked.buttons if "articles" in str(one.label)))
    assert "general suit maintenant Mairie" in plain(str(followed.text))
    assert "3 articles par jour" in plain(str(followed.text))


async def test_a_page_without_a_feed_is_told_with_what_to_try(stage, web):
    web.page("https://mairie.example/", "<html><head><title>M</title></head><body>x</body></html>")
    said = await say(stage, "/veille suivre https://mairie.example/")
    assert "Je ne trouve pas de flux sur cette page de mairie.example" in said
    assert "`/veille opml`" in said
    assert await count(stage, FeedRow) == 0


async def test_an_address_that_cannot_be_read_is_told(stage, web):
    assert "Je n’arrive pas à lire" in await say(stage, "/veille suivre https://nulle-part.example/")
    assert await count(stage, FeedRow) == 0


async def test_a_channel_follows_a_feed_once(stage):
    await say(stage, f"/veille suivre {ADDRESS}")
    said = await say(stage, f"/veille suivre {ADDRESS.replace('https://', 'http://www.')}")
    again = await say(stage, f"/veille suivre {ADDRESS}")
    assert "general suit déjà Le Journal, sous le n° 1." in again
    assert "Je n’arrive pas à lire" in said


async def test_an_address_that_leads_to_a_feed_of_the_channel_is_not_followed_besides(stage, web):
    await say(stage, f"/veille suivre {ADDRESS}")
    web.answers(
        "https://court.example/j",
        articles(3, 2, 1).encode(),
        content_type="application/rss+xml",
        at=f"{ADDRESS}?utm_source=court",
    )
    assert "general suit déjà Le Journal, sous le n° 1." in await say(
        stage, "/veille suivre https://court.example/j"
    )
    assert await count(stage, FeedRow) == 1


async def test_a_feed_is_not_followed_in_a_direct_message(stage):
    (answer,) = await stage.receive(
        Line(author=author("camille"), location=dm("camille"), text=f"/veille suivre {ADDRESS}")
    )
    assert "C’est un canal qui suit un flux" in plain(str(answer.text))


async def test_a_channel_that_follows_too_many_feeds_is_told_so(stage, web, monkeypatch):
    monkeypatch.setattr(following, "MOST_IN_A_PLACE", 1)
    monkeypatch.setattr(following, "MOST_BY_COORDINATORS", 1)
    await say(stage, f"/veille suivre {ADDRESS}")
    web.feed("https://autre.example/rss", articles(1))
    said = await say(stage, "/veille suivre https://autre.example/rss")
    assert "Ce canal suit déjà 1 flux" in said
    assert await count(stage, FeedRow) == 1


async def test_a_paused_feed_is_not_read_and_comes_back_with_what_it_missed(stage, web):
    await say(stage, f"/veille suivre {ADDRESS} immédiat")
    (listed,) = await stage.say("/veille flux")
    paused = await press(stage, named(listed, "feed-pause"))
    assert "En pause : Le Journal" in plain(str(paused.text))
    asked = len(web.asked)
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    await stage.advance(DAY * 3)
    assert len(web.asked) == asked
    await press(stage, named(paused, "feed-resume"))
    assert posted(stage) == [["Article 4"]]


async def test_only_who_followed_and_coordinators_change_a_feed(stage):
    (followed,) = await stage.say(f"/veille suivre {ADDRESS}")
    refused = await press(stage, named(followed, "feed-remove"), user="karim")
    assert "Seule la personne qui a fait suivre ce flux" in plain(str(refused.text))
    removed = await press(stage, named(followed, "feed-remove"), user="jeanne", administers_community=True)
    assert f"/veille suivre {ADDRESS}" in str(removed.text)
    assert await count(stage, FeedRow) == 0


async def test_how_a_feed_is_followed_is_changed_in_a_form(stage):
    await say(stage, f"/veille suivre {ADDRESS}")
    (listed,) = await stage.say("/veille flux")
    form = await press(stage, named(listed, "feed-edit"))
    values = {"mode": "now", "include": "séniors", "exclude": "", "maximum": "3"}

    async def submit(**changed):
        shown = await stage.receive(
            Submission(
                author=author("camille"),
                location=channel("general"),
                plugin="watch",
                form="feed",
                arguments=form.arguments,
                values={**values, **changed},
            )
        )
        return shown[0]

    wrong = await submit(maximum="500")
    assert "de 1 à 20" in plain(str(wrong.errors["maximum"] if hasattr(wrong, "errors") else wrong.text))
    changed = await submit()
    assert "3 articles par jour au plus" in plain(str(changed.text))
    assert "Seulement les articles avec : séniors." in plain(str(changed.text))


async def test_many_feeds_are_listed_five_a_page(stage, web):
    for number in range(7):
        web.feed(f"https://site-{number}.example/rss", rss([item(1)], title=f"Site {number}"))
        await say(stage, f"/veille suivre https://site-{number}.example/rss")
    (first,) = await stage.say("/veille flux")
    assert "Page 1 sur 2." in plain(str(first.text))
    assert str(first.menus[0].options[0].label) == "1 – Site 0"
    second = await press(stage, named(first, "next"))
    assert "7 – Site 6" in plain(str(second.text))
    chosen = await press(stage, first.menus[0], choice=first.menus[0].options[2].value)
    assert "3 – Site 2" in plain(str(chosen.text))
    assert [button.name for button in chosen.buttons] == [
        "feed-pause", "feed-retry", "feed-edit", "feed-remove",
    ]  # fmt: skip


async def test_a_feed_is_let_go_in_the_words_in_which_it_was_followed(stage, web):
    await say(stage, f"/veille suivre {ADDRESS}")
    assert "ne suit plus Le Journal" in await say(stage, "/veille ne plus suivre le journal")
    await say(stage, f"/veille suivre {ADDRESS}")
    (asked,) = await stage.say("/veille ne plus suivre jurnal")
    assert "Aucun flux ne porte exactement ce nom" in asked.text
    assert [str(option.label) for option in asked.menus[0].options] == ["1 – Le Journal"]
    refused = await say(stage, f"/veille ne plus suivre {ADDRESS}", "karim")
    assert "Seule la personne qui a fait suivre ce flux" in refused
    assert "ne suit plus Le Journal" in await say(stage, f"/veille ne plus suivre {ADDRESS}")
    assert "ne suit encore aucun flux" in await say(stage, "/veille ne plus suivre blog")


async def test_feeds_of_one_title_are_told_apart(stage, web):
    for address in ("https://a.example/rss", "https://a.example/alertes", "https://b.example/rss"):
        web.feed(address, rss([item(address)], title="Actualités"))
        await say(stage, f"/veille suivre {address}")
    (listed,) = await stage.say("/veille flux")
    assert "1 – Actualités (a.example/rss)" in plain(str(listed.text))
    assert "3 – Actualités (b.example)" in plain(str(listed.text))
    assert [str(option.label) for option in listed.menus[0].options] == [
        "1 – Actualités (a.example/rss)",
        "2 – Actualités (a.example/alertes)",
        "3 – Actualités (b.example)",
    ]
    (asked,) = await stage.say("/veille ne plus suivre actualités")
    assert [str(option.label) for option in asked.menus[0].options] == [
        str(option.label) for option in listed.menus[0].options
    ]
    chosen = await press(stage, asked.menus[0], choice=asked.menus[0].options[1].value)
    assert "a.example/alertes" in plain(str(chosen.text))
    assert await count(stage, FollowRow) == 2


async def test_feeds_whose_titles_are_long_and_the_same_are_told_apart_in_a_menu(stage, web):
    long = "Les actualités de la communauté d’agglomération et de ses cinquante-trois communes " * 3
    for name in ("a", "b", "c"):
        address = f"https://{name}.example/{'tres-long/' * 20}rss"
        web.feed(address, rss([item(name)], title=long))
        await say(stage, f"/veille suivre {address}")
    (listed,) = await stage.say("/veille flux")
    shown = [str(option.label) for option in listed.menus[0].options]
    assert [label.rpartition(" ")[2] for label in shown] == ["(a.example)", "(b.example)", "(c.example)"]
    assert max(map(len, shown)) <= 100


OPML = b"""<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body>
<outline text="Le Journal" type="rss" xmlUrl="https://journal.example/feed.xml"/>
<outline text="double" type="rss" xmlUrl="http://www.journal.example/feed.xml"/>
<outline text="faux" type="rss" xmlUrl="javascript:alert(1)"/></body></opml>"""


async def opml(stage, content=None, **rights):
    files = (File("flux.opml", "text/x-opml", content),) if content is not None else ()
    line = Line(
        author=author("jeanne", **rights), location=channel("general"), text="/veille opml", files=files
    )
    return (await stage.receive(line))[0]


async def test_coordinators_import_a_list_of_feeds_and_nothing_old_is_posted(stage, web):
    said = plain(str((await opml(stage, OPML, administers_community=True)).text))
    assert "1 flux suivi désormais" in said
    assert "1 était déjà suivi." in said
    assert "1 est refusé :" in said
    assert await count(stage, SeenRow) == 3
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    await stage.advance(DAY)
    assert posts(stage) == []
    assert len(await letter(stage)) == 1


async def test_what_is_exported_can_be_imported(stage):
    await say(stage, f"/veille suivre {ADDRESS}")
    answer = await opml(stage, administers_community=True)
    (file,) = answer.files
    (listed,) = await stage.say("/veille flux")
    await press(stage, named(listed, "feed-remove"))
    said = plain(str((await opml(stage, file.content, administers_community=True)).text))
    assert "1 flux suivi désormais" in said


@pytest.mark.parametrize(
    "content", [b"", b"<html></html>", b"\x00\x01", b"<!DOCTYPE a [<!ENTITY b 'c'>]><opml/>"]
)
async def test_what_is_no_list_of_feeds_is_refused(stage, content):
    answer = await opml(stage, content, administers_community=True)
    assert answer.code == "bad_opml"
    assert await count(stage, FeedRow) == 0


async def test_members_import_no_lists(stage):
    assert (await opml(stage, OPML)).code == "not_allowed"


async def test_an_entry_is_shared_with_one_press(stage, web):
    await say(stage, f"/veille suivre {ADDRESS} immédiat")
    web.feed(ADDRESS, articles(4, 3, 2, 1))
    web.page("https://journal.example/articles/4", "<html><head><title>Article 4</title></head></html>")
    await stage.advance(DAY)
    (post,) = posts(stage)
    await press(stage, post.buttons[0], user="karim")
    shared = posts(stage)[-1]
    assert "@karim" in str(shared.text)
    assert titles(shared) == ["Article 4"]


async def test_entries_are_forgotten_after_three_months(stage, web):
    await say(stage, f"/veille suivre {ADDRESS}")
    assert await count(stage, EntryRow) == 3
    await stage.advance(timedelta(days=95))
    assert await count(stage, EntryRow) == 0
    assert await count(stage, SeenRow) == 3


async def test_dates_that_cannot_be_are_no_reason_to_post_or_to_lose(stage, web):
    await say(stage, f"/veille suivre {ADDRESS} immédiat")
    dates = (datetime(1970, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC))
    web.feed(ADDRESS, rss([item(10 + rank, at=date) for rank, date in enumerate(dates)]))
    await stage.advance(DAY)
    (post,) = posts(stage)
    assert sorted(titles(post)) == ["Article 10", "Article 11"]
    assert [str(card.footer) for card in post.embeds] == ["journal.example"] * 2
