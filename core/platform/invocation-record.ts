import type { Context } from 'aws-lambda';

type Fact = string | number | boolean | undefined;

/**
 * What one invocation did. It ends as one line of JSON that is the log and, in CloudWatch's embedded metric format,
 * the metrics too. Facts are keys, counts and names of ours, never bodies, tokens or anything about a person.
 */
export interface InvocationRecord {
  fact(key: string, value: Fact): void;
  /** Adds to a metric named as a past-tense fact: `EventAccepted`. */
  count(metric: string, by?: number): void;
  /** One measurement of a metric in milliseconds. */
  took(metric: string, milliseconds: number): void;
}

interface OpenRecord extends InvocationRecord {
  close(level: 'INFO' | 'WARN' | 'ERROR', facts: Record<string, Fact>): void;
}

const records = new WeakMap<object, OpenRecord>();
let isCold = true;

export function openRecord(context: Context): InvocationRecord {
  const record = createRecord(Date.now(), isCold, context.awsRequestId);
  isCold = false;
  records.set(context, record);
  return record;
}

/** The record of the invocation that this context belongs to. */
export function recordOf(context: Context): OpenRecord {
  const record = records.get(context);
  if (!record) throw new Error('No record is open for this invocation');
  return record;
}

export function factsOfError(error: unknown): Record<string, Fact> {
  if (!(error instanceof Error)) return { error: 'UnknownError', message: String(error) };
  const cause = error.cause instanceof Error ? `${error.cause.name}: ${error.cause.message}` : undefined;
  return { error: error.name, message: error.message.slice(0, 500), cause, stack: error.stack };
}

function createRecord(startedAt: number, coldStart: boolean, invocationId: string | undefined): OpenRecord {
  const facts: Record<string, Fact> = {};
  const metrics = new Map<string, { unit: 'Count' | 'Milliseconds'; values: number[] }>();
  return {
    fact: (key, value) => {
      facts[key] = value;
    },
    count: (metric, by = 1) => {
      metrics.set(metric, { unit: 'Count', values: [(metrics.get(metric)?.values[0] ?? 0) + by] });
    },
    took: (metric, milliseconds) => {
      const values = metrics.get(metric)?.values ?? [];
      metrics.set(metric, { unit: 'Milliseconds', values: [...values, Math.round(milliseconds * 10) / 10] });
    },
    close: (level, last) => {
      const values = Object.fromEntries(
        [...metrics].map(([metric, { values }]) => [metric, values.length > 1 ? values : values[0]]),
      );
      write({
        level,
        time: new Date().toISOString(),
        service: process.env.POWERTOOLS_SERVICE_NAME ?? 'perennial',
        invocationId,
        trace: process.env._X_AMZN_TRACE_ID,
        coldStart,
        durationMs: Date.now() - startedAt,
        ...facts,
        ...last,
        ...values,
        _aws: metrics.size ? embeddedMetrics(metrics) : undefined,
      });
    },
  };
}

function embeddedMetrics(metrics: ReadonlyMap<string, { unit: string }>) {
  return {
    Timestamp: Date.now(),
    CloudWatchMetrics: [
      {
        Namespace: process.env.POWERTOOLS_METRICS_NAMESPACE ?? 'Perennial',
        // The shop is a property and not a dimension: a dimension would be billed per shop and metric.
        Dimensions: [['service']],
        Metrics: [...metrics].map(([Name, { unit }]) => ({ Name, Unit: unit })),
      },
    ],
  };
}

/** On Lambda standard output is the log, and writing to it directly saves the runtime's own prefix. */
function write(line: object) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
