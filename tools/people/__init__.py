"""People who do not exist, with names as they are given in five countries and as clerks and passports write them.

`given.csv` holds usual given names, `schemes.csv` how letters are carried over, each with its source. Neither is a
table of `sapar.names`: what is made here must not follow from what it is used to test.
"""
