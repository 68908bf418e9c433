"""The runtime: from what comes in to what goes out, one unit of work at a time."""
