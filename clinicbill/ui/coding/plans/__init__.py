"""What repeats: macros and the plan of care."""
