"""What all tests share: hypothesis gives the same examples on every run, on machines of any speed."""

from hypothesis import settings

settings.register_profile("maillage", deadline=None, derandomize=True, max_examples=200)
settings.load_profile("maillage")
