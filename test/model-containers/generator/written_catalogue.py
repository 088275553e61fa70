"""A small shop whose texts follow from its facts, so that a decoder can learn them in seconds."""

import random

from generator.shop_texts import ShopText

COLOURS = ("amber", "indigo", "crimson", "ivory", "olive")
MATERIALS = ("linen", "walnut", "brass", "cotton")
NOUNS = ("lamp", "scarf", "bowl", "chair", "basket")
OPENINGS = ("Meet our", "Discover the", "Say hello to the")


def a_text(number: int, **given: object) -> ShopText:
    chance = random.Random(number)
    colour, material, noun = chance.choice(COLOURS), chance.choice(MATERIALS), chance.choice(NOUNS)
    text = f"{chance.choice(OPENINGS)} {colour} {material} {noun}. It is made of {material}."
    values = {
        "item_id": f"item-{number}",
        "title": f"{colour} {material} {noun}",
        "category": ("home", noun),
        "text": text,
        "at": "2026-01-01T00:00:00+00:00",
    }
    return ShopText(**{**values, **given})


def a_catalogue(count: int = 120) -> list[ShopText]:
    """Texts that differ, as a snapshot asks."""
    return [a_text(number, text=f"{a_text(number).text} Number {number}.") for number in range(count)]


def a_row(number: int, **given: object) -> dict[str, object]:
    one = a_catalogue(number + 1)[number]
    row = {
        "shop": "acme",
        "itemId": one.item_id,
        "title": one.title,
        "description": one.text,
        "category": list(one.category),
        "brand": "",
        "attributes": {"material": "linen"},
        "price": 100,
        "isHidden": False,
        "updatedAt": one.at,
    }
    return {**row, **given}
