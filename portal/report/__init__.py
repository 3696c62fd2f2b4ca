"""The year's figures, from the cases themselves: named tables, checked against each other, and what is made of them."""
