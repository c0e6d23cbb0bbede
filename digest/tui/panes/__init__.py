"""The views inside the main screen, a file a view; each is made when it is first shown."""
