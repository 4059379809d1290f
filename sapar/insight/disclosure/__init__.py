"""Tables of many people that cannot expose one: the pure core, without Django and without a database.

Reading order: `reading` (a CSV file becomes integer codes) · `cube` (all one- to three-way tables) · `lattice` (which
cells add up to which) · `suppress`, `certify` (exact mode) · `noise` · `private` · `history` (what earlier releases
gave away) · `folder` (what is published) · `attack` (knows only what is published) · `protect` (the whole way).
Libraries of numbers are imported here and nowhere in the web programs.
"""
