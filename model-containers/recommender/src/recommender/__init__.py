"""Recommendation models of a shop: one small interface, chosen and blended per shop by time-split validation."""
