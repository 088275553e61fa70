"""A history text as the items it names."""

MAX_HISTORY = 30


def history_phrases(history: str) -> tuple[str, ...]:
    """The items of a history text, most recent first."""
    return tuple(phrase for phrase in (part.strip() for part in history.split(";")) if phrase)[:MAX_HISTORY]
