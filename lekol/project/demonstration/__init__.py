"""The demonstration territory: generated, deterministic for a day, carrying the figures of the 2017 text.

60 schools of which 44 élémentaires, 17 000 pupils, more than 1 100 computers, 77 copiers, 10 boards and
40 trolleys in 15 schools, with two years of dated history. Names of people and schools are invented.
"""
