"""Every run of the tests tries the same examples, however busy the machine; `--hypothesis-profile=default` looks for new ones."""

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")
