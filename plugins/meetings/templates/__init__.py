"""Templates: what a network has the bot write around its meetings, in its own words."""
