"""A great many files from one address wait a little; a school class never does, and nobody else does."""

from datetime import timedelta

from portal import limits
from portal.councils.parts import FileLimits
from portal.web.pace import Pace
from tests.conftest import NOW

NO_WAIT = timedelta()
OF_FILES = (limits.FILES_FREE_FROM_ADDRESS, limits.FILES_WAIT_EACH)


def _used(uploading: Pace, files: int, mark: str = "here") -> Pace:
    for _ in range(files):
        uploading.took(mark, NOW)
    return uploading


def test_a_school_class_adds_all_that_it_may_without_a_wait() -> None:
    a_class = 33 * FileLimits().most
    assert _used(Pace(*OF_FILES), a_class).wait("here", NOW) == NO_WAIT


def test_after_the_free_ones_each_waits_its_time_and_other_addresses_do_not() -> None:
    uploading = _used(Pace(*OF_FILES), limits.FILES_FREE_FROM_ADDRESS)
    assert uploading.wait("here", NOW) == limits.FILES_WAIT_EACH
    assert uploading.wait("here", NOW, 3) == 3 * limits.FILES_WAIT_EACH
    assert uploading.wait("elsewhere", NOW) == NO_WAIT


def test_asking_does_not_lengthen_the_wait_and_what_was_not_used_comes_back() -> None:
    uploading = _used(Pace(free=4, each=timedelta(seconds=10)), 4)
    assert {uploading.wait("here", NOW) for _ in range(9)} == {timedelta(seconds=10)}
    assert uploading.wait("here", NOW + timedelta(seconds=10)) == NO_WAIT
    assert uploading.wait("here", NOW + timedelta(seconds=40), 4) == NO_WAIT
    assert uploading.wait("here", NOW + timedelta(days=9), 5) == timedelta(seconds=10), "no more are saved up"


def test_memory_is_bounded_and_the_oldest_is_forgotten_first() -> None:
    uploading = Pace(1, limits.FILES_WAIT_EACH, most=2)
    for mark in "abc":
        uploading.took(mark, NOW)
    assert [bool(uploading.wait(mark, NOW)) for mark in "abc"] == [False, True, True]
