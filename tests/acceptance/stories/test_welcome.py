"""Newcomers: what they are told of the network, and of the people who coordinate it."""


async def test_a_newcomer_reads_who_administers_the_chat(town, jeanne, place):
    await jeanne.uses("maillage", "configurer")
    await jeanne.fills({"territory": "Loire"})
    await jeanne.sees("Loire")
    nadia = await town.person("nadia", place)
    await nadia.uses("maillage", "aide")  # once this is answered, the bot has heard that she came
    await nadia.sees("/maillage")
    await town.advance(minutes=11)
    greeting = await nadia.sees("Bienvenue", "la coordination et répond")
    [who] = [line for line in greeting.text.splitlines() if "la coordination et répond" in line]
    assert "jeanne" in who or who.count(",") == 2  # three are named at most, perhaps those of earlier stories
    assert not greeting.calls
