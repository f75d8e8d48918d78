"""The practice file: encryption, schema, guards, history."""
