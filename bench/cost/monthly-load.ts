/**
 * What a month is like, beside the number of events. These are assumptions and not measurements; the bench prints them
 * with its answer, so that a shop can put its own in their place.
 */
export const MONTHLY_LOAD = {
  /** Pages that ask for recommendations, for each event that is sent. */
  recommendationsPerEvent: 0.2,
  /** A browser sends each event alone; a server would send many at once. */
  eventsPerRequest: 1,
  /** Messages that a consumer is given at once in a busy hour. */
  messagesPerBatch: 10,
  /** Share of the events that begin a visit of a customer whose data key is then unwrapped. */
  visitsPerEvent: 0.05,
  /** Share of the slates that an A/B test runs on; of those the shares that a customer is first met with, and that are rewarded. */
  triedPerSlate: 0.2,
  newcomersPerTried: 0.3,
  rewardsPerTried: 0.1,
  /** Milliseconds that a function is billed for, warm. */
  collectMs: 15,
  projectMsPerEvent: 10,
  recommendMs: 60,
  rerankMs: 30,
  /** Kilobytes: one event compressed in the lake, its state row, a decision row, an answer over the wire, a log line. */
  lakeKbPerEvent: 0.2,
  stateKb: 3,
  decisionKb: 4,
  answerKb: 6,
  logKbPerInvocation: 0.8,
  rerankKb: 8,
  /** Gigabytes that are there whether anybody comes or not: tables, lake and models, one container image. */
  tablesGb: 1,
  bucketsGb: 5,
  imageGb: 2,
  /** Custom metrics that the functions write while they are used. */
  customMetrics: 15,
  /** Trainings in a month: each night where schedules are on, else by hand. */
  trainingsByHand: 4,
  trainingsScheduled: 30,
  /** Hours of one training: BERT on its instance, each other candidate, the processing jobs together. */
  bertHours: 0.5,
  candidateHours: 0.1,
  processingHours: 0.4,
  statesPerTraining: 120,
  shops: 1,
} as const;

export type MonthlyLoad = typeof MONTHLY_LOAD;

export const HOURS_PER_MONTH = 730;
/** An event source keeps five pollers asking, each for 20 seconds at a time. */
export const EMPTY_RECEIVES_PER_QUEUE = 5 * ((HOURS_PER_MONTH * 3600) / 20);
