/** An endpoint that answers, but not as the model that it should be. Not retried: the next answer would be the same. */
export class SmokeTestFailedError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SmokeTestFailedError';
  }
}
