"""Slash commands: what is answered, to whom, and where."""

from tests.acceptance.mattermost.people import buttons, said


async def test_a_slash_command_is_answered_to_who_typed_it_and_nothing_is_posted(town, camille, karim):
    answer = await camille.asks("/rappel demain 9h payer la facture")
    assert "C’est noté, rappel n° 1 : payer la facture" in said(answer)
    await town.process.settled()
    assert await karim.read_here() == []
    assert await camille.read_apart() == []
