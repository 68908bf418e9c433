"""What is held on a person is shown in words: no code, no list as a program writes it."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import language as core
from bot.chat.forms import Field, FormView
from bot.chat.messages import Embed, Option, Post
from bot.language.catalogue import Words, add_folder
from bot.language.messages import Markup
from bot.store.base import Base
from bot.store.personal import Section, declared
from plugins import directory, meetings, network, referral, reminders
from plugins.network.holdings import overview
from plugins.referral.helping import CONSENT

for package in (core, directory, meetings, network, referral, reminders):
    add_folder(Path(package.__path__[0]) / "locale")


def shown(table: str, language: str = "fr", **row) -> str:
    said = declared(Base.metadata.tables[table])
    section = Section(table, said.title, said.category, said.columns, [row])
    return str(overview(Words(language, ZoneInfo("Europe/Paris")), [section]))


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("areas", ["epci:200065894", "commune:42187"], "Communauté de communes de Forez-Est, Roanne (42)"),
        ("commune", "42187", "Roanne (42)"),
        ("visibility", "reseau", "tout le réseau"),
        ("state", "published", "publiée"),
        ("origin", "import", "un fichier de la coordination"),
        ("skills", ["Pix", "retouche photo"], "Pix, retouche photo"),
    ],
)
def test_a_card_is_shown_in_words(column, value, said):
    assert shown("directory_card", **{column: value}).rstrip().endswith(said)


def test_what_was_understood_of_a_sentence_is_shown_without_what_is_empty():
    said = {"name": "", "commune": "42094", "areas": [], "lists": {"skills": ["Canva"]}, "lost": []}
    text = shown("directory_proposal", said=said, subject="")
    assert "(42), Canva" in text
    assert not set('{}[]"') & set(text.replace("\\", ""))


def test_the_field_of_a_consent_is_named():
    assert "directory." not in shown("consent_log", field="directory.specialities", given=True)


def test_the_answers_that_one_agreed_to_share_are_named():
    text = shown("consent_log", field=CONSENT, given=True)
    assert CONSENT not in text
    assert "Réponses que le réseau garde en mémoire" in text


def test_a_form_that_was_begun_is_shown_by_what_was_typed_in_it():
    places = (Option("reseau", Markup("tout le réseau")), Option("masque", Markup("personne")))
    form = FormView(
        plugin="directory",
        name="card",
        title=Markup("Ta fiche"),
        fields=(
            Field(name="name", label=Markup("Nom"), value="Jeanne Morel", help=Markup("Le tien.")),
            Field(name="commune", label=Markup("Commune"), required=False, max_length=120),
            Field(name="visibility", label=Markup("Visible par"), value="reseau", options=places),
        ),
    )
    text = shown("draft", form=form.to_json()).rstrip()
    assert text.endswith("Ta fiche, Nom\u00a0: Jeanne Morel, Visible par\u00a0: tout le réseau")


def test_an_hour_without_a_zone_is_shown_as_an_hour():
    text = shown("reminder", wall="2026-11-24T09:00:00", state="active")
    assert "2026-11-24T" not in text
    assert "24 novembre" in text
    assert "va sonner" in text


def test_codes_are_words_in_english_too():
    text = shown("directory_card", "en", visibility="reseau", state="published")
    assert "reseau" not in text
    assert "published" not in text


def test_codes_inside_a_value_are_words_too():
    assert "si besoin, non" in shown("meetings_ballot", answers={"1": "if_need_be", "2": "no"})


def test_where_the_rest_is_of_what_is_cut_short_is_said():
    where = "dans les fichiers d’« Exporter »"
    assert where not in shown("directory_card", name="Léa").replace("\xa0", " ").replace("\u202f", " ")
    cut = shown("directory_card", structure="x" * 200)
    assert where in cut.replace("\xa0", " ").replace("\u202f", " ")


def test_values_are_parted_as_each_language_parts_them():
    said = declared(Base.metadata.tables["member"])
    rows = [{"name": "Léa", "language": "fr"}]
    section = Section("member", said.title, said.category, said.columns, rows)
    assert "your name: Léa; your language: French" in overview(Words("en", ZoneInfo("UTC")), [section])
    in_french = " ".join(overview(Words("fr", ZoneInfo("UTC")), [section]).split())
    assert "ton nom : Léa ; ta langue : français" in in_french


def test_a_message_is_shown_with_its_embeds():
    embed = Embed(Markup("**Atelier**"), Markup("À Feurs."), "https://example.org", Markup("Lundi"))
    content = Post(text=Markup("La lettre"), embeds=(embed,)).to_json()
    assert shown("delivery", content=content).rstrip().endswith("La lettre Atelier À Feurs. Lundi")
