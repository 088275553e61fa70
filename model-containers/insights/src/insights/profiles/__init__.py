"""Profiles of a shop's customers: clusters that keep their names, and a churn risk where it can be believed."""
