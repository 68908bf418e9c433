"""Posts with embeds: sections of one post, or embeds of as many messages as they need."""

import re


def of_the_programme(person, since=0):
    """All that the person saw of it, in the order in which it was shown first, each as it is now."""
    now = {}
    for message in person.saw[since:]:
        now[message.id] = message
    return [message.text for message in now.values() if "Début" in message.text]


def numbers(texts, what):
    return [int(number) for text in texts for number in re.findall(rf"{what} (\d+)", text)]


async def test_embeds_are_shown_in_order_with_the_buttons_at_their_end(town, camille):
    await camille.uses("kermesse", "programme", stalls="8", said="la fête")
    end = await camille.sees("Fin 7.", button="Raccourcir")
    assert end.buttons == ("Raccourcir", "Rallonger")
    texts = of_the_programme(camille)
    for what in ("Début", "Fin", "l’équipe"):
        assert numbers(texts, what) == list(range(8))
    first = next(one for one in camille.saw if "The programme of la fête" in one.text)
    assert "https://kermesse.example/tout" in first.text
    assert "Stall 0 of la fête" in texts[0]


async def test_what_somebody_typed_calls_nobody_in_an_embed(town, camille, karim):
    await camille.uses("kermesse", "programme", stalls="1", said=f"@everyone @channel @{karim.handle}")
    shown = await karim.sees("Début 0.")
    assert shown.calls == frozenset()


async def test_embeds_that_one_person_asked_for_are_for_their_eyes(town, camille, karim):
    await camille.uses("kermesse", "apercu", stalls="4")
    end = await camille.sees("Fin 3.", button="Raccourcir")
    assert end.alone or end.place is None
    assert numbers(of_the_programme(camille), "Début") == list(range(4))
    await karim.does_not_see("Début")
    await camille.presses("Raccourcir")
    assert numbers([(await camille.sees("Programme court")).text], "Fin") == [0]


async def test_a_press_makes_a_post_with_embeds_shorter_and_longer(town, camille):
    await camille.uses("kermesse", "programme", stalls="8", said="la fête")
    await camille.sees("Fin 7.", button="Raccourcir")
    since = len(camille.saw)
    await camille.presses("Raccourcir")
    short = await camille.sees("Programme court", "Fin 0.", button="Rallonger")
    assert numbers([short.text], "Début") == [0]
    await camille.presses("Rallonger")
    await camille.sees("Fin 8.")
    assert numbers(of_the_programme(camille, since), "Début") == list(range(9))
    await town.settle()
