"""What each verb of the command line does, through the same services as the window."""
