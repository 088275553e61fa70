"""The one stable address of the laptop's cloud: the API below /v1, the console everywhere else."""
