"""Reports: figures of the practice, each number with its rows, on screen, as CSV and as PDF."""
