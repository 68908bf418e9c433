"""Messages: a post is the same before and after it was stored."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.chat.messages import Button, Embed, File, Menu, Option, Post, Reply, Update
from bot.language.catalogue import Words
from bot.language.messages import Markup, _

WORDS = Words("fr", ZoneInfo("Europe/Paris"))
EMBEDS = (
    Embed(_("yes"), _("no"), "https://example.org", _("yes")),
    Embed(Markup("Titre")),
)
WHOLE = {
    "text": _("yes"),
    "embeds": EMBEDS,
    "buttons": (Button(_("no"), "go", {"n": 1}, until=datetime(2026, 11, 21, tzinfo=UTC)),),
    "menus": (Menu(Markup("Choisir"), "pick", (Option("a", _("yes")),)),),
    "files": (File("a.txt", "text/plain", b"x"),),
}


def test_a_rendered_post_comes_back_as_it_was_stored():
    post = Post(**WHOLE).rendered(WORDS, "probe")
    assert Post.from_json(post.to_json()) == post
    assert [str(embed.title) for embed in post.embeds] == ["oui", "Titre"]
    assert list(map(str, post.texts)) == ["oui", "oui", "non", "oui", "Titre", ""]


def test_what_was_stored_before_there_were_embeds_has_none():
    stored = Post(text=Markup("Bonjour")).to_json()
    del stored["embeds"]
    assert Post.from_json(stored) == Post(text=Markup("Bonjour"))


def test_a_reply_and_an_update_are_posted_with_all_that_they_hold():
    assert Reply(**WHOLE, public=True).posted() == Post(**WHOLE)
    assert Update(**WHOLE).posted() == Post(**WHOLE)
