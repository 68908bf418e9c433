"""Questions in lines of JSON: each gets its answer, whatever stands in another."""

import io

from bot.plugin.jsonl import answer_lines


class Told:
    def __init__(self) -> None:
        self.documents: list[object] = []

    def tell_json(self, document: object) -> None:
        self.documents.append(document)


async def test_a_letter_in_another_encoding_stops_no_line(monkeypatch):
    async def answer(text: str, asker: str | None) -> dict[str, object]:
        return {"text": text, "asker": asker}

    given = '{"text": "café"}\n'.encode("cp1252") + '{"text": "café", "asker": "léa"}\n'.encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
    told = Told()
    await answer_lines(told, answer, lambda mistake: {"error": str(mistake)})
    assert told.documents == [{"text": "caf\ufffd", "asker": None}, {"text": "café", "asker": "léa"}]
