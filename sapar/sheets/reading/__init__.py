"""What stands in a cell, read without guessing. Pure: no database, no request."""
