"""Questions to the provider: asking from the note, the answer, the letter."""
