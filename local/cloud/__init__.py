"""The laptop's cloud: MiniStack, a SageMaker server beside it, and one stable address in front of both."""
