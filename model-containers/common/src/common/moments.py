"""Moments as JSON writes them. Without heavy imports, because serving reads them too."""

from datetime import UTC, datetime


def moment_of(given: str | datetime) -> datetime:
    """ISO 8601; in UTC where nothing else is said."""
    time = given if isinstance(given, datetime) else datetime.fromisoformat(given)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def epoch_seconds(given: str | datetime) -> float:
    """Seconds since 1970, of a moment as `moment_of` reads it."""
    return moment_of(given).timestamp()
