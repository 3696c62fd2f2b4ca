"""What a browser fetches for the first page: how many requests, how many bytes on the wire."""

import re
from collections.abc import Iterator
from contextlib import closing

from tests.bench.load import Answer, connect, exchange, request

LINKED = re.compile(r"""(?:<link[^>]+href|<script[^>]+src|<img[^>]+src|<use[^>]+href)="(/[^"#]*)""")


def first_page(port: int) -> tuple[int, int]:
    """(requests, bytes) of the start page and of all that it names, for a browser that has nothing yet."""
    with closing(connect(port)) as sock:
        start = exchange(sock, request("/"))
        named = dict.fromkeys(_named(start))
        answers = [start, *(exchange(sock, request(address)) for address in named)]
    return len(answers), sum(answer.wire for answer in answers)


def _named(page: Answer) -> Iterator[str]:
    yield from LINKED.findall(page.body.decode())
