"""What the note suggests, beside the note: each with its words; nothing is accepted by itself."""
