"""People who do not exist, with names as they are given in five countries and as clerks and passports write them.

Given names are those of `sapar/names/tables/given.csv`; `schemes.csv` says how letters are carried over, with sources. It is
no table of `sapar.names`: what is made here must not follow from what it is used to test.
"""
