"""Official code files as published: recognised by their content, read in bounded memory, refused with a sentence."""
