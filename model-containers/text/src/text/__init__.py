"""The text image: BERT fine-tuned to read a customer's history beside a candidate item."""
