"""Bundle file to and from segments of changes. No SQL, no Qt."""
