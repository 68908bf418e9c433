"""What is one's own in a sentence, and what is a wish, a denial, an absence, or said of somebody else."""

import pytest

from bot.territory import Area, name_of
from plugins.directory.cards import Kind
from plugins.directory.oneself import is_about_oneself
from plugins.directory.others import is_of_others
from plugins.directory.sentences import understand
from plugins.directory.thesaurus import thesaurus

LOIRE = (Area.parse("departement:42"),)


def said(text):
    return understand(text, thesaurus(), LOIRE)


def skills(text):
    return list(said(text).lists.get(Kind.SKILLS, ()))


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("je fais du Pix et ma collègue fait de la 3D", ["Pix"]),
        ("ma collègue anime des ateliers Scratch et fait du Pix", []),
        ("notre stagiaire parle turc, son tel 06 00 11 22 33", []),
        ("j'aide un monsieur sur sa tablette", []),
        ("je peux accompagner Mme Untel sur son ordinateur", []),
        ("mon voisin adore Linux et moi je fais du Pix", ["Pix"]),
    ],
)
def test_what_others_do_and_who_is_helped_stay_out(text, own):
    found = said(text)
    assert skills(text) == own
    assert set(found.lists) <= {Kind.SKILLS}
    assert not found.contact


@pytest.mark.parametrize(
    "text",
    [
        "je fais du Pix mais j'aime pas Excel",
        "je fais du Pix, l'Excel je sais pas",
        "je fais du Pix, Excel ne m'intéresse pas",
        "je fais du Pix et je parle pas anglais",
        "je fais du Pix et je sais plus faire d'Excel",
        "je fais du Pix, c'est pas pareil qu'Excel",
    ],
)
def test_what_is_denied_after_something_else_is_left_out(text):
    assert said(text).lists == {Kind.SKILLS: ("Pix",)}


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("je fais du Pix, la robotique ça me tente", "robotique"),
        ("apprendre la soudure ça me botte bien", "soudure"),
        ("l'Excel je sais pas mais j'aimerais bien", "Excel"),
        ("jaimerai mieu conaitre les logiciels libres", "logiciels libres"),
        ("cherche à me former à la cartographie", "cartographie"),
        ("ok pour co-animer une cartopartie", "cartopartie"),
        ("j'ai envie de monter un club photo, qui est partant ?", "club photo"),
    ],
)
def test_a_wish_is_found_wherever_it_stands(text, wish):
    assert is_about_oneself(text)
    found = said(text)
    assert found.lists[Kind.APPETENCES] == (wish,)
    assert wish not in found.lists.get(Kind.SKILLS, ())


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("éviter le lundi pour moi", ["sauf le lundi"]),
        ("le mardi matin je suis prise", ["sauf le mardi matin"]),
        ("je suis en arrêt le mercredi", ["sauf le mercredi"]),
        ("je ne peux plus le jeudi", ["sauf le jeudi"]),
        ("fermé le lundi", ["sauf le lundi"]),
        ("je ne tiens pas d'atelier le lundi", []),
        ("mon collègue est là le mardi", []),
        ("ma collègue est là le lundi, moi le mardi", ["le mardi"]),
        ("tous les jours sauf mercredi", ["tous les jours sauf mercredi"]),
        ("je travaille lundi, mardi et un jeudi sur deux", ["lundi, mardi et un jeudi sur deux"]),
        ("I'm off on Wednesdays", ["sauf Wednesdays"]),
    ],
)
def test_a_day_on_which_one_is_away_is_none_on_which_one_is_there(text, when):
    assert list(said(text).lists.get(Kind.AVAILABILITY, ())) == when


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Word, Excel, tout ça je maîtrise", ["Word", "Excel"]),
        ("c'est moi qui fais les ateliers smartphone", ["ateliers smartphone"]),
        ("je ne fais que du smartphone", ["smartphone"]),
        ("je viens de la bibliothèque, donc liseuses et livre numérique", ["liseuses", "livre numérique"]),
        ("je sais désinstaller les virus", ["désinstaller les virus"]),
        ("je propose des ateliers d'éducation aux médias pour les collégiens", ["éducation aux médias"]),
        ("retire Word, mets plutôt LibreOffice", ["LibreOffice"]),
    ],
)
def test_what_one_can_do_is_found_however_it_is_put(text, own):
    assert is_about_oneself(text)
    assert skills(text) == own


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("j'ai arrêté les cours de bureautique", ("bureautique",)),
        ("j'utilise plus Canva, donc plus d'ateliers réseaux sociaux", ("Canva", "réseaux sociaux")),
        ("enlève le montage audio", ("montage audio",)),
    ],
)
def test_what_one_gave_up_is_dropped_and_no_skill(text, gone):
    found = said(text)
    assert found.dropped == gone
    assert found.lists == {}


@pytest.mark.parametrize(
    ("text", "name", "structure"),
    [
        ("Jeanne Roux, conseillère numérique à Roanne", "Jeanne Roux", ""),
        ("Bonjour, conseillère à Roanne", "", ""),
        ("je suis Jeanne de l'association Les Liens", "Jeanne", "association Les Liens"),
        ("je m'appelle jeanne et je fais du Scratch", "jeanne", ""),
        ("moi c'est la photo", "", ""),
    ],
)
def test_who_somebody_is_is_told_from_what_they_do(text, name, structure):
    found = said(text)
    assert (found.name, found.structure) == (name, structure)


def test_a_place_whose_name_has_an_and_in_it_is_one_place():
    found = said("je tourne sur toute la com com Thiers Dore et Montagne")
    assert [name_of(area) for area in found.areas] == ["Communauté de communes Thiers Dore et Montagne"]
    assert found.lost == ()


def test_a_language_has_a_name_beside_its_speakers_and_how_well_it_is_spoken():
    assert said("je suis arabophone").lists == {Kind.LANGUAGES: ("arabophone",)}
    assert said("je parle anglais et des notions d'allemand").lists == {
        Kind.LANGUAGES: ("anglais", "allemand")
    }


def test_what_people_are_is_no_subject_and_what_they_are_helped_with_none_of_them():
    found = said("j'accompagne des personnes en recherche d'emploi sur le CV et LinkedIn")
    assert found.lists[Kind.SKILLS] == ("CV", "LinkedIn")
    assert found.lists[Kind.AUDIENCES] == ("personnes en recherche d'emploi",)


def test_who_says_je_speaks_of_themselves_whoever_came_before():
    text = "ma collegue fait du pix , je fais du scratch"
    assert is_of_others(text, text.index("fait"), text.index("fait") + 4)
    assert not is_of_others(text, text.index("je"), len(text))
