"""What is known of an item apart from behaviour, as one vector: words, a language model's reading, the picture."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from recommender.item_pictures import Pictures, item_picture_vectors
from recommender.item_texts import TextSpace
from recommender.two_towers import centred

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True)
class ItemContent:
    """What a catalogue says and shows, turned into numbers once for all who compare items.

    `texts` (items,) are empty where it says nothing and lie in `space`; `pictures` (items, p) has unit rows, zeros
    where an item has none.
    """

    item_ids: tuple[str, ...]
    texts: tuple[str, ...]
    space: TextSpace
    pictures: Vectors

    @classmethod
    def of(cls, item_ids: Sequence[str], texts: Mapping[str, str], pictures: Pictures) -> Self:
        told = tuple(texts.get(item_id, "") for item_id in item_ids)
        return cls(tuple(item_ids), told, TextSpace.fit(told), item_picture_vectors(pictures, item_ids))


def item_vectors(content: ItemContent, encode: Encode | None = None) -> Vectors | None:
    """(items, dimensions), each kind of knowledge weighing the same; None where nothing tells one item from another."""
    kinds = [content.space.vectors, content.pictures]
    if encode and any(content.texts):
        kinds.append(read_by(encode, content.texts))
    known = [centred(kind) for kind in kinds if kind.any()]
    return np.concatenate(known, axis=1) if known else None


def read_by(encode: Encode, texts: Sequence[str]) -> Vectors:
    """(texts, width); no text is a row of zeros."""
    has_text = np.array([bool(text) for text in texts])
    read = encode([text for text in texts if text])
    rows = np.zeros((len(texts), read.shape[1]), np.float32)
    rows[has_text] = read
    return rows


def language_model(base: str) -> Encode:
    """A sentence encoder of the text package, exported for this one job. `base` is as `text.base_models` takes it."""
    from text.embeddings.encoder import SentenceEncoder  # loads a training library, which few jobs need
    from text.embeddings.export import export

    with tempfile.TemporaryDirectory() as folder:
        export(base, Path(folder))
        return SentenceEncoder.load(Path(folder)).encode
