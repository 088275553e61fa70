import { InvokeEndpointCommand, type SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { Variant } from '../../core/models/contract.ts';
import type { InvocationRecord } from '../../core/platform/invocation-record.ts';
import { PurchaseScores, type PurchaseScoringRequest } from '../../core/recommendations/contract.ts';

/** Asks a variant's endpoint and waits no longer than the deadline. A late, broken or missing endpoint is left out. */
export function createEndpointScorer(client: Pick<SageMakerRuntimeClient, 'send'>, deadlineMs: number) {
  return async (
    variant: Variant,
    request: PurchaseScoringRequest,
    record: InvocationRecord,
  ): Promise<PurchaseScores | undefined> => {
    const started = performance.now();
    try {
      const answer = await client.send(
        new InvokeEndpointCommand({
          EndpointName: variant.endpointName,
          ContentType: 'application/json',
          Accept: 'application/json',
          Body: JSON.stringify(request),
        }),
        { abortSignal: AbortSignal.timeout(deadlineMs) },
      );
      const scores = PurchaseScores.parse(JSON.parse(new TextDecoder().decode(answer.Body)));
      record.took('ReRankerAnswered', performance.now() - started);
      return scores;
    } catch (error) {
      // By design no failure of the re-ranker is a failure of the answer; the alarm watches this metric.
      record.count('ReRankerLeftOut');
      record.fact('reRanker', error instanceof Error ? error.name : 'UnknownError');
      return undefined;
    }
  };
}
