"""The site and a SPARQL endpoint, served on this machine."""
