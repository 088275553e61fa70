"""From the lake to the purchase data set, and from scores to an evaluation."""
