"""Reading what lies on the web, for plugins: the service that `bot.plugin.fetching` describes.

Whatever an address leads to is foreign: where it lies, how much it is, how slowly it comes, how it is packed.
"""
