"""The demonstration corpus: own-words readouts with the address of the page each restates."""
