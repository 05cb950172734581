"""From the core's neutral content to Adaptive Cards: pure functions over plain values."""
