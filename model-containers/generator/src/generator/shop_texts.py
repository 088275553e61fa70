"""Items with the texts that a shop wrote for them, one JSON object a line."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
SENTENCE = re.compile(r".+?(?:[.!?]+[\"'”’)]*(?=\s|$)|[。！？]+|$)")
FILE = "items.jsonl"
CATEGORY_SEPARATOR = " > "
MOST_JUDGED = 480  # bytes; no text of ours is longer, and every byte that counts is one that every model is asked for


@dataclass(frozen=True)
class ShopText:
    """One item: what is known of it, and what the shop says of it."""

    item_id: str
    title: str
    category: tuple[str, ...] = ()
    brand: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    at: str = "1970-01-01T00:00:00+00:00"
    #: Nats that the baseline needs for `text`; only test rows carry it.
    baseline: float | None = None

    @property
    def language(self) -> str:
        return language_of(self.text or self.title)

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Name and value, the widest first; a price is no part of a description, because it changes."""
        named = [("title", self.title), ("category", CATEGORY_SEPARATOR.join(self.category)), ("brand", self.brand)]
        return tuple((name, clean(value)) for name, value in [*named, *self.attributes.items()] if clean(value))


def language_of(text: str) -> str:
    """`zh` where a third of the letters are ideographs, else `en`."""
    letters = sum(character.isalnum() for character in text)
    return "zh" if letters and len(IDEOGRAPH.findall(text)) * 3 >= letters else "en"


def clean(text: str) -> str:
    return " ".join(text.split())


def sentences_of(text: str) -> list[str]:
    """A dot inside a number or a word ends nothing."""
    found: list[str] = []
    for part in SENTENCE.findall(clean(text)):
        if part.strip():
            found.append(part.strip())
    return found


def beginning(text: str) -> str:
    """What a text is judged by: as many of its first sentences as fit into MOST_JUDGED bytes, or the first of one."""
    kept = ""
    for sentence in sentences_of(text):
        longer = f"{kept} {sentence}".strip()
        if len(longer.encode()) > MOST_JUDGED:
            break
        kept = longer
    return kept or clean(text).encode()[:MOST_JUDGED].decode(errors="ignore")


def write_texts(folder: Path, texts: Iterable[ShopText]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(asdict(one), ensure_ascii=False) for one in texts]
    (folder / FILE).write_text("".join(f"{line}\n" for line in lines), "utf8")


def read_texts(folder: Path) -> list[ShopText]:
    files = sorted(folder.rglob(FILE))
    if not files:
        raise FileNotFoundError(f"no {FILE} below {folder}; is the channel's data there?")
    # A line ends at a line feed alone: JSON may hold what Unicode, too, calls the end of a line.
    lines = [line for file in files for line in file.read_text("utf8").split("\n") if line]
    return [_item(json.loads(line)) for line in lines]


def _item(given: dict) -> ShopText:
    return ShopText(**{**given, "category": tuple(given.get("category", ()))})
