"""What lies over the main screen: the reader, the settings, help."""
