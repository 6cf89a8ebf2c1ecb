"""What people and other tools see: the command line, exports, reference pages."""
