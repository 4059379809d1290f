"""Releases of the region's picture. `making` and `past` need libraries of numbers and run in jobs and commands only; `tables`
and `queries` read what was made and serve the pages."""
