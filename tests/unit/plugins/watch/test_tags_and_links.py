"""Tags and addresses as people type them: what is meant is found, and nothing else."""

import time

import pytest

from bot.platforms.links import links_and_tags
from plugins.watch import saying
from plugins.watch.arguments import LinkArgument, links_of, tags_in, without_links
from plugins.watch.models import LONGEST_TAG, MOST_TAGS
from plugins.watch.sentences import claims
from plugins.watch.tags import Tag, read_tags, typed_tags


def found(text):
    one = LinkArgument().find(text, None)
    return (one.value, one.rest) if one is not None else None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("https://a.example/x un guide", ("https://a.example/x", "un guide")),
        ("voir https://a.example/x, c'est bien", ("https://a.example/x", "voir , c'est bien")),
        ("<https://a.example/x> à lire", ("https://a.example/x", "à lire")),
        ("[le guide](https://a.example/x) à lire", ("https://a.example/x", "à lire")),
        ("www.a.example/page", ("https://www.a.example/page", "")),
        ("a.example", ("https://a.example", "")),
        ("mairie-de-lyon.fr/actus?id=3 note", ("https://mairie-de-lyon.fr/actus?id=3", "note")),
        ("htps://a.example/x", ("https://a.example/x", "")),
        ("http:/a.example/x", ("http://a.example/x", "")),
        ("https//a.example/x un guide", ("https://a.example/x", "un guide")),
        ("http;//a.example/x", ("http://a.example/x", "")),
        ("https: //a.example/x", ("https://a.example/x", "")),
        ("https://https://a.example/x", ("https://a.example/x", "")),
        ("http//127.0.0.1:80/x", ("http://127.0.0.1:80/x", "")),
        ("HTTP://A.example/X", ("http://A.example/X", "")),
        ("https://fr.wikipedia.org/wiki/Lyon_(ville)", ("https://fr.wikipedia.org/wiki/Lyon_(ville)", "")),
        ("(https://a.example/x)", ("https://a.example/x", "( )")),
        ("javascript:alert(1)", ("javascript:alert(1)", "")),
        ("mailto:lea@a.example", ("mailto:lea@a.example", "")),
        ("ftp://a.example/x", ("ftp://a.example/x", "")),
        (r"C:\Users\lea\guide.docx #pdf", (r"C:\Users\lea\guide.docx", "#pdf")),
        (r"\\serveur\commun\guide.docx", (r"\\serveur\commun\guide.docx", "")),
    ],
)
def test_an_address_is_found_as_people_write_it(typed, expected):
    assert found(typed) == expected


@pytest.mark.parametrize(
    "typed", ["", "un guide clair", "écris à lea@mairie.example", "3.14", "fin.Début", "@karim"]
)
def test_what_is_no_address_is_none(typed):
    assert found(typed) is None


def test_all_links_of_a_message_are_found_once():
    text = "a https://a.example/1, b http://b.example/ (https://a.example/1) ftp://c.example"
    assert links_of(text) == ("https://a.example/1", "http://b.example/")


def test_marks_around_an_address_are_not_part_of_it():
    assert links_of("`https://a.example/1` **https://a.example/2**, « https://a.example/l'eau »") == (
        "https://a.example/1",
        "https://a.example/2",
        "https://a.example/l'eau",
    )


def test_an_address_in_square_brackets_or_behind_itself_is_one_address():
    text = "regarde [https://a.example/1](https://a.example/1) [https://b.example/]"
    assert links_of(text) == ("https://a.example/1", "https://b.example/")
    assert found("[https://a.example/1]") == ("https://a.example/1", "[ ]")
    assert links_of("http://[::1]/x?a[]=1 https://a.example/?a[]") == (
        "http://[::1]/x?a[]=1",
        "https://a.example/?a[]",
    )


def test_an_address_among_other_words_may_begin_with_www():
    text = "Lis www.a.example/1#haut (www.b.example) #veille"
    assert links_of(text) == ("https://www.a.example/1#haut", "https://www.b.example")
    assert without_links(text) == "Lis"
    assert [tag.name for tag in tags_in(text)] == ["veille"]
    assert links_of("lea@www.a.example www. awww.a.example") == ()


def test_what_is_left_of_a_message_says_something_of_its_links():
    text = "Super guide : https://a.example/1#haut #veille #Séniors\nà lire [ici](https://b.example/)"
    assert without_links(text) == "Super guide :\nà lire ici"
    assert [tag.name for tag in tags_in(text)] == ["veille", "Séniors"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("un guide (https://a.example/1) clair", "un guide clair"),
        ("`https://a.example/1` **https://b.example/** utiles", "utiles"),
        ("« https://a.example/1 », à lire !", ", à lire !"),
        ("Lis https://a.example/1, https://b.example/. Merci", "Lis Merci"),
        ("Un guide clair (voir https://a.example/1).", "Un guide clair (voir)"),
    ],
)
def test_nothing_is_left_of_what_stood_around_a_link(text, left):
    assert without_links(text) == left


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "a." * 10_000, "https://" * 3_000, "#" * 20_000, "[a](http:" * 2_000]
)
def test_reading_takes_time_in_proportion_to_the_text(text):
    before = time.process_time()
    found(text)
    links_of(text)
    without_links(text)
    tags_in(text)
    assert time.process_time() - before < 1


@pytest.mark.parametrize(
    ("typed", "name", "folded"),
    [
        ("#Séniors", "Séniors", "seniors"),
        ("aide-à-domicile", "aide-à-domicile", "aide-a-domicile"),
        ("_gras_", "gras", "gras"),
        ("**x**", "x", "x"),
        ("œuvre", "œuvre", "oeuvre"),
        ("a\u202eb", "ab", "ab"),
    ],
)
def test_a_tag_has_letters_digits_and_hyphens(typed, name, folded):
    assert Tag.read(typed) == Tag(name, folded)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("le #c++ et le #C#, ou #f#.", ["c++", "C#", "f#"]),
        ("#notepad++ (#objective-c++)", ["notepad++", "objective-c++"]),
        ("#tag, #tag2. #tag3; (#tag4)", ["tag", "tag2", "tag3", "tag4"]),
        ("#un+#deux #trois++#quatre", ["un", "deux", "trois++", "quatre"]),
        ("#un#deux #veille# #a+ #c+++ #c#d", ["un", "deux", "veille", "a", "c", "d"]),
    ],
)
def test_signs_that_end_a_tag_are_of_it_where_they_can_be_nothing_else(text, tags):
    assert [tag.name for tag in tags_in(text)] == tags
    assert [tag.name for tag in read_tags(links_and_tags(text)[1])] == tags


@pytest.mark.parametrize("name", ["c++", "c#", "F#", "notepad++", "seniors"])
def test_a_tag_is_read_again_from_its_name_and_from_a_field(name):
    tag = Tag.read(name)
    assert tag is not None
    assert tag.name == name
    assert read_tags([tag.name, f"#{name},"]) == (tag,)
    assert typed_tags(f"#x #{name} #y") == read_tags(["x", name, "y"])
    assert tag.stem not in {Tag.read(other).stem for other in ("c", "f", "notepad")}


def test_what_holds_no_letter_is_no_tag():
    assert [Tag.read(text) for text in ("", "#", "!!", "--", "😀")] == [None] * 5


def test_tags_are_bounded():
    assert len(read_tags(map(str, range(50)))) == MOST_TAGS
    assert len(Tag.read("x" * 500).name) == LONGEST_TAG


def test_tags_of_a_field_need_no_signs():
    assert [tag.name for tag in typed_tags("#a, b;c  #d#e")] == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("regarde https://a.example/ c'est bien pour les seniors", 0.6),
        ("partage https://a.example/ stp", 0.9),
        ("a partager dans la vielle : https://a.example/", 0.9),
        ("veille suivre https://a.example/ publier", 0.6),
        ("bonjour, qui connaît un guide ?", 0),
    ],
)
def test_a_sentence_with_a_link_is_claimed_moderately(text, expected):
    assert claims(text) == expected


def test_commas_without_an_end_are_looked_at_once():
    assert saying.note_of_sentence("utile, stp !") == "utile"
    assert saying.note_of_sentence("à lire : et") == "à lire"
    assert saying.beyond_wish("c'est quoi et ?") == ""
    assert saying.note_of_sentence(", " * 100_000 + "x") == "x"


@pytest.mark.parametrize(
    "said",
    [
        "tu peux me rappeler demain",
        "rappelle-moi demain",
        "supprime",
        "supprime du canal stp",
        "c'est quoi",
        "C’est quoi ?",
        "qu'est-ce que c'est",
        "tu en penses quoi ?",
        "tu peux garder pour plus tard",
        "can you translate",
        "ne partage pas, garde",
        "ne le partage surtout pas",
        "partage pas",
        "peux-tu lire",
    ],
)
def test_a_sentence_may_wish_something_else_than_to_share(said):
    assert saying.may_wish_otherwise(said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "un guide clair pour les seniors",
        "regarde, c'est bien pour les seniors",
        "tu peux partager ?",
        "peux-tu diffuser dans le canal, stp ?",
        "veille",
        "à partager sans modération",
        "n'hésitez pas à partager",
        "voici la page, elle explique comment supprimer son compte",
        "pour la veille : qui connaît ?",
    ],
)
def test_other_sentences_share(said):
    assert not saying.may_wish_otherwise(said)


@pytest.mark.parametrize("text", ["? " * 20_000, "ne " * 20_000, "partage " * 10_000, "tu peux " * 10_000])
def test_what_is_wished_is_read_in_time_in_proportion_to_the_text(text):
    before = time.process_time()
    saying.may_wish_otherwise(text)
    saying.beyond_wish(text)
    saying.asks_to_share(text)
    assert time.process_time() - before < 1
