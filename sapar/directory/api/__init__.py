"""The public read API under /api/hsds/: HSDS 3.1, everything that is published, nothing that is not."""
