"""The directory as HSDS 3.1 says it: written, read, published. The mapping is told in docs/hsds.md."""
