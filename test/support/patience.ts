/** What goes through HTTP or a browser waits for other processes, on machines that have more to do. */
jest.setTimeout(90_000);

/**
 * A platform draws by chance (arms, places given away, who is faster), so a test of it is tried twice before it counts
 * as failed. What it said the first time is printed, and `npm test` names it: it is to be mended, not to be lived with.
 */
jest.retryTimes(1, { logErrorsBeforeRetry: true, retryImmediately: true });
