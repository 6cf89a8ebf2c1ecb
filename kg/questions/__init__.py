"""The reading wing: the catalogue of questions and their answers."""
