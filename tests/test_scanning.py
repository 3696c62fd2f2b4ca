"""What a real ClamAV says of files, and what is said when there is none."""

import socket
import threading
from pathlib import Path

import pytest

from portal.scanning import Infected, Scanned, Scanner
from tests.clamd import EICAR
from tests.cleaning import made


def test_a_harmless_file_is_clean(clamd_socket: str) -> None:
    assert Scanner(clamd_socket).scan(b"They never rang back.") is Scanned.CLEAN


def test_a_harmful_file_is_infected_and_so_is_a_zip_with_it_inside(clamd_socket: str) -> None:
    for harmful in (EICAR, made.docx(word__notes=EICAR)):
        with pytest.raises(Infected):
            Scanner(clamd_socket).scan(harmful)


def test_without_a_scanner_a_harmful_file_is_not_scanned_and_not_called_clean() -> None:
    assert Scanner("").scan(EICAR) is Scanned.NOT_SCANNED


@pytest.mark.parametrize("address", ["/nowhere/clamd.socket", "127.0.0.1:1"])
def test_a_scanner_that_is_down_is_not_mistaken_for_one_that_found_nothing(address: str) -> None:
    assert Scanner(address).scan(EICAR) is Scanned.NOT_SCANNED


def test_a_file_that_the_scanner_does_not_take_is_not_scanned(clamd_socket: str) -> None:
    assert Scanner(clamd_socket).scan(bytes(26 * 1024 * 1024)) is Scanned.NOT_SCANNED


@pytest.mark.parametrize("answer", [b"", b"stream: ERROR\n", b"who are you?\n", b"\xff\xfe\n"])
def test_an_answer_that_makes_no_sense_is_no_answer(answer: bytes, tmp_path: Path) -> None:
    path = str(tmp_path / "odd.socket")
    with socket.socket(socket.AF_UNIX) as odd:
        odd.bind(path)
        odd.listen(1)
        thread = threading.Thread(target=_answer_once, args=(odd, answer))
        thread.start()
        assert Scanner(path, seconds=5).scan(b"a file") is Scanned.NOT_SCANNED
        thread.join()


def _answer_once(odd: socket.socket, answer: bytes) -> None:
    caller, _ = odd.accept()
    with caller:
        while not caller.recv(65_536).endswith(bytes(4)):
            pass
        caller.sendall(answer)


def test_it_is_known_whether_a_scanner_is_there(clamd_socket: str) -> None:
    assert Scanner(clamd_socket).answers()
    assert not any(Scanner(address).answers() for address in ("", "/nowhere/clamd.socket", "127.0.0.1:1"))
