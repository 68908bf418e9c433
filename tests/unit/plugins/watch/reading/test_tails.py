"""What leads on from a summary is none of it, whatever words a site has for that."""

import pytest

from plugins.watch.reading import tails
from plugins.watch.reading.plain import Said, plain
from plugins.watch.reading.tails import ended, without_tail

URL = "https://www.mairie.example/2026/11/atelier/"
APPEARED = (
    f'<p>L’article <a rel="nofollow" href="{URL}">Atelier</a> est apparu en premier sur '
    '<a rel="nofollow" href="https://mairie.example">La mairie</a>.</p>'
)


def summary(text, url=URL):
    return ended(plain(without_tail(Said(text), url), 1000))


@pytest.mark.parametrize(
    "text",
    [
        "Un atelier pour tous [&#8230;]",
        "Un atelier pour tous [...]",
        f"<p>Un atelier pour tous&#8230; <a href='{URL}'>Lire la suite</a></p>",
        f'<p>Un atelier pour tous … <a class="more" href="{URL}?utm_source=rss#m">Irakurri <b>+</b></a></p>',
        f"<p>Un atelier pour tous [&hellip;]</p>\n{APPEARED}",
        f"Un atelier pour tous… {APPEARED}",
        "Un atelier pour tous [...] Lire la suite →",
        "Un atelier pour tous… Weiterlesen »",
    ],
)
def test_what_leads_on_is_left_out_and_marked(text):
    assert summary(text) == "Un atelier pour tous…"


@pytest.mark.parametrize(
    "text",
    [
        "Un atelier pour tous.",
        "Il hésite… Puis il part.",
        "Il hésite… Oui",
        "Lyon, Saint-Étienne…",
        "Inscription avant mardi <a href='https://mairie.example/inscription'>ici</a>",
        f"<p>Un atelier.</p><p>Inscription avant mardi sur <a href='{URL}'>cette page</a>, vite.</p>",
        f"<p><a href='{URL}'>Un atelier</a> pour tous, mardi.</p>",
    ],
)
def test_what_says_something_stays(text):
    assert summary(text) == plain(Said(text), 1000)


def test_what_a_feed_adds_to_addresses_to_know_its_readers_hides_no_footer():
    text = f"<p>Un atelier pour tous [&hellip;]</p>\n{APPEARED}"
    assert summary(text, f"{URL}?utm_source=rss&utm_medium=rss") == "Un atelier pour tous…"


def test_an_entry_whose_address_is_a_question_is_not_taken_for_its_site():
    text = "Un atelier <a href='https://mairie.example/'>à la mairie</a>"
    assert summary(text, "https://mairie.example/?p=12") == "Un atelier à la mairie"


@pytest.mark.parametrize("text", ["<a href=" * 100_000, "<a href=x>" * 100_000, "<a href=" + "x" * 1_000_000])
def test_a_text_that_is_made_to_harm_is_read_in_time(text):
    assert summary(text) == plain(Said(text), 1000)


def test_the_last_line_that_says_something_is_found_above_empty_ones(monkeypatch):
    read = []
    monkeypatch.setattr(tails, "plain", lambda said, most: read.append(said) or plain(said, most))
    text = f"<p>Un atelier pour tous.</p>{APPEARED}" + "<br>&nbsp;" * 40
    assert without_tail(Said(text), URL).text == "<p>Un atelier pour tous.</p>"
    assert len(read) < 5
