"""Product texts from catalogue facts."""
