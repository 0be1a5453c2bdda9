"""Records made into PDF. The only reportlab."""
