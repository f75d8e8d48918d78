"""Edits over the codes of a day, for a visit while it is typed and for a frozen claim: one set of rules."""
