"""What each verb of the command line does. Everything is done through the same services as the window."""
