"""The record: what happened in an organisation, chained so that nobody can bend it, read and taken out by its owners."""
