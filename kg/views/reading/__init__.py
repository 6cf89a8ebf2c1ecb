"""A reading to look at: the text with its statements, on a terminal or as a page."""
