"""Texts as vectors: what knowledge is found by. Served without torch."""
