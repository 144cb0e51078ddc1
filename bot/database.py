"""One database, opened the way this process needs it: connections, transactions, migrations."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, event, make_url, text
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import DatabaseUnavailable

MIGRATIONS = Path(__file__).parent / "migrations"

_PATIENCE = "busy_timeout=5000"
_PRAGMAS = (
    "journal_mode=WAL",  # readers do not wait for the writer
    "synchronous=NORMAL",  # with WAL: a crash of the process loses nothing
    _PATIENCE,
    "foreign_keys=ON",
    "secure_delete=ON",  # what a visitor has erased is overwritten, not only unlinked
)

CONNECTIONS = 15

_MOMENTS = 20
_MOMENT_SECONDS = 0.02


class Database:
    """Where the tables live. Errors of the driver come out as `DatabaseUnavailable`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writing = engine.execution_options(begin="BEGIN IMMEDIATE")
        self._outside = engine.execution_options(begin="")
        # Fair, where SQLite's own waiting is a lottery: what comes first is stored first.
        self._turn = asyncio.Lock()

    @classmethod
    def open(cls, url: str) -> Self:
        """Make the folder of a SQLite file, and get ready to connect.

        Raises:
            DatabaseUnavailable: The address is not one, or its folder cannot be made.
        """
        try:
            parsed = make_url(url)
            # Message texts are parameters, and errors are logged.
            engine = create_async_engine(parsed, hide_parameters=True, **_pool(parsed))
        except (ArgumentError, ImportError) as error:
            raise DatabaseUnavailable(str(error)) from None
        if parsed.get_backend_name() == "sqlite":
            _make_folder(parsed.database)
            event.listen(engine.sync_engine, "connect", _set_pragmas)
            event.listen(engine.sync_engine, "begin", _begin)
        return cls(engine)

    async def migrate(self) -> None:
        """Bring the tables to the newest revision.

        Raises:
            DatabaseUnavailable: The file cannot be written, or is no database.
        """
        async with self.write() as connection:
            await connection.run_sync(_upgrade)

    async def ping(self) -> None:
        """Read one value.

        Raises:
            DatabaseUnavailable: It cannot be had.
        """
        async with self.read() as connection:
            await connection.execute(text("SELECT 1"))

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection for one statement; each is a view of its own."""
        async with _translated(), self._outside.connect() as connection:
            yield connection

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection whose statements all see the same moment."""
        async with _translated(), self._engine.begin() as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection whose changes are stored together at the end, or not at all."""
        async with _translated(), self._turn, self._writing.begin() as connection:
            yield connection

    async def forget_erased(self) -> None:
        """Take what was erased out of SQLite's write-ahead log as well.

        That works in a moment when nobody reads; without one, the log is overwritten in time.
        """
        if self._engine.dialect.name != "sqlite":
            return
        async with _translated(), self._turn, self._outside.connect() as connection:
            await connection.execute(text("PRAGMA busy_timeout=0"))
            for _ in range(_MOMENTS):
                emptied = await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
                if not emptied.one().busy:
                    break
                await asyncio.sleep(_MOMENT_SECONDS)
            await connection.execute(text(f"PRAGMA {_PATIENCE}"))

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    """Turn the driver's errors into ours; a broken constraint is the caller's to decide."""
    try:
        yield
    except IntegrityError:
        raise
    except SQLAlchemyError as error:
        raise DatabaseUnavailable(str(getattr(error, "orig", None) or error)) from error


def _pool(url: URL) -> dict[str, int]:
    """Return how many connections to keep: one that is opened for a moment costs a thread."""
    is_in_memory = url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")
    return {} if is_in_memory else {"pool_size": CONNECTIONS, "max_overflow": 0}


def _make_folder(file: str | None) -> None:
    if not file or file == ":memory:":
        return
    folder = Path(file).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailable(f"no folder {folder}: {error.strerror}") from error


def _set_pragmas(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # no BEGIN of the driver's own: `_begin` says which
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Take the write lock at once where one will be needed.

    A transaction that reads first and then writes fails at once when another one wrote in
    between, and busy_timeout does not help it.
    """
    if statement := connection.get_execution_options().get("begin", "BEGIN"):
        connection.exec_driver_sql(statement)


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
