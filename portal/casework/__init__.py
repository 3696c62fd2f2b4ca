"""What can happen to a case: its events, the moves open to an officer, and where it stands."""
