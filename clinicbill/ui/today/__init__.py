"""Today: what waits on somebody, why it does, and its next step."""
