"""The service lines of a visit: the grid, its cells, and the procedures typed into them."""
