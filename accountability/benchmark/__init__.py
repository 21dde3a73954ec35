"""Anonymised comparison with peers: one frozen release of bands per network and round. Holds no raw score and knows no organisation."""
