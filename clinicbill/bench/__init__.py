"""The benchmark: every hot path beside a floor measured in the same run."""
