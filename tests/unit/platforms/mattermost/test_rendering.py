"""Rendering: a neutral post as Mattermost shows it, and its buttons as it sends them back."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.markup import mention
from bot.chat.messages import Button, Embed, Menu, Option, Post, Style
from bot.chat.people import Person
from bot.language.marks import timestamp
from bot.language.messages import Markup, escape
from bot.platforms.mattermost.controls import Controls
from bot.platforms.mattermost.limits import MAX_PROPS, MAX_RUNES
from bot.platforms.mattermost.rendering import markdown, render
from bot.platforms.mattermost.signing import ExpiredError, ForgedError, Signer

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SIGNER = Signer("un secret assez long")
CONTROLS = Controls(SIGNER, "https://bot.example.org/mattermost/x/action", delivery="d-7")


def a_button(label="Fait", name="done", **changes):
    return replace(Button(Markup(label), name, {"reminder": 3}, name=name, plugin="reminders"), **changes)


def rendered(*buttons, menus=(), text="Bonjour"):
    return render(Post(text=Markup(text), buttons=buttons, menus=menus), CONTROLS, {})


def actions(*buttons, menus=()):
    (attachment,) = rendered(*buttons, menus=menus).attachments
    return attachment["actions"]


def test_a_member_with_an_account_is_called_and_another_only_named():
    text = f"{mention(7, 'lea')} et {mention(8, '@max_le_*grand*')}"
    assert markdown(Markup(text), {7: Person("u7", "lea.martin")}) == r"@lea.martin et max_le\_\*grand\*"


def test_an_instant_is_spelled():
    assert markdown(timestamp(NOW, "midi"), {}) == "midi"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("je <3 Feurs", "je <3 Feurs"),
        ("<b>vite</b>", "<\u200bb>vite<\u200b/b>"),
        (r"C:\Users\émile\*", r"C:\Users\\émile\\\*"),
        ("*10* < 12 | [x]", r"\*10\* < 12 \| \[x]"),
    ],
)
def test_no_backslash_is_shown_that_nobody_typed(typed, shown):
    assert markdown(escape(typed), {}).replace("<\u200b3", "<3") == shown


def test_what_follows_a_list_is_not_read_as_its_last_item():
    poll = "Quand ?\n1. lundi : 2 oui\n2. mardi : 0 oui\nOn vote jusqu’à vendredi.\nEt voilà."
    shown = markdown(Markup(poll), {})
    assert shown == poll.replace("0 oui\n", "0 oui\n\n")
    assert markdown(Markup(shown), {}) == shown
    for kept in ("- une\n  suite\n- deux", "```\n- une\nrien\n```", "fin\n- une\n\nrien", "10 oui\nrien"):
        assert markdown(Markup(kept), {}) == kept


@pytest.mark.parametrize("call", ["@channel", "@all", "@here", "@jeanne", "réunion.@jeanne", "_@Channel_"])
def test_nobody_is_called_by_what_somebody_typed(call):
    shown = markdown(escape(f"demain {call} ?"), {})
    assert re.search(r"@\w", shown) is None


@pytest.mark.parametrize("text", ["jean.dupont@example.org", "https://example.org/@here/1", "3 @ 2 €"])
def test_addresses_stay_as_they_were_typed(text):
    assert markdown(Markup(text), {}) == text


@given(st.text(alphabet=st.sampled_from("@.-_ :/channelherx*`\n"), max_size=40))
def test_whatever_stands_around_it_no_name_is_called(text):
    for word in re.split(r"\s", markdown(escape(text), {})):
        if "://" not in word and not re.search(r"\w@\w[\w-]*\.\w", word):
            assert re.search(r"@[^\W_]", word) is None


def test_a_text_without_buttons_has_no_attachment():
    assert rendered() == rendered(text="Bonjour")
    assert rendered().messages == ("Bonjour",)
    assert rendered().attachments == ()


def test_a_post_of_buttons_alone_is_one_empty_message():
    shown = rendered(a_button(), text="")
    assert shown.messages == ("",)
    assert len(shown.attachments) == 1


def test_a_long_text_becomes_several_messages_that_the_server_takes():
    shown = rendered(a_button(), text="\n\n".join(["été " * 1000] * 10))
    assert len(shown.messages) == 3
    assert all(len(message) <= MAX_RUNES for message in shown.messages)


def test_a_button_is_an_action_with_its_words_and_its_style():
    (action,) = actions(a_button(r"3 \* **4**", style=Style.DANGER))
    assert (action["type"], action["name"], action["style"]) == ("button", "3 * 4", "danger")
    assert action["integration"]["url"] == CONTROLS.url


def test_a_button_comes_back_with_what_it_does_and_the_post_that_it_stands_on():
    (action,) = actions(a_button())
    signed = SIGNER.verify(json.loads(json.dumps(action))["integration"]["context"], NOW)
    assert (signed.plugin, signed.action, signed.arguments, signed.delivery) == (
        "reminders",
        "done",
        {"reminder": 3},
        "d-7",
    )


def test_a_button_with_an_end_is_refused_after_it():
    (action,) = actions(a_button(until=NOW))
    context = action["integration"]["context"]
    assert SIGNER.verify(context, NOW - timedelta(minutes=1)).action == "done"
    with pytest.raises(ExpiredError):
        SIGNER.verify(context, NOW)


def test_a_menu_is_a_list_of_its_options():
    menu = Menu(Markup("Quand ?"), "when", (Option("1", Markup(r"le \_1")),), {}, "when", "reminders")
    (action,) = actions(menus=(menu,))
    assert (action["type"], action["name"]) == ("select", "Quand ?")
    assert action["options"] == [{"text": "le _1", "value": "1"}]
    assert "style" not in action


def test_as_many_menus_as_there_may_be_find_room_in_the_props_of_an_old_server():
    options = tuple(Option(str(number), Markup(f"{number}. " + "bien des mots " * 6)) for number in range(25))
    menus = [
        Menu(Markup("Que retirer ?"), "drop", options, {"letter": 12345}, f"drop-{row}", "digest")
        for row in range(5)
    ]
    fewest, *_others, most = [actions(menus=menus[:count]) for count in (1, 3, 5)]
    assert fewest[0]["options"][7]["text"] == ("7. " + "bien des mots " * 6).strip()
    assert len(json.dumps(most, ensure_ascii=False, separators=(",", ":"))) < MAX_PROPS - 500
    assert [option["value"] for option in most[4]["options"]] == [option.value for option in options]


def written(shown):
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("count", [12, 30, 60])
def test_of_many_buttons_those_without_room_are_the_choices_of_a_menu(count):
    buttons = [
        a_button(f"Répondre à la demande n° {number}", "answer", arguments={"need": number, "sure": True})
        for number in range(count)
    ]
    buttons[-1] = replace(buttons[-1], until=NOW)
    *kept, more = actions(*buttons)
    assert len(written([*kept, more])) < MAX_PROPS - 500
    if count == 12:
        assert [one["type"] for one in (*kept, more)] == ["button"] * 12
        return
    assert {one["type"] for one in kept} <= {"button"}
    assert (more["type"], more["name"]) == ("select", "D’autres choix")
    assert len(kept) + len(more["options"]) == count
    context = more["integration"]["context"]
    for option, button in zip(more["options"], buttons[len(kept) :], strict=True):
        assert option["text"].startswith("Répondre à la")
        signed = SIGNER.verify({**context, "selected_option": option["value"]}, NOW - timedelta(seconds=1))
        assert (signed.plugin, signed.arguments, signed.choice) == ("reminders", button.arguments, None)
        assert signed.delivery == "d-7"
    with pytest.raises(ExpiredError):
        SIGNER.verify({**context, "selected_option": more["options"][-1]["value"]}, NOW)
    for choice in ("", "-1", str(count), None):
        with pytest.raises(ForgedError):
            SIGNER.verify({**context, "selected_option": choice}, NOW)


def test_what_no_server_has_room_for_is_left_out_and_the_post_arrives():
    buttons = [a_button(name=f"b{number}", arguments={"text": "x" * 3000}) for number in range(9)]
    shown = actions(*buttons, a_button("Gérer"))
    assert [one["name"] for one in shown] == ["Fait", "Fait", "Gérer"]
    assert len(written(shown)) < MAX_PROPS - 500


def test_ids_are_letters_and_digits_and_each_is_unlike_the_others():
    buttons = [a_button(name=name) for name in ("snooze-10", "snooze1-0", "été", "done", "done")]
    buttons.append(a_button(arguments={"reminder": 4}))
    ids = [action["id"] for action in actions(*buttons)]
    assert all(re.fullmatch(r"[A-Za-z0-9]+", identity) for identity in ids)
    assert len(set(ids)) == len(ids)
    assert ids[3].startswith("done")
    menu = Menu(
        buttons[0].label,
        buttons[0].action,
        (Option("1", Markup("un")),),
        {},
        buttons[0].name,
        buttons[0].plugin,
    )
    button, beside = actions(buttons[0], menus=(menu,))
    assert button["id"] != beside["id"]


def test_an_id_stays_when_the_post_is_rebuilt_and_changes_with_what_the_button_does():
    before = actions(a_button("Retirer A", "remove-a"), a_button())
    after = actions(a_button("Fini"))
    assert after[0]["id"] == before[1]["id"]
    assert actions(a_button(arguments={"reminder": 4}))[0]["id"] != after[0]["id"]


def test_embeds_are_sections_of_the_text_and_no_preview_stands_beside_them():
    people = {7: Person("u7", "lea.martin")}
    embed = Embed(
        Markup(f"Atelier de {mention(7, 'lea')}"),
        Markup(f"Avec {mention(7, 'lea')}, @channel"),
        "https://example.org/a",
        timestamp(NOW, "mardi"),
    )
    shown = render(Post(text=Markup("La lettre"), embeds=(embed,)), CONTROLS, people)
    [message] = shown.messages
    assert message == (
        "La lettre\n\n#### [Atelier de @lea.martin](https://example.org/a)\n\n"
        "Avec @lea.martin, @\u200bchannel\n\n*mardi*"
    )
    assert shown.props_of(0) == {"remove_link_preview": "true"}


def test_many_embeds_become_several_messages_with_the_buttons_on_the_last():
    embeds = tuple(Embed(Markup(f"Titre {number}"), Markup("mot " * 1000)) for number in range(9))
    shown = render(Post(text=Markup(""), embeds=embeds, buttons=(a_button(),)), CONTROLS, {})
    assert [message.count("#### ") for message in shown.messages] == [4, 4, 1]
    assert all(len(message) <= MAX_RUNES for message in shown.messages)
    assert ["attachments" in shown.props_of(part) for part in range(3)] == [False, False, True]
    assert all("remove_link_preview" in shown.props_of(part) for part in range(3))
