"""What a customer wants: inquiries told apart, and those told from all others."""
