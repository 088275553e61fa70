import type { ModelPlans } from '../../core/models/contract.ts';
import { ModelName } from '../../core/models/names.ts';
import type { ShopRepository } from '../../core/platform/shop-repository.ts';
import { startTraining, type TrainingStarter } from './start-training.ts';

/**
 * Every model of every shop. One that cannot be started keeps no other from its night; all that could not are thrown
 * together at the end, so that the schedule fires again. What runs already is not started twice: its order is the day.
 */
export async function startScheduledTrainings(
  day: string,
  plans: ModelPlans,
  shops: Pick<ShopRepository, 'list'>,
  starter: TrainingStarter,
): Promise<{ started: number }> {
  const failures: unknown[] = [];
  let started = 0;
  for await (const shop of shops.list()) {
    for (const model of ModelName.options) {
      const order = {
        shop,
        model,
        request: {},
        trigger: 'schedule',
        orderId: day.slice(0, 10),
        now: new Date(day),
      } as const;
      try {
        await startTraining(order, plans, starter);
        started++;
      } catch (error) {
        failures.push(error);
      }
    }
  }
  if (failures.length)
    throw new AggregateError(failures, `${failures.length} of ${failures.length + started} trainings were not started`);
  return { started };
}
