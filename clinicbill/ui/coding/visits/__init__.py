"""The visits of a day: the list on the left, a visit's details, what is read of one, its last time."""
