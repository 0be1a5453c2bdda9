"""The pages of a session, one file each with the parts it is made of beside it."""
