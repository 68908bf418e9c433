"""The agenda of a meeting: what people propose, in which order, how long it takes, and where it is posted."""
