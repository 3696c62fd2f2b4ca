"""What is written to people: one template each, in a voice and a language; the very bytes sent are kept."""
