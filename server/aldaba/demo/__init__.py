"""The demonstration: two sample companies with their requests, made from nothing, beside sites that
could be theirs. Everything it makes stands in the data folder; delete that to begin again.
"""
