"""Pages of guidance, for everybody."""
