"""What people can do: one function each, one commit each. Pages and the command line call these and nothing lower."""
