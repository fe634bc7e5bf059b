"""The commands, each a function of its options; its docstring is its help."""
