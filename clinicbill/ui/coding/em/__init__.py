"""The level of an E/M visit: what the note supports, ticked by a person, and the code it reaches."""
