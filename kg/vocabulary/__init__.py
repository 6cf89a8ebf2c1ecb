"""What words mean here: prefixes, closed lists, actors, officials. All of it is read from `ontology/`."""
