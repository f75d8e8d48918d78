"""Claims: the complete frozen Claim, its checks, its states."""
