"""One class per command of 交办, one transaction each; reads in ``queries``."""
