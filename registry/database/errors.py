"""What can go wrong between the registry and its database, each with what to do about it."""


class DatabaseError(Exception):
    """The database cannot be used as it is; the message says what to do."""


class ServerUnavailableError(DatabaseError):
    """No PostgreSQL answers at the address given, or the embedded one does not start."""


class ServerTooOldError(DatabaseError):
    """The server is older than PostgreSQL 18."""


class MigrationsPendingError(DatabaseError):
    """The tables are older than the program."""


class NoTransactionError(DatabaseError):
    """A statement that belongs into a transaction was called outside one."""


class BackupRefusedError(DatabaseError):
    """A backup cannot be made or read, or would overwrite records."""
