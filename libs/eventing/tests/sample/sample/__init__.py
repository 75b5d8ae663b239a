"""A service as small as can be, to try the libraries on."""
