"""From the core's neutral content to Slack's blocks and views: pure functions over plain values."""
