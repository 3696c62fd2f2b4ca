"""Files at rest: sealed in chunks under a key of their own, so that none can be changed, moved, repeated or left out.

The chunks are a stream of libsodium's secretstream (XChaCha20-Poly1305): each is bound to all that
went before it, and the last one says that it is the last. The file's key lies in a box of its own,
which is closed anew when the file passes from a draft into a case; the file itself stays as it is.
"""

from collections.abc import Iterable, Iterator

from nacl import bindings
from nacl.exceptions import CryptoError

from portal.seal.boxes import KEY_BYTES, Unreadable

CHUNK_BYTES = 64 * 1024

_FORM = b"\x01"
_HEAD_BYTES = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_MORE = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_LAST = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL


def seal_file(key: bytes, data: bytes, context: str) -> bytes:
    """`data`, sealed so that only `key` opens it, and only under the same `context`."""
    return b"".join(sealed_chunks(key, _pieces(data, CHUNK_BYTES), context))


def open_file(key: bytes, sealed: bytes, context: str) -> bytes:
    """What `seal_file` sealed. Raises `Unreadable` unless every chunk is there, in its order, and unchanged."""
    if len(key) != KEY_BYTES or sealed[:1] != _FORM or len(sealed) < 1 + _HEAD_BYTES + _MORE:
        raise Unreadable
    head, rest = sealed[1 : 1 + _HEAD_BYTES], sealed[1 + _HEAD_BYTES :]
    return b"".join(_opened_chunks(key, head, _pieces(rest, CHUNK_BYTES + _MORE), context))


def sealed_chunks(key: bytes, pieces: Iterable[bytes], context: str) -> Iterator[bytes]:
    """The heading, then each piece sealed; the last is marked as such."""
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    yield _FORM + bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    bound = _FORM + context.encode()
    for piece, last in _with_last(pieces):
        yield bindings.crypto_secretstream_xchacha20poly1305_push(state, piece, bound, _LAST if last else _MESSAGE)


def _opened_chunks(key: bytes, head: bytes, sealed: Iterable[bytes], context: str) -> Iterator[bytes]:
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, head, key)
    bound = _FORM + context.encode()
    for chunk, last in _with_last(sealed):
        piece, tag = _pulled(state, chunk, bound)
        if tag != (_LAST if last else _MESSAGE):
            raise Unreadable
        yield piece


def _pulled(
    state: bindings.crypto_secretstream_xchacha20poly1305_state, chunk: bytes, bound: bytes
) -> tuple[bytes, int]:
    if len(chunk) < _MORE:
        raise Unreadable
    try:
        return bindings.crypto_secretstream_xchacha20poly1305_pull(state, chunk, bound)
    except CryptoError:
        raise Unreadable from None


def _pieces(data: bytes, size: int) -> Iterator[bytes]:
    """The data in pieces of `size`, the last one shorter; at least one, which may be empty."""
    yield data[:size]
    for at in range(size, len(data), size):
        yield data[at : at + size]


def _with_last(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each piece, and whether it is the last."""
    before: bytes | None = None
    for piece in pieces:
        if before is not None:
            yield before, False
        before = piece
    yield before or b"", True
