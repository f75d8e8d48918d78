"""Reading a note: its parts, what each sentence says and does not say, codes suggested with their evidence, the level of a visit."""
