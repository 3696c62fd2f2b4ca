"""The published reports of three councils, figure by figure, against ours; and reports of councils that nobody has seen."""
