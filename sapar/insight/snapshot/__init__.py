"""The picture's records, reduced to codes and kept as Parquet in the home folder; made every night.

`extract` asks the database · `reduce` is the arithmetic, as Ibis expressions · `store` knows the files, freezes a quarter ·
`make` is the whole way. Imported by jobs and commands only: the web programs never load what is in here.
"""
