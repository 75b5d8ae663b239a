"""The rules of 交办: who must do what by when, without I/O."""
