"""One file a command: named arguments in, exit code out."""
