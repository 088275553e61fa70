"""An expression of DynamoDB is read once, and not again for every row that it is held against.

MiniStack holds a query's condition against each row of its partition and reads its text anew each time, so that a walk
by pages through a partition takes a time that grows with the square of its rows.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

# Expressions are written in code: there are a few hundred, whatever is asked with them.
REMEMBERED = 2_048


def register_expressions() -> None:
    """What is said of a text depends on nothing but the text."""
    from ministack.services import dynamodb

    dynamodb._tokenize = tokens_once(dynamodb._tokenize)
    dynamodb._condition_syntax_error = functools.lru_cache(REMEMBERED)(dynamodb._condition_syntax_error)


def tokens_once(tokenize: Callable[[str], list[Any]]) -> Callable[[str], list[Any]]:
    """Each caller has a list of its own."""
    remembered = functools.lru_cache(REMEMBERED)(lambda text: tuple(tokenize(text)))

    @functools.wraps(tokenize)
    def tokens(text: str) -> list[Any]:
        return list(remembered(text))

    return tokens
