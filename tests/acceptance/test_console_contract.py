"""The console's own lines and outputs, as its contract says."""

import json
from pathlib import Path

import pytest

from tests.acceptance.console import Console, button_names, fields, of_kind, plain

KEYS = {
    "id",
    "kind",
    "to",
    "by",
    "ephemeral",
    "at",
    "text",
    "buttons",
    "menus",
    "files",
    "form",
    "edits",
    "root",
    "line",
    "code",
}


@pytest.fixture
def rehearse(open_console, tmp_path):
    """Return a function that opens a console with the plugin of these tests."""
    config = tmp_path / "config.toml"
    folder = Path(__file__).parent / "plugins"
    config.write_text(f"[plugins]\nfolder = {json.dumps(str(folder))}\n", encoding="utf-8")
    return lambda **options: open_console(config=config, **options)


@pytest.fixture
def stage(rehearse):
    return rehearse()


def test_every_key_is_there_on_every_kind_of_output(stage):
    for line in (
        "/essai bonjour",
        "/essai menu",
        ":click yes",
        "/essai fiche",
        "/essai poster coucou",
        ":react 👍 on 2",
        "/essai retirer",
        ":advance 5m",
        ":nothing",
    ):
        stage.say(line)
    kinds = {output["kind"] for output in stage.outputs}
    assert kinds == {"reply", "update", "form", "post", "dm", "reaction", "delete", "error"}
    assert all(set(output) == KEYS for output in stage.outputs)
    assert all((output["code"] is not None) == (output["kind"] == "error") for output in stage.outputs)


def test_ids_grow_one_by_one_and_go_on_after_a_restart(rehearse):
    first = rehearse()
    first.say("/essai un")
    first.say("/essai deux")
    numbers = [output["id"] for output in first.outputs]
    assert numbers == list(range(1, len(numbers) + 1))
    first.close()
    assert rehearse().ask("/essai trois")["id"] == numbers[-1] + 1


def test_instants_are_in_the_zone_of_the_network(open_console):
    console = open_console(now="2026-11-21T10:00:00Z", zone="Indian/Reunion")
    assert console.now == "2026-11-21T14:00:00+04:00"
    assert console.ask("/maillage aide")["at"] == "2026-11-21T14:00:00+04:00"
    console.say("/rappel dans 1h appeler")
    (ring,) = console.advance("2h")
    assert ring["at"] == "2026-11-21T15:00:00+04:00"


def test_a_start_without_offset_is_in_the_zone_that_the_network_already_has(open_console):
    open_console(zone="Indian/Reunion").close()
    assert open_console(now="2026-11-21T10:00:00").now == "2026-11-21T10:00:00+04:00"


def test_a_line_causes_what_is_shown_in_its_channel_and_to_its_person(stage):
    stage.say("bonjour tout le monde")
    assert [output["line"] for output in stage.say("/essai poster coucou")] == [2, 2]


def test_what_comes_to_somebody_else_or_with_time_has_no_line(console):
    console.say(":as paul")
    console.say(":as camille")
    answer, question = console.say("/rappel @paul demain 9h envoyer le bilan")
    assert (answer["to"], answer["line"]) == ("loire-42", 3)
    assert (question["to"], question["line"]) == ("@paul", None)
    console.say("/rappel demain 9h relancer la CAF")
    (ring,) = [output for output in console.advance("1d") if "CAF" in output["text"]]
    assert (ring["kind"], ring["line"]) == ("dm", None)


def test_a_plain_message_is_for_the_others_and_an_empty_line_for_nobody(console):
    assert console.say("bonjour à tous") == []
    assert console.say("") == []
    assert console.say("   ") == []


def test_the_bot_answers_where_it_is_mentioned(console):
    assert console.ask("@maillage aide")["kind"] == "reply"


def test_a_person_is_the_same_whatever_the_capitals_and_accents(console):
    console.say(":as Amélie")
    console.say("/rappel dans 1h appeler")
    console.say(":as camille")
    (ring,) = console.advance("1h")
    assert ring["to"] == "@Amélie"
    console.say(":as amelie")
    assert console.say(":click done")[0]["edits"] == ring["id"]


def test_whoever_speaks_joins_the_channel_once(stage):
    assert [output["text"] for output in stage.outputs] == ["joined camille"]
    assert stage.ask(":as bob")["text"] == "joined bob"
    assert stage.say(":as camille") == []
    assert stage.ask(":in autre")["text"] == "joined camille"
    assert stage.ask(":join zoé")["text"] == "joined zoé"
    assert stage.say(":join zoé") == []
    assert stage.ask(":leave zoé")["text"] == "left zoé"


def test_somebody_who_only_speaks_to_the_bot_is_known_to_the_others(console):
    console.say(":in @bot")
    console.say(":as bob")
    console.say(":as camille")
    assert "@bob" in console.say("/rappel @bob demain 9h appeler")[0]["text"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (":", "unknown_line"),
        (":foo", "unknown_line"),
        (":as", "bad_line"),
        (":as deux mots", "bad_line"),
        (":in", "bad_line"),
        (":in @paul", "bad_name"),
        (":role bob chef", "bad_line"),
        (":role bob", "bad_line"),
        (":on", "bad_line"),
        (":fail", "bad_line"),
        (":fail bob beaucoup", "bad_line"),
        (":attach", "bad_line"),
        (":attach /nowhere/at/all.pdf", "no_such_file"),
        (":attach /dev/zero", "no_such_file"),
        (":attach /tmp", "no_such_file"),
        (":leave bob", "not_there"),
        (":click Fait", "no_such_button"),
        (":click Fait on 999", "no_such_output"),
        (":submit a=b", "no_form"),
        (":submit a", "bad_line"),
        (":cancel", "no_form"),
        (":react 👍 on 999", "no_such_output"),
        (":react 👍", "bad_line"),
        (":advance", "bad_line"),
        (":advance demain", "bad_line"),
        (":advance 1h 5", "bad_line"),
        (":advance 999999w", "bad_line"),
        (":stop now", "bad_line"),
        (":submit " + "x" * 100_000, "too_long"),
        ("/maillage " + "x" * 30_000, "too_long"),
    ],
)
def test_a_mistake_is_a_clear_error(console, line, code):
    error = console.ask(line)
    assert (error["kind"], error["code"], error["line"]) == ("error", code, 1)
    assert error["text"]
    assert console.ask("/maillage aide")["kind"] == "reply"


def test_nobody_joins_a_private_conversation(console):
    console.say(":in @bot")
    assert console.ask(":join bob")["code"] == "no_channel"


def test_the_clock_stops_at_the_end_of_the_calendar(open_console):
    assert open_console(now="9999-12-30T10:00:00Z").ask(":advance 3d")["code"] == "bad_line"


def test_the_real_clock_is_not_moved(open_console):
    assert open_console(now=None).ask(":advance 1h")["code"] == "real_clock"


@pytest.mark.parametrize("duration", ["90s", "15m", "2h30m", "7d", "3w"])
def test_the_clock_moves(console, duration):
    before = console.now
    assert console.advance(duration) == []
    assert console.now > before


def test_what_falls_due_happens_in_order_and_at_its_instant(console):
    console.say("/rappel dans 3h appeler Roanne")
    console.say("/rappel dans 1h appeler Firminy")
    console.say("/rappel dans 2h appeler Feurs")
    rings = console.advance("1d")
    assert [ring["at"][11:16] for ring in rings] == ["11:00", "12:00", "13:00"]


def test_buttons_are_pressed_by_label_or_name_the_newest_first_or_on_an_output(stage):
    old = stage.ask("/essai menu")
    new = stage.ask("/essai menu")
    assert stage.ask(":click oui")["edits"] == new["id"]
    (update,) = stage.click("no", on=old)
    assert (update["edits"], update["text"]) == (old["id"], "said no")
    assert stage.ask(f":click encore on {update['id']}")["edits"] == old["id"]
    assert stage.ask(f":click press on {old['id']}")["text"] == "said again"
    assert stage.ask(f":click Non on {old['id']}")["code"] == "no_such_button"


def test_what_is_written_in_the_thread_of_a_post_is_for_the_others_and_plugins_hear_of_it(stage):
    post = next(one for one in stage.say("/essai poster Qui peut aider ?") if one["kind"] == "post")
    assert stage.ask(f":reply {post['id']} je sais faire")["text"] == "camille answers: je sais faire"
    assert stage.ask(f":reply {post['id']} @maillage essai dire oui")["text"].startswith("oui")
    assert stage.ask(":reply 999 bonjour")["code"] == "no_such_output"
    assert stage.ask(":reply bonjour")["code"] == "bad_line"


def test_a_button_carries_its_name_label_and_style(stage):
    output = stage.ask("/essai menu")
    assert output["buttons"][:2] == [
        {"name": "yes", "label": "Oui", "style": "primary"},
        {"name": "no", "label": "Non", "style": "danger"},
    ]
    assert output["menus"][0]["options"][0] == {"value": "a", "label": "Atelier"}


@pytest.mark.parametrize("choice", ["kind=a", "Choisir=Atelier", "choisir=atelier"])
def test_a_menu_is_chosen_in(stage, choice):
    stage.say("/essai menu")
    assert stage.ask(f":click {choice}")["text"] == "picked a"


@pytest.mark.parametrize("choice", ["kind", "Choisir=Kermesse"])
def test_a_choice_that_does_not_exist_names_those_that_do(stage, choice):
    stage.say("/essai menu")
    error = stage.ask(f":click {choice}")
    assert error["code"] == "no_such_choice"
    assert "Atelier, Permanence" in error["text"]


def test_nobody_presses_what_they_do_not_see(stage):
    private = stage.ask("/essai menu")
    stage.say(":as bob")
    assert stage.ask(":click yes")["code"] == "no_such_button"
    assert stage.ask(f":click yes on {private['id']}")["code"] == "no_such_output"


def test_files_are_shown_in_full_up_to_a_size(stage):
    text, binary, long_text, large = stage.ask("/essai fichiers")["files"]
    assert text == {"name": "a.ics", "type": "text/calendar", "text": "BEGIN:VCALENDAR é"}
    assert binary == {"name": "b.bin", "type": "application/octet-stream", "base64": "AAE="}
    assert long_text == {"name": "c.txt", "type": "text/plain"}
    assert large == {"name": "d.bin", "type": "image/png"}


def test_files_go_with_the_next_line_typed(stage, tmp_path):
    file = tmp_path / "à joindre.csv"
    file.write_bytes(b"abc")
    stage.say(f":attach {file}")
    stage.say(":as bob")
    assert stage.ask("/essai voilà")["text"] == "voilà [à joindre.csv 3]"
    assert stage.ask("/essai voilà")["text"] == "voilà []"


def test_a_file_that_is_too_large_is_refused(stage, tmp_path):
    file = tmp_path / "large.bin"
    with file.open("wb") as opened:
        opened.truncate(10 * 1024 * 1024 + 1)
    assert stage.ask(f":attach {file}")["code"] == "too_large"


def test_a_form_opens_with_its_fields_and_what_is_not_given_stays(stage):
    form = stage.ask("/essai fiche")
    assert (form["kind"], form["form"]["title"], form["ephemeral"]) == ("form", "Card", True)
    assert {name: field["value"] for name, field in fields(form).items()} == {
        "name": "Loire",
        "level": "low",
        "seats": "3",
    }
    assert {"name", "label", "type", "options", "value", "required"} <= set(fields(form)["level"])
    assert stage.ask(":submit LEVEL=high")["text"] == "card Loire high 3"
    assert stage.ask(":submit")["code"] == "no_form"


def test_a_value_may_hold_separators(stage):
    stage.say("/essai fiche")
    assert stage.ask(r":submit name=a\;b = c\\d\e; seats=4")["text"] == r"card a;b = c\d\e low 4"


def test_a_form_is_still_there_after_a_field_that_it_does_not_have(stage):
    stage.say("/essai fiche")
    assert stage.ask(":submit couleur=bleu")["code"] == "no_such_field"
    assert stage.ask(":submit name=Roanne")["text"] == "card Roanne low 3"


@pytest.mark.parametrize("typed", ["seats=beaucoup", "name=refuse", "level=medium", "name="])
def test_a_form_with_errors_opens_again_with_what_was_typed(stage, typed):
    stage.say("/essai fiche")
    error, form = stage.say(f":submit {typed}")
    assert (error["kind"], error["code"]) == ("error", "invalid_form")
    name, _equals, value = typed.partition("=")
    assert (fields(form)[name]["value"] or "") == value
    assert fields(form)[name]["error"]
    assert stage.ask(":submit name=ok; seats=1; level=low")["text"] == "card ok low 1"
    assert stage.ask(":cancel")["code"] == "no_form"


def test_a_form_whose_handler_fell_over_keeps_what_was_typed(stage):
    stage.say("/essai fiche")
    assert stage.ask(":submit name=crash; seats=7")["code"] == "internal_error"
    assert stage.ask(":submit name=ok")["text"] == "card ok low 7"


def test_a_form_opened_by_a_button_updates_the_message_of_the_button(stage):
    message = stage.ask("/essai menu")
    stage.say(":click card")
    update = stage.ask(":submit name=Firminy")
    assert (update["kind"], update["edits"], update["text"]) == (
        "update",
        message["id"],
        "card Firminy low 3",
    )


def test_each_person_fills_in_their_own_form(stage):
    stage.say("/essai fiche")
    stage.say(":as bob")
    assert stage.ask(":submit")["code"] == "no_form"
    stage.say(":as camille")
    assert stage.say(":cancel") == []
    assert stage.ask(":cancel")["code"] == "no_form"


def test_a_handler_that_falls_over_is_an_answer(stage):
    error = stage.ask("/essai planter")
    assert (error["kind"], error["code"]) == ("error", "internal_error")
    assert "Traceback" not in error["text"]
    assert stage.ask("/essai bonjour")["kind"] == "reply"


def test_a_public_answer_is_for_everybody_there(stage):
    answer = stage.ask("/essai publier")
    assert (answer["kind"], answer["ephemeral"]) == ("reply", False)


def test_the_bot_reacts_to_an_output_and_does_not_hear_itself(stage):
    [output] = stage.say("/essai publier")
    asked, answered = stage.say(f":react ❓ on {output['id']}")
    assert (asked["by"], answered["by"]) == ("camille", "maillage")
    assert (answered["kind"], answered["text"], answered["to"]) == ("reaction", "❗", output["to"])
    assert answered["edits"] == output["id"]


def test_a_reaction_is_shown_and_heard(stage):
    output = stage.ask("/essai publier")
    reaction, heard = stage.say(f":react 👍 on {output['id']}")
    assert (reaction["kind"], reaction["by"], reaction["text"]) == ("reaction", "camille", "👍")
    assert reaction["edits"] == output["id"]
    assert heard["text"] == f"👍 on {output['id']}"


def test_a_post_that_is_removed_is_gone(stage):
    posted = stage.ask("/essai retirer")
    (removed,) = stage.advance("1m")
    assert (removed["kind"], removed["edits"]) == ("delete", posted["id"])
    assert stage.ask(f":react 👍 on {posted['id']}")["code"] == "no_such_output"


def test_sending_fails_so_many_times_and_is_tried_again_later(console):
    console.say("/rappel dans 1h appeler")
    console.say(":fail camille 2")
    assert console.advance("1h") == []
    (ring,) = console.advance("5m")
    assert (ring["kind"], ring["to"]) == ("dm", "@camille")
    assert console.advance("1d") == []


def test_sending_fails_until_it_is_mended(stage):
    stage.say(":fail #loire-42")
    assert [output["to"] for output in stage.say("/essai poster un")] == ["@camille"]
    stage.say("/essai poster deux")
    assert stage.advance("2h") == []
    stage.say(":mend loire-42")
    assert [output["text"] for output in stage.advance("2h")] == ["un", "deux"]


def test_what_waits_behind_a_failure_does_not_stop_the_clock(stage):
    stage.say(":fail camille")
    stage.say(":fail loire-42 3")
    for text in ("un", "deux", "trois"):
        stage.say(f"/essai poster {text}")
    assert [output["text"] for output in stage.advance("1d")] == ["un", "deux", "trois"]


def test_private_messages_are_answered_once_the_bot_is_back(console):
    console.say(":in @bot")
    console.say(":stop")
    assert console.say("rappelle-moi dans 1h de relancer la CAF") == []
    answer = console.ask(":start")
    assert (answer["kind"], answer["line"]) == ("reply", 3)
    assert "relancer la CAF" in answer["text"]


def test_a_stopped_bot_says_so_and_nothing_is_lost(stage, tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("abc", encoding="utf-8")
    message = stage.ask("/essai menu")
    stage.say("/essai fiche")
    stage.say(f":attach {file}")
    stage.say(":stop")
    for line in ("/essai voilà", ":submit name=ok", ":click yes", f":react 👍 on {message['id']}"):
        assert stage.ask(line)["code"] == "stopped"
    assert stage.ask(":role bob coordinator")["code"] == "stopped"
    assert stage.say(":as bob") == []
    assert [output["text"] for output in stage.say(":start")] == ["joined bob"]
    stage.say(":as camille")
    assert stage.ask(":submit name=ok")["text"] == "card ok low 3"
    assert stage.ask("/essai voilà")["text"] == "voilà [a.txt 3]"


def test_what_fell_due_while_the_bot_was_stopped_comes_late_and_says_so(console):
    console.say("/rappel dans 1h appeler")
    console.say(":stop")
    assert console.advance("2d") == []
    ring = console.ask(":start")
    assert (ring["kind"], ring["line"]) == ("dm", None)
    assert "en retard" in ring["text"]


def test_people_talk_among_themselves_while_the_bot_is_stopped(console):
    console.say(":stop")
    assert console.say("bonjour") == []
    assert console.say("@maillage aide") == []
    assert console.ask(":start")["line"] == 3


def test_starting_or_stopping_twice_changes_nothing(console):
    assert console.say(":start") == []
    console.say(":stop")
    assert console.say(":stop") == []
    assert console.say(":start") == []
    assert console.ask("/maillage aide")["kind"] == "reply"


def test_a_role_holds_in_the_community_or_in_one_channel(console):
    console.say(":role camille coordinator in roanne")
    assert console.ask("/maillage état")["code"] == "not_allowed"
    console.say(":in roanne")
    assert console.ask("/maillage état")["kind"] == "reply"
    console.say(":in loire-42")
    console.say(":role camille coordinator")
    assert console.ask("/maillage état")["kind"] == "reply"
    console.say(":role camille member")
    assert console.ask("/maillage état")["code"] == "not_allowed"


def test_another_community_is_another_server_of_the_same_network(stage):
    stage.say("/essai publier")
    assert stage.ask(":on discord")["text"] == "joined camille"
    assert stage.ask(":click yes")["code"] == "no_such_button"
    stage.say("/essai poster ici")
    assert stage.say(":on maillage") == []


def test_a_console_may_begin_in_a_private_conversation(tmp_path):
    with Console(tmp_path, channel="@bot") as console:
        assert console.ask("bonjour")["to"] == "@camille"


def test_nothing_is_saved_on_a_full_disk_and_the_person_is_told(console, tmp_path):
    for name in ("maillage.db", "console.db"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    console.session.memory._database.execute("PRAGMA query_only=ON")
    answer = console.ask("/maillage aide")
    assert answer["kind"] == "reply"
    assert console.ask(":as quelqu’un")["code"] == "not_saved"
    console.session.memory._database.execute("PRAGMA query_only=OFF")
    assert console.ask("/maillage aide")["id"] == answer["id"] + 2


def test_the_buttons_of_a_reminder_have_stable_names(console):
    console.say("/rappel dans 1h appeler")
    (ring,) = of_kind(console.advance("1h"), "dm")
    assert button_names(ring)[0] == "done"
    assert plain(ring["buttons"][0]["label"]) == "Fait"
