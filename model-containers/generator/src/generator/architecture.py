"""What the decoder that learns and the writer that serves must have alike."""

EPSILON = 1e-6  # of the root mean square
ROTARY_BASE = 10_000.0
