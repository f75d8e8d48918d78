"""Letters: what is printed beside claims and statements for somebody outside the office."""
