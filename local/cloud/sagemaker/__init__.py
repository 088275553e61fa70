"""SageMaker's control and runtime interfaces, running `model-containers/` as plain processes."""
