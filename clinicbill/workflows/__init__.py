"""What the office does: one workflow per act; everything that changes something."""
