from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from threading import Barrier

import pytest

from portal.store import drafts
from portal.store.database import Database, DraftTaken, ReferenceTaken
from tests.store.made import NOW, a_draft

LATER = NOW + timedelta(minutes=5)


def test_a_draft_opens_by_its_own_name_only(database: Database) -> None:
    with database.write() as conn:
        drafts.insert(conn, a_draft("mine", sealed=b"\x00\xff every byte"))
    with database.read() as conn:
        assert drafts.load(conn, "mine") == a_draft("mine", sealed=b"\x00\xff every byte")
        for other in ("Mine", "mine ", "min_", "%", "", "' OR '1'='1"):
            assert drafts.load(conn, other) is None


def test_saving_keeps_the_last_words_and_the_hour(database: Database) -> None:
    with database.write() as conn:
        drafts.insert(conn, a_draft())
        assert drafts.save(conn, "draft", b"second", LATER)
        assert drafts.load(conn, "draft") == a_draft(sealed=b"second", touched_at=LATER)


def test_saving_what_is_not_there_says_so(database: Database) -> None:
    with database.write() as conn:
        assert drafts.save(conn, "nobody", b"words", NOW) is False
        assert drafts.load(conn, "nobody") is None


def test_a_draft_that_was_sent_is_not_saved_over(database: Database) -> None:
    with database.write() as conn:
        drafts.insert(conn, a_draft())
        assert drafts.mark_sent(conn, "draft", b"sent", NOW)
        assert drafts.save(conn, "draft", b"late tab", LATER) is False
        assert drafts.load(conn, "draft") == a_draft(sealed=b"sent", state="sent")


def test_times_come_back_in_utc_whatever_zone_they_went_in(database: Database) -> None:
    summer = datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    with database.write() as conn:
        drafts.insert(conn, a_draft(created_at=summer))
        kept = drafts.load(conn, "draft")
    assert kept is not None
    assert (kept.created_at, kept.created_at.tzinfo) == (summer, UTC)


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="names no time zone"), database.write() as conn:
        drafts.insert(conn, a_draft(created_at=datetime(2026, 7, 1)))


def test_a_draft_with_words_opens_by_its_reference(database: Database) -> None:
    with database.write() as conn:
        drafts.insert(conn, a_draft())
        assert drafts.keep_words(conn, "draft", "AB12", b"wrapped")
        assert drafts.by_reference(conn, "AB12") == a_draft(reference="AB12", wrapped=b"wrapped")
        assert drafts.by_reference(conn, "AB13") is None
        assert drafts.keep_words(conn, "nobody", "AB14", b"wrapped") is False


def test_two_drafts_cannot_have_one_reference(database: Database) -> None:
    with database.write() as conn:
        drafts.insert(conn, a_draft("first", reference="AB12"))
        drafts.insert(conn, a_draft("second"))
    with pytest.raises(ReferenceTaken), database.write() as conn:
        drafts.keep_words(conn, "second", "AB12", b"wrapped")
    with pytest.raises(ReferenceTaken), database.write() as conn:
        drafts.insert(conn, a_draft("third", reference="AB12"))


def test_a_second_draft_of_the_same_name_is_not_mistaken_for_a_taken_reference(database: Database) -> None:
    with pytest.raises(DraftTaken), database.write() as conn:
        drafts.insert(conn, a_draft())
        drafts.insert(conn, a_draft())


def test_deleting_forgets_one_draft_and_does_not_mind_a_missing_one(database: Database) -> None:
    with database.write() as conn:
        drafts.insert(conn, a_draft("gone"))
        drafts.insert(conn, a_draft("kept"))
        drafts.delete(conn, "gone")
        drafts.delete(conn, "gone")
        assert drafts.load(conn, "gone") is None
        assert drafts.load(conn, "kept") is not None


def test_old_drafts_are_dropped_and_one_touched_at_that_very_moment_is_kept(database: Database) -> None:
    with database.write() as conn:
        begun = NOW - timedelta(days=40)
        drafts.insert(conn, a_draft("old", created_at=begun, touched_at=NOW - timedelta(microseconds=1)))
        drafts.insert(conn, a_draft("sent", created_at=begun, touched_at=NOW - timedelta(days=9), state="sent"))
        drafts.insert(conn, a_draft("just", created_at=begun, touched_at=NOW))
        old = drafts.untouched_since(conn, NOW, 9)
        assert sorted(old) == ["old", "sent"] and len(drafts.untouched_since(conn, NOW, 1)) == 1
        assert drafts.drop(conn, old) == 2
        assert drafts.load(conn, "just") is not None


def test_people_who_save_at_once_each_keep_their_own_words(database: Database) -> None:
    people, times = 6, 15
    with database.write() as conn:
        for number in range(people):
            drafts.insert(conn, a_draft(f"person {number}"))
    together = Barrier(people)

    def save(number: int) -> None:
        together.wait(10)
        for time in range(times):
            with database.write() as conn:
                assert drafts.save(conn, f"person {number}", f"{number}, {time}".encode(), LATER)

    with ThreadPoolExecutor(people) as pool:
        list(pool.map(save, range(people)))
    with database.read() as conn:
        said = [drafts.load(conn, f"person {number}") for number in range(people)]
    assert [draft and draft.sealed for draft in said] == [f"{n}, {times - 1}".encode() for n in range(people)]


def test_of_many_who_send_the_same_draft_exactly_one_wins(database: Database) -> None:
    tabs = 8
    for round in range(5):
        with database.write() as conn:
            drafts.insert(conn, a_draft(f"draft {round}"))
        together = Barrier(tabs)

        def send(tab: int, name: str = f"draft {round}", together: Barrier = together) -> bool:
            together.wait(10)
            with database.write() as conn:
                return drafts.mark_sent(conn, name, f"tab {tab}".encode(), LATER)

        with ThreadPoolExecutor(tabs) as pool:
            won = list(pool.map(send, range(tabs)))
        with database.read() as conn:
            kept = drafts.load(conn, f"draft {round}")
        assert won.count(True) == 1
        assert kept is not None
        assert (kept.state, kept.sealed) == ("sent", f"tab {won.index(True)}".encode())
