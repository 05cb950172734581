"""A programme: the plan it is made from, the states it goes through, what it may ask of whom."""
