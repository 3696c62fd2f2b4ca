"""The store of case keys: a database of its own, with a backup cycle of its own, shorter than that of the cases.

A case is readable as long as a copy of its key is. So the keys, and what return words wrap, stand apart from everything
else: whoever erases a key here, and keeps the backups of this store for no more than a few days, can say on which day the
last copy goes. A key stands under a random name that only its case knows. It is written before the case is committed; a
name that no case knows belongs to a commit that failed, and is swept.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, LargeBinary, MetaData, Table, Text, bindparam, func, select

from portal.store.database import Database, DatabaseUnavailable
from portal.store.tables import Id, Moment

metadata = MetaData()

_keys = Table(
    "sealed_keys",
    metadata,
    Column("name", Text, primary_key=True),
    Column("key_id", Text, nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("recovery_id", Text),
    Column("recovery", LargeBinary),
    Column("made_at", Moment, nullable=False),
)
_words = Table(
    "sealed_words",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, ForeignKey("sealed_keys.name", ondelete="CASCADE"), nullable=False, index=True),
    Column("holder", Text, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    Column("ended_at", Moment),
)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """The key of a case: sealed to the office's lock `key_id`, and to the recovery lock where there is one."""

    name: str
    key_id: str
    sealed: bytes
    made_at: datetime
    recovery_id: str | None = None
    recovery: bytes | None = None


@dataclass(frozen=True, slots=True)
class WordsRow:
    """The key of a case, wrapped under the return words of one holder."""

    id: int
    name: str
    holder: str
    wrapped: bytes
    ended_at: datetime | None


_KEY = select(*(_keys.c[field.name] for field in fields(KeyRow)))
_ONE = _KEY.where(_keys.c.name == bindparam("wanted"))
_AFTER = _KEY.where(_keys.c.name > bindparam("last")).order_by(_keys.c.name).limit(bindparam("most"))
_NOT_UNDER = select(func.count()).select_from(_keys).where(_keys.c.key_id == bindparam("lock"))
_REPLACE = (
    _keys.update()
    .where(_keys.c.name == bindparam("wanted"))
    .values(key_id=bindparam("lock"), sealed=bindparam("box"), recovery_id=bindparam("spare"), recovery=bindparam("spare_box"))
)
_ERASE = _keys.delete().where(_keys.c.name == bindparam("wanted"))
_WORDS_OF = (
    select(*(_words.c[field.name] for field in fields(WordsRow)))
    .where(_words.c.name == bindparam("wanted"), _words.c.ended_at.is_(None))
    .order_by(_words.c.id)
)
_ERASE_WORDS = _words.delete().where(_words.c.name == bindparam("wanted"))
_END_WORDS = (
    _words.update().where(_words.c.id == bindparam("words"), _words.c.ended_at.is_(None)).values(ended_at=bindparam("now"))
)


class CaseKeys:
    """The store at `url`, like that of the cases; made when it is first used. Methods raise `DatabaseUnavailable`."""

    def __init__(self, url: str) -> None:
        self._opened = Database(url)
        self._made = False

    @property
    def _database(self) -> Database:
        if not self._made:
            self._opened.make_file()
            with self._opened.write() as conn:
                metadata.create_all(conn)
            self._made = True
        return self._opened

    def put(self, key: KeyRow, words: Iterable[tuple[str, bytes]]) -> None:
        """Keep the key of a new case, and let each holder open it; durable when this returns."""
        with self._database.write() as conn:
            conn.execute(_keys.insert(), {field.name: getattr(key, field.name) for field in fields(KeyRow)})
            _add(conn, key.name, words)

    def put_all(self, keys: Iterable[KeyRow]) -> None:
        """Keep the keys of many new cases that nobody has words for; durable when this returns, all or none."""
        with self._database.write() as conn:
            conn.execute(_keys.insert(), [{field.name: getattr(key, field.name) for field in fields(KeyRow)} for key in keys])

    def give_words(self, name: str, words: Iterable[tuple[str, bytes]]) -> None:
        """Let more holders open a case that is there."""
        if told := list(words):
            with self._database.write() as conn:
                _add(conn, name, told)

    def get(self, name: str | None) -> KeyRow | None:
        """The key of this name; None once it is erased."""
        if name is None:
            return None
        with self._database.read() as conn:
            row = conn.execute(_ONE, {"wanted": name}).first()
        return KeyRow(*row) if row else None

    def words_of(self, name: str | None) -> list[WordsRow]:
        """Every holder's words that still open the case, oldest first."""
        if name is None:
            return []
        with self._database.read() as conn:
            return [WordsRow(*row) for row in conn.execute(_WORDS_OF, {"wanted": name})]

    def change_words(self, name: str, by: int, holder: str, wrapped: bytes, now: datetime) -> int | None:
        """End every holder's words, and give `holder` new ones, in one breath; the number of the new ones.

        None, and nothing is changed, where the words `by` which this is asked are in force no more.
        """
        with self._database.write() as conn:
            held = [row[0] for row in conn.execute(_WORDS_OF, {"wanted": name})]
            if by not in held:
                return None
            for words in held:
                conn.execute(_END_WORDS, {"words": words, "now": now})
            _add(conn, name, [(holder, wrapped)])
            (new,) = conn.execute(_WORDS_OF, {"wanted": name}).all()
            return int(new[0])

    def erase(self, name: str) -> bool:
        """Forget the key and all words; False where it was not there. What it closed is closed for ever."""
        with self._database.write() as conn:
            conn.execute(_ERASE_WORDS, {"wanted": name})
            return conn.execute(_ERASE, {"wanted": name}).rowcount == 1

    def erase_all(self, names: Iterable[str]) -> None:
        """Forget these keys, whose cases were never kept; all or none."""
        told = [{"wanted": name} for name in names]
        if told:
            with self._database.write() as conn:
                conn.execute(_ERASE_WORDS, told)
                conn.execute(_ERASE, told)

    def after(self, last: str, most: int) -> list[KeyRow]:
        """Up to `most` keys after the name `last`, in the order of their names."""
        with self._database.read() as conn:
            return [KeyRow(*row) for row in conn.execute(_AFTER, {"last": last, "most": most})]

    def replace(self, keys: Iterable[KeyRow]) -> None:
        """Keep these keys as they are sealed now; one that was erased meanwhile stays erased."""
        told = [
            {"wanted": key.name, "lock": key.key_id, "box": key.sealed, "spare": key.recovery_id, "spare_box": key.recovery}
            for key in keys
        ]
        if told:
            with self._database.write() as conn:
                conn.execute(_REPLACE, told)

    def count_under(self, key_id: str) -> int:
        """How many keys are sealed to this lock."""
        with self._database.read() as conn:
            return int(conn.execute(_NOT_UNDER, {"lock": key_id}).scalar_one())

    def answers(self) -> bool:
        """Whether the store can be reached and has its table. Never raises."""
        try:
            self.after("", 1)
        except DatabaseUnavailable:
            return False
        except Exception:
            return False
        return True

    def dispose(self) -> None:
        """Close every connection that is not in use."""
        self._opened.dispose()


def _add(conn: Connection, name: str, words: Iterable[tuple[str, bytes]]) -> None:
    rows: list[dict[str, Any]] = [{"name": name, "holder": holder, "wrapped": wrapped} for holder, wrapped in words]
    if rows:
        conn.execute(_words.insert(), rows)
