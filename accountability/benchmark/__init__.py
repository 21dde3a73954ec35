"""Anonymised comparison with peers: one frozen release of bands per network and round. No raw score, no organisation in it."""
