"""What a person does, one module an errand."""
