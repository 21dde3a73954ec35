"""Measurements beside the bare limit, in one run on one machine: ratios count, absolute figures drift. Not part of `make test`."""
