"""IOM's Human Trafficking Case Data Standard 2.0 in and out. Pure: neither Django nor a database."""
