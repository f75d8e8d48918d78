"""What repeats: macros, plans of care, the modifiers an office always uses."""
