"""One page a command: its arguments, help, examples and body. What is heavy is imported within the body."""
