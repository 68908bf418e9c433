import asyncio
import os
import subprocess
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from plugins.watch.reading import FeedError, reader_process
from plugins.watch.reading.apart import Apart, NotReadError
from plugins.watch.reading.beside import beside
from plugins.watch.reading.marked import Answer, read_marked
from tests.fakes.feed_readers import EXITS, FAILS, HANGS, come_to_grief, read_with

FEEDS = Path(__file__).parents[4] / "data/feeds"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
URL = "https://reseau.example/feed.xml"
pytestmark = pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one processor reads in threads alone")


def feed(title):
    item = f"<item><title>{title}</title><guid>{title}</guid></item>"
    return Answer(f"<rss version='2.0'><channel>{item}</channel></rss>".encode(), None, URL)


async def outcome(read):
    try:
        return await read
    except FeedError as error:
        return error.problem


def titles(found):
    return [entry.title for entry in found.attempt.feed.entries]


@asynccontextmanager
async def apart(few=0):
    one = Apart(few)
    try:
        yield one
    finally:
        await one.close()


async def test_a_process_reads_just_what_a_thread_reads():
    answers = [Answer(file.read_bytes(), None, URL) for file in sorted(FEEDS.iterdir())]
    read = [await outcome(beside(read_marked, answer, NOW)) for answer in answers]
    async with apart() as one:
        assert [await outcome(one.read(answer, NOW)) for answer in answers] == read


async def test_many_are_read_at_once_and_each_has_its_own_answer():
    async with apart(few=3) as one:
        found = await asyncio.gather(*(one.read(feed(f"n° {number}"), NOW) for number in range(60)))
    assert [titles(each) for each in found] == [[f"n° {number}"] for number in range(60)]


async def test_who_does_not_wait_any_more_leaves_the_others_their_answers():
    async with apart() as one:
        tasks = [asyncio.create_task(one.read(feed(f"n° {number}"), NOW)) for number in range(6)]
        await asyncio.sleep(0)
        tasks[0].cancel()
        tasks[3].cancel()
        found = await asyncio.gather(*tasks, return_exceptions=True)
    assert [titles(each) for each in found if not isinstance(each, BaseException)] == [
        ["n° 1"],
        ["n° 2"],
        ["n° 4"],
        ["n° 5"],
    ]


async def test_what_ends_the_process_costs_one_feed(monkeypatch, tmp_path):
    come_to_grief(monkeypatch, tmp_path, EXITS)
    async with apart() as one:
        asked = [feed("un"), feed("fatal"), *(feed(f"n° {number}") for number in range(20))]
        found = await asyncio.gather(*(one.read(each, NOW) for each in asked), return_exceptions=True)
        assert isinstance(found.pop(1), NotReadError)
        assert [titles(each) for each in found] == [["un"], *([f"n° {number}"] for number in range(20))]
        assert titles(await one.read(feed("après"), NOW)) == ["après"]


async def test_what_nobody_thought_of_costs_one_feed_and_no_process(monkeypatch, tmp_path):
    come_to_grief(monkeypatch, tmp_path, FAILS)
    async with apart() as one:
        with pytest.raises(NotReadError):
            await one.read(feed("fatal"), NOW)
        assert titles(await one.read(feed("après"), NOW)) == ["après"]


async def test_what_takes_too_long_is_ended(monkeypatch, tmp_path):
    come_to_grief(monkeypatch, tmp_path, HANGS)
    async with apart() as one:
        assert titles(await one.read(feed("avant"), NOW)) == ["avant"]
        with monkeypatch.context() as impatient:
            impatient.setattr("plugins.watch.reading.apart.TIME_LIMIT", timedelta())
            with pytest.raises(NotReadError):
                await one.read(feed("fatal"), NOW)
        assert titles(await one.read(feed("après"), NOW)) == ["après"]


async def test_what_takes_too_long_costs_no_other_that_waits_behind_it(monkeypatch, tmp_path):
    come_to_grief(monkeypatch, tmp_path, HANGS)
    monkeypatch.setattr("plugins.watch.reading.apart._PROCESSES", 1)
    monkeypatch.setattr("plugins.watch.reading.apart.TIME_LIMIT", timedelta())
    async with apart() as one:
        asked = [feed("fatal"), *(feed(f"n° {number}") for number in range(5))]
        found = await asyncio.gather(*(one.read(each, NOW) for each in asked), return_exceptions=True)
    assert isinstance(found.pop(0), NotReadError)
    assert [titles(each) for each in found] == [[f"n° {number}"] for number in range(5)]


@pytest.mark.parametrize("script", ["raise SystemExit(1)", "import nothing_of_that_name"])
async def test_where_no_process_can_read_threads_do(monkeypatch, tmp_path, script):
    read_with(monkeypatch, tmp_path, script)
    async with apart() as one:
        found = await asyncio.gather(*(one.read(feed(f"n° {number}"), NOW) for number in range(12)))
    assert [titles(each) for each in found] == [[f"n° {number}"] for number in range(12)]


async def test_where_no_process_can_be_started_threads_read(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    async with apart() as one:
        assert titles(await one.read(feed("un"), NOW)) == ["un"]


async def test_a_large_feed_keeps_no_other_waiting(monkeypatch, tmp_path):
    come_to_grief(monkeypatch, tmp_path, EXITS)
    content = feed("fatal").content + b" " * 300_000
    async with apart() as one:
        assert titles(await one.read(Answer(content, None, URL), NOW)) == ["fatal"]


async def test_the_process_knows_no_secret_of_the_bot(monkeypatch, tmp_path):
    monkeypatch.setenv("MAILLAGE_TOKEN", "très secret")
    told = tmp_path / "told"
    come_to_grief(monkeypatch, tmp_path, f"Path({str(told)!r}).write_text(repr(dict(os.environ)))")
    async with apart() as one:
        await one.read(feed("fatal"), NOW)
    assert "MAILLAGE_TOKEN" not in told.read_text()


def test_a_process_that_nobody_asks_any_more_ends():
    with subprocess.Popen(
        [sys.executable, "-I", reader_process.__file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        process.stdin.close()
        assert process.wait(30) == 0


def test_the_process_does_not_load_the_plugin():
    asked = "import runpy, sys; runpy.run_path(sys.argv[1], run_name='__main__');"
    asked += "print([name for name in sys.modules if name.startswith('plugins.watch.commands')])"
    done = subprocess.run(
        [sys.executable, "-I", "-c", asked, reader_process.__file__],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    assert done.stdout.endswith(b"[]\n")


async def test_a_second_process_is_started_only_where_many_wait_for_the_first(monkeypatch, tmp_path):
    come_to_grief(monkeypatch, tmp_path, f"Path({str(tmp_path)!r}, str(os.getpid())).touch()")
    async with apart() as one:
        for _time in range(4):
            await one.read(feed("fatal"), NOW)
        assert len([*tmp_path.glob("[0-9]*")]) == 1
        await asyncio.gather(*(one.read(feed("fatal"), NOW) for _number in range(40)))
    processes = [int(file.name) for file in tmp_path.glob("[0-9]*")]
    assert len(processes) == 2
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


async def test_no_process_is_started_for_a_few(monkeypatch, tmp_path):
    started = tmp_path / "started"
    read_with(monkeypatch, tmp_path, f"open({str(started)!r}, 'w')")
    async with apart(few=2) as one:
        await one.read(feed("un"), NOW)
        await one.read(feed("deux"), NOW)
        assert not started.exists()
        assert titles(await one.read(feed("trois"), NOW)) == ["trois"]
    assert started.exists()
