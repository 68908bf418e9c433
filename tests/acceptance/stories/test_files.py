"""Files, both ways."""


async def test_the_bot_sends_a_file(camille):
    await camille.uses("kermesse", "affiche", in_dm=True)
    files = await camille.opens_files(await camille.sees("L’affiche"))
    assert [content.decode() for content in files.values()] == ["Kermesse de l’été"]


async def test_the_bot_reads_files_that_are_sent_to_it(camille):
    await camille.writes("kermesse recevoir", {"plan.txt": b"x" * 10, "photo.png": b"\x89PNG" * 1000})
    await camille.sees("plan.txt 10", "photo.png 4000")
