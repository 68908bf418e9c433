from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.watch.pages.canonical import same_key
from plugins.watch.reading import Entry
from plugins.watch.reading.identity import SIZE, marks, which_are_new


def entry(name, **changes):
    told = Entry(
        guid=f"urn:{name}",
        url=f"https://reseau.example/{name}",
        title=f"Nouvelle {name}",
        summary=f"Ce que dit {name}",
        published_at=None,
    )
    return replace(told, **changes)


def replace(one, **changes):
    return one._replace(**changes)


def new_titles(entries, *seen):
    found = marks(entries, same_key)
    known = [mark for before in seen for mark in marks(before, same_key)]
    return [one.title for one, is_new in zip(entries, which_are_new(found, known), strict=True) if is_new]


FEED = [entry(name) for name in ("a", "b", "c", "d")]
NEW = entry("e")

entries_of_feeds = st.lists(st.integers(0, 10_000), min_size=2, max_size=12, unique=True).map(
    lambda numbers: [entry(str(number)) for number in numbers]
)


def test_a_mark_has_digests_of_sixteen_bytes():
    (mark,) = marks([entry("a")], same_key)
    assert {len(part) for part in (mark.guid, mark.url, mark.content, mark.key)} == {SIZE}


def test_an_address_written_otherwise_is_the_same_name_and_the_same_page():
    def written(form):
        return [entry(n, guid=form.format(n), url=form.format(n), summary=form) for n in ("a", "b", "c")]

    before = written("http://www.reseau.example/{}/")
    again = written("https://reseau.example/{}?utm_source=rss#lire")
    for one, other in zip(marks(before, same_key), marks(again, same_key), strict=True):
        assert (one.guid, one.url) == (other.guid, other.url)
    assert new_titles([*again, NEW], before) == ["Nouvelle e"]
    leading = [entry(n, url=f"https://un.example/?u=https://deux.example/{n}") for n in ("a", "b")]
    first, second = marks(leading, same_key)
    assert first.url != second.url


@given(entries_of_feeds, st.data())
def test_a_feed_read_again_has_nothing_new_however_it_was_written_anew(entries, data):
    again = data.draw(st.permutations(entries))
    renames = data.draw(st.booleans())
    times = data.draw(st.lists(st.datetimes(), min_size=len(again), max_size=len(again)))
    again = [
        replace(
            one,
            guid=f"renamed-{one.guid}" if renames else one.guid,
            published_at=at.replace(tzinfo=UTC),
            url=f"{one.url}?utm_source=rss".replace("https", data.draw(st.sampled_from(["http", "https"]))),
        )
        for one, at in zip(again, times, strict=True)
    ]
    assert new_titles(again, entries) == []


@given(entries_of_feeds, st.booleans(), st.booleans(), st.booleans())
def test_what_is_new_is_new_whatever_else_changed(entries, renames, has_guids, has_urls):
    def told(one, renamed):
        guid = f"renamed-{one.guid}" if renamed else one.guid
        return replace(one, guid=guid if has_guids else None, url=one.url if has_urls else None)

    before = [told(one, renamed=False) for one in entries]
    again = [entry("new"), *(told(one, renamed=renames) for one in entries)]
    assert new_titles(again, before) == ["Nouvelle new"]


def test_an_edited_entry_is_not_new():
    edited = replace(FEED[0], title="Corrigé", summary="Corrigé")
    assert new_titles([edited, *FEED[1:]], FEED) == []
    assert new_titles([replace(edited, url="https://reseau.example/autre-titre"), *FEED[1:]], FEED) == []


def test_an_edited_entry_of_a_feed_that_renames_its_entries_is_not_new():
    again = [replace(one, guid=f"{one.guid}-2") for one in FEED]
    again[0] = replace(again[0], title="Corrigé")
    assert new_titles([NEW, *again], FEED) == [NEW.title]


def test_entries_numbered_from_the_top_are_told_apart_by_their_addresses():
    before = [replace(one, guid=str(number)) for number, one in enumerate(FEED, 1)]
    after = [replace(one, guid=str(number)) for number, one in enumerate([NEW, *FEED], 1)]
    assert new_titles(after, before) == [NEW.title]


def test_entries_that_all_have_one_guid_are_told_apart_by_their_addresses():
    one_guid = "https://reseau.example/"
    before = [replace(one, guid=one_guid) for one in FEED]
    assert new_titles(before) == [one.title for one in FEED]
    assert new_titles([replace(NEW, guid=one_guid), *before], before) == [NEW.title]
    assert new_titles([replace(NEW, guid=one_guid)], before) == [NEW.title]


def test_entries_that_all_lead_to_one_page_are_told_apart_by_their_guids():
    before = [replace(one, url="https://reseau.example/") for one in FEED]
    assert new_titles([replace(NEW, url="https://reseau.example/"), *before], before) == [NEW.title]
    renamed = [replace(one, guid=f"{one.guid}-2") for one in before]
    assert new_titles(renamed, before) == []


def test_the_same_page_with_a_new_edition_is_new():
    before = [replace(one, url="https://reseau.example/lettre") for one in FEED[:1]]
    assert new_titles([replace(NEW, url="https://reseau.example/lettre")], before) == [NEW.title]


def test_what_stands_twice_in_a_feed_is_new_once():
    assert new_titles([NEW, NEW, *FEED], FEED) == [NEW.title]


def test_a_guid_that_is_an_address_is_known_in_all_its_ways_of_writing():
    before = [replace(one, guid=f"http://reseau.example/{one.title[-1]}?utm_medium=feed") for one in FEED]
    after = [replace(one, guid=f"https://reseau.example/{one.title[-1]}") for one in FEED]
    assert new_titles([replace(one, url=None) for one in after], [replace(b, url=None) for b in before]) == []


def test_a_feed_that_moved_with_all_its_addresses_has_nothing_new():
    after = [replace(one, guid=f"x-{one.guid}", url=one.url.replace("reseau", "nouveau")) for one in FEED]
    assert new_titles([NEW, *after], FEED) == [NEW.title]


def test_entries_without_guid_or_address_are_known_by_what_they_say():
    before = [replace(one, guid=None, url=None) for one in FEED]
    assert new_titles([replace(NEW, guid=None, url=None), *before], before) == [NEW.title]


def test_what_is_new_in_a_feed_that_keeps_guids_may_say_what_an_old_entry_said():
    again = replace(NEW, title=FEED[0].title, summary=FEED[0].summary)
    assert new_titles([again, *FEED], FEED) == [again.title]


def test_dates_alone_tell_nothing():
    def dated(day):
        return [replace(one, published_at=datetime(2026, 11, day, tzinfo=UTC)) for one in FEED]

    assert new_titles(dated(20), FEED) == []
    assert new_titles(dated(21), dated(20)) == []
    keys = [{mark.key for mark in marks(entries, same_key)} for entries in (dated(20), dated(21), FEED)]
    assert keys[0] == keys[1] == keys[2]


DAYS = [datetime(2026, 11, day, tzinfo=UTC) for day in range(1, 10)]


def made_up(entries, visit, *, has_urls=True, is_dated=True):
    """These entries as a feed gives them that makes up all but titles and dates at every visit."""
    return [
        replace(
            one,
            guid=f"{visit}-{one.guid}",
            url=f"{one.url}?visite={visit}" if has_urls else None,
            summary=f"il y a {visit} minutes",
            published_at=DAYS[ord(one.title[-1]) % len(DAYS)] if is_dated else None,
        )
        for one in entries
    ]


@pytest.mark.parametrize(("has_urls", "is_dated"), [(True, True), (False, True), (False, False)])
def test_a_feed_that_makes_up_all_but_titles_and_dates_has_nothing_new(has_urls, is_dated):
    how = {"has_urls": has_urls, "is_dated": is_dated}
    before = made_up(FEED, 1, **how)
    assert new_titles(made_up(FEED, 2, **how), before) == []
    assert new_titles(made_up([NEW, *FEED], 3, **how), before, made_up(FEED, 2, **how)) == [NEW.title]


def test_entries_that_all_have_one_title_are_told_apart_whatever_else_is_new():
    def alike(entries, visit, **how):
        return [replace(one, title="Bulletin") for one in made_up(entries, visit, **how)]

    undated = alike(FEED, 2, has_urls=False, is_dated=False)
    assert len(new_titles(undated, alike(FEED, 1, has_urls=False, is_dated=False))) == len(FEED)
    assert len(new_titles(alike([NEW, *FEED], 2), alike(FEED, 1))) == 1


def test_titles_that_come_back_with_other_dates_are_new():
    later = [replace(one, published_at=DAYS[-1]) for one in made_up(FEED, 2)]
    assert len(new_titles(later, made_up(FEED, 1))) == len(FEED)


def test_an_old_title_among_others_that_are_new_is_new():
    before = made_up(FEED[:1], 1)
    assert len(new_titles(made_up(FEED, 2), before)) == len(FEED)
