"""IATI activity files: their elements, code lists, and what each says as statements."""
