"""Polars, pac-synth and pycanon on the same rows, each as a small program run by an environment of its own."""
