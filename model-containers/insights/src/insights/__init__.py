"""Models on tabular rows: logistic regression, a support vector machine and boosted trees."""
