"""The national standard and data.inclusion, checked field by field: what is wrong is told, the rest read."""

import pytest

from bot.language.messages import in_english
from plugins.partners.importing import read_file
from tests.unit.plugins.partners.invented import as_csv, as_json, place, service, structure


def read(rows, *, with_personal_data=False, write=as_csv):
    return read_file(write(rows), with_personal_data=with_personal_data, advance=lambda _done, _total: None)


def problems(found):
    return [(problem.line, problem.field, problem.value, problem.fatal) for problem in found.report.problems]


def test_a_place_of_the_national_standard_becomes_a_card():
    found = read(
        [
            place(
                nom="Espace France Services",
                typologie="CCAS|Autre",
                telephone="+33477112233",
                courriels="accueil@exemple.fr|info@exemple.fr",
                site_web="https://exemple.fr|javascript:alert(1)",
                horaires="Mo-Fr 09:00-12:00",
                services="Utilisation sécurisée du numérique|Aide aux démarches administratives",
                publics_specifiquement_adresses="Jeunes|Seniors",
                prise_en_charge_specifique="Langues étrangères (anglais)",
                frais_a_charge="Gratuit sous condition",
                modalites_acces="Se présenter|Téléphoner",
                fiche_acces_libre="https://acceslibre.beta.gouv.fr/app/lieu",
                source="Hubik",
            )
        ]
    )
    assert problems(found) == []
    (record,) = found.partners
    content = record.content
    assert (record.source, record.external_id, record.updated_on) == ("Hubik", "lieu-1", "2026-04-02")
    assert set(content.kinds) == {"france-service", "ccas-cias"}
    assert (content.commune, content.postcode, content.town) == ("42187", "42300", "Roanne")
    assert content.emails == ("accueil@exemple.fr", "info@exemple.fr")
    assert content.websites == ("https://exemple.fr",)
    assert len(content.services) == 2
    assert content.publics == ("jeunes", "seniors")
    assert content.support == ("Langues étrangères (anglais)",)
    assert (content.costs, content.access) == (("Gratuit sous condition",), ("Se présenter", "Téléphoner"))
    assert content.accessibility == "https://acceslibre.beta.gouv.fr/app/lieu"


def test_a_line_without_what_is_needed_is_left_out_and_the_others_are_not():
    found = read([place(1, nom=""), place(2, pivot="?"), place(3, date_maj="31/02/2026"), place(4), place(4)])
    assert [record.external_id for record in found.partners] == ["lieu-4"]
    assert problems(found) == [
        (2, "nom", "", True), (3, "pivot", "?", True), (4, "date_maj", "31/02/2026", True),
        (6, "id", "lieu-4", True),
    ]  # fmt: skip
    assert found.report.lines_left_out == 4


def test_a_wrong_value_that_is_not_needed_leaves_the_card_there():
    found = read(
        [place(telephone="04 77 11", latitude="45,5 N", services="Aide|Loisirs et créations numeriques")]
    )
    (record,) = found.partners
    assert (record.content.phones, record.content.services) == ((), ())
    assert [problem[1:3] for problem in problems(found)] == [
        ("latitude", "45,5 N"), ("telephone", "04 77 11"), ("services", "Aide"),
        ("services", "Loisirs et créations numeriques"),
    ]  # fmt: skip
    assert "Loisirs et créations numériques" in in_english(found.report.problems[-1].text)


def test_hours_and_a_commune_that_nobody_knows_are_told_and_kept():
    found = read(
        [
            place(
                horaires="du lundi au vendredi", code_insee="42999", code_postal="99999", commune="Nulle-Part"
            )
        ]
    )
    (record,) = found.partners
    assert (record.content.hours, record.content.commune) == ("du lundi au vendredi", None)
    assert [problem[1] for problem in problems(found)] == ["commune", "horaires"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"code_insee": "", "code_postal": "42110", "commune": "FEURS"}, "42094"),
        ({"code_insee": "69383"}, "69123"),
        ({"code_insee": "97411", "code_postal": "97400", "commune": "Saint-Denis"}, "97411"),
        ({"code_insee": "2A004", "code_postal": "20000", "commune": "Ajaccio"}, "2A004"),
    ],
)
def test_a_commune_is_found_by_its_code_else_by_its_postcode_and_name(values, code):
    (record,) = read([place(**values)]).partners
    assert record.content.commune == code


def test_the_same_place_in_json_is_the_same_card():
    rows = [place(services="Utilisation sécurisée du numérique|Loisirs et créations numériques")]
    in_lists = [{**rows[0], "services": rows[0]["services"].split("|"), "complement_adresse": None}]
    cards = [
        read(rows).partners[0].content,
        *(read(one, write=as_json).partners[0].content for one in (rows, in_lists)),
    ]
    assert cards[0] == cards[1] == cards[2]


@pytest.mark.parametrize(
    ("written", "read_as", "is_told"),
    [
        ("04 77 11 22 33", "+33477112233", False),
        ("0477112233", "+33477112233", False),
        ("+33 4 77 11 22 33", "+33477112233", False),
        ("+33(0)4.77.11.22.33", "+33477112233", False),
        ("0033477112233", "+33477112233", False),
        ("0262 20 10 10", "+262262201010", False),
        ("3949", "3949", False),
        ("477112233", "+33477112233", True),
        ("33477112233", "+33477112233", True),
        ("4,77112233E+08", "+33477112233", True),
        ("4,77E+08", "", True),
        ("6.12e+08", "", True),
        ("6E+08", "", True),
        ("'+33477112233", "+33477112233", False),
        ("04 77 11 22 33 (accueil)", "+33477112233", False),
        ("0477112233;0477445566", "+33477112233 +33477445566", False),
        ("04 77 11 22 33 / 04 77 44 55 66", "+33477112233 +33477445566", False),
        ("appeler le matin", "", True),
    ],
)
def test_numbers_that_a_spreadsheet_changed_are_read_or_told_line_by_line(written, read_as, is_told):
    for found in (
        read([place(telephone=written)], with_personal_data=True),
        read([structure(telephone=written)], write=as_json, with_personal_data=True),
    ):
        (record,) = found.partners
        assert record.content.phones == tuple(read_as.split())
        assert problems(found) == ([(found.partners[0].line, "telephone", written, False)] if is_told else [])


def test_dates_and_decimals_as_a_french_spreadsheet_writes_them_are_read():
    found = read([place(date_maj="02/04/2026", latitude="46,0366", longitude="4,0680")])
    assert problems(found) == []
    assert found.partners[0].updated_on == "2026-04-02"


def test_no_problem_shows_a_regular_expression():
    found = read([place(pivot="4,34933E+13", code_postal="42", code_insee="?", telephone="?")])
    said = [in_english(problem.text) for problem in found.report.problems]
    assert len(said) == 4
    assert not any("^" in text or "\\d" in text for text in said)


def test_a_structure_of_data_inclusion_becomes_a_card():
    found = read(
        [structure(telephone="0477112233", site_web="https://exemple.fr", horaires_accueil="24/7")],
        write=as_json,
    )
    (record,) = found.partners
    assert problems(found) == []
    assert (record.source, record.external_id, record.content.kinds) == ("dora", "dora--1", ("caf",))
    assert record.content.commune == "42187"


def test_what_is_wrong_with_a_structure_is_told_by_the_schema():
    found = read(
        [
            structure(1, reseaux_porteurs=["caf", "piscine"]),
            structure(2, nom="X"),
            structure(3, courriel="pas ça"),
        ],
        write=as_json,
    )
    assert [problem[:2] + problem[3:] for problem in problems(found)] == [
        (1, "reseaux_porteurs", False), (2, "nom", True), (3, "courriel", False),
    ]  # fmt: skip
    assert [record.external_id for record in found.partners] == ["dora--1", "dora--3"]


def test_lists_of_data_inclusion_in_csv_are_read_as_published():
    written = ('["caf","cpam"]', "caf|cpam", "{caf,cpam}", "caf,cpam")
    for kinds in written:
        (record,) = read([structure(reseaux_porteurs=kinds)]).partners
        assert record.content.kinds == ("caf", "cpam")


def test_a_service_of_data_inclusion_says_whom_it_is_for_and_never_whom_to_contact():
    rows = [
        service(
            zone_eligibilite=["42", "200035731", "42187", "france", "99999"],
            publics=["jeunes"],
            frais="gratuit",
            contact_nom_prenom="Marie Durand",
            modes_mobilisation=["telephoner"],
        )
    ]
    found = read(rows, write=as_json)
    (record,) = found.services
    assert record.partner_id == "dora--1"
    assert record.areas == ("departement:42", "epci:200035731", "commune:42187", "france")
    assert (record.publics, record.costs, record.access) == (("jeunes",), ("Gratuit",), ("Téléphoner",))
    assert found.report.left_out.names == 1
    assert "Durand" not in repr(found.services)


def test_personal_data_is_left_out_and_counted_unless_it_is_asked_for():
    rows = [
        place(
            telephone="+33612345678",
            courriels="marie.durand@exemple.fr",
            presentation_resume="Contact: Marie Durand",
        )
    ]
    without, with_it = read(rows), read(rows, with_personal_data=True)
    assert (
        without.report.left_out.names,
        without.report.left_out.emails,
        without.report.left_out.numbers,
    ) == (1, 1, 1)
    assert "Durand" not in repr(without.partners)
    assert with_it.report.left_out.total == 0
    assert with_it.partners[0].content.phones == ("+33612345678",)


def test_what_a_line_lacks_is_told_at_once_and_codes_get_their_first_zero_back():
    found = read(
        [place(1, nom="", adresse="", commune=""), place(2, code_postal="1000", commune="Bourg-en-Bresse")]
    )
    assert problems(found) == [(2, "", "", True)]
    assert "nom, commune, adresse" in in_english(found.report.problems[0].text)
    assert found.partners[0].content.postcode == "01000"
