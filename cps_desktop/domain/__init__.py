"""What exists and what the rules are: no Qt, SQL, files, clock or randomness."""
