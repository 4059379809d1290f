"""Benchmarks that print JSON, each beside a named baseline in the same run."""
