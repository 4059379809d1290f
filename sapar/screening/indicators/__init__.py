"""Indicators as dated tables, and what answers to them mean. Pure: neither Django nor a database."""
