"""What a visit note says, and which codes it supports: rules only, on this computer."""
