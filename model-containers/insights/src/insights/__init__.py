"""Purchase models on tabular rows: logistic regression and boosted trees."""
