"""What we ask: the kinds of question, every question in order, the path they make, and the facts they give."""
