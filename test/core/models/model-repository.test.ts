import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Run } from '../../../core/models/contract.ts';
import { createModelRepository } from '../../../core/models/model-repository.ts';
import { ConflictError } from '../../../core/platform/errors.ts';
import { aMemoryTable } from '../../support/memory-table.ts';
import { aPointer, aVersion } from '../../support/models.ts';

function aRegistry() {
  const table = aMemoryTable('models');
  return { ...table, models: createModelRepository(table.client, 'models') };
}

const lostRace = new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
const aRun: Run = {
  runId: '20261101020000-abcdef',
  model: 'purchase',
  status: 'running',
  trigger: 'schedule',
  startedAt: '2026-11-01T02:00:00.000Z',
  executionArn: 'arn:execution',
};

describe('the pointer of a model', () => {
  it('is read as it was written, and is neither that of another shop nor of another model', async () => {
    const { models } = aRegistry();
    const pointer = aPointer({ previous: 'v0' });

    await models.movePointer('demo', 'purchase', pointer);

    await expect(models.pointer('demo', 'purchase')).resolves.toEqual(pointer);
    await expect(models.pointer('other', 'purchase')).resolves.toBeUndefined();
    await expect(models.pointer('demo', 'intents')).resolves.toBeUndefined();
  });

  it('is made once', async () => {
    const { models } = aRegistry();
    await models.movePointer('demo', 'purchase', aPointer());

    await expect(models.movePointer('demo', 'purchase', aPointer())).rejects.toMatchObject({ name: 'ConflictError' });
  });

  it('moves only from the revision that was read', async () => {
    const { models } = aRegistry();
    await models.movePointer('demo', 'purchase', aPointer());

    await models.movePointer('demo', 'purchase', aPointer({ revision: 2 }));

    await expect(models.movePointer('demo', 'purchase', aPointer({ revision: 2 }))).rejects.toThrow(ConflictError);
    await expect(models.movePointer('demo', 'purchase', aPointer({ revision: 8 }))).rejects.toThrow(ConflictError);
  });

  it('is removed only at the revision that was read', async () => {
    const { models, mock } = aRegistry();
    mock.on(DeleteCommand).resolves({});

    await models.removePointer('demo', 'purchase', aPointer({ revision: 8 }));

    expect(mock.commandCalls(DeleteCommand)[0]?.args[0].input).toMatchObject({
      Key: { pk: 'SHOP#demo#MODEL#purchase', sk: 'POINTER' },
      ConditionExpression: 'attribute_not_exists(pk) OR revision = :before',
      ExpressionAttributeValues: { ':before': 8 },
    });
  });

  it('says by name that somebody else moved it in between, and lets an outage fly', async () => {
    const { models, mock } = aRegistry();
    const move = () => models.movePointer('demo', 'purchase', aPointer({ revision: 2 }));
    const remove = () => models.removePointer('demo', 'purchase', aPointer());
    mock.on(PutCommand).rejects(lostRace);
    mock.on(DeleteCommand).rejects(lostRace);

    await expect(move()).rejects.toThrow(ConflictError);
    await expect(remove()).rejects.toThrow(ConflictError);

    mock.on(PutCommand).rejects(new Error('throttled'));
    mock.on(DeleteCommand).rejects(new Error('throttled'));
    await expect(move()).rejects.toThrow('throttled');
    await expect(remove()).rejects.toThrow('throttled');
  });
});

describe('the runs of a model', () => {
  it('are written once, and read as they were written', async () => {
    const { models } = aRegistry();

    await expect(models.createRun('demo', aRun)).resolves.toBe(true);
    await expect(models.createRun('demo', { ...aRun, status: 'failed' })).resolves.toBe(false);

    await expect(models.run('demo', 'purchase', aRun.runId)).resolves.toEqual(aRun);
    await expect(models.run('other', 'purchase', aRun.runId)).resolves.toBeUndefined();
  });

  it('take only the fields that are given, and only where the run is there', async () => {
    const { models, mock } = aRegistry();
    mock.on(UpdateCommand).resolves({});

    await models.updateRun('demo', 'purchase', aRun.runId, { status: 'kept', reason: undefined });

    expect(mock.commandCalls(UpdateCommand)[0]?.args[0].input).toMatchObject({
      Key: { pk: 'SHOP#demo#MODEL#purchase', sk: `RUN#${aRun.runId}` },
      UpdateExpression: 'SET #0 = :0',
      ExpressionAttributeNames: { '#0': 'status' },
      ExpressionAttributeValues: { ':0': 'kept' },
      ConditionExpression: 'attribute_exists(pk)',
    });
  });

  it('are opened again only where they failed for that reason', async () => {
    const { models, mock } = aRegistry();
    mock.on(UpdateCommand).resolvesOnce({}).rejectsOnce(lostRace).rejects(new Error('throttled'));
    const reopen = () => models.reopenRun('demo', 'purchase', aRun.runId, 'not started');

    await reopen();
    await reopen();
    await expect(reopen()).rejects.toThrow('throttled');

    expect(mock.commandCalls(UpdateCommand)[0]?.args[0].input).toMatchObject({
      UpdateExpression: 'SET #status = :running REMOVE reason, endedAt',
      ConditionExpression: '#status = :failed AND reason = :reason',
      ExpressionAttributeValues: { ':running': 'running', ':failed': 'failed', ':reason': 'not started' },
    });
  });

  it('come newest first, in pages', async () => {
    const { models, mock } = aRegistry();
    const LastEvaluatedKey = { pk: 'SHOP#demo#MODEL#purchase', sk: `RUN#${aRun.runId}` };
    mock.on(QueryCommand).resolves({ Items: [aRun], LastEvaluatedKey });

    const { data, next_cursor } = await models.listRuns('demo', 'purchase', { limit: 1 });
    await models.listRuns('demo', 'purchase', { limit: 1, cursor: next_cursor ?? '' });

    expect(data).toEqual([aRun]);
    const [first, second] = mock.commandCalls(QueryCommand).map(({ args }) => args[0].input);
    expect(first).toMatchObject({ ScanIndexForward: false, Limit: 1 });
    expect(second?.ExclusiveStartKey).toEqual(LastEvaluatedKey);
  });
});

describe('the versions of a model', () => {
  it('are read as they were written, newest first', async () => {
    const { models } = aRegistry();
    for (const version of ['20261101-a', '20261103-c', '20261102-b'])
      await models.putVersion('demo', 'purchase', aVersion(version));

    await expect(models.version('demo', 'purchase', '20261102-b')).resolves.toEqual(aVersion('20261102-b'));
    await expect(models.version('demo', 'purchase', 'none')).resolves.toBeUndefined();
    expect((await models.listVersions('demo', 'purchase', 2)).map(({ version }) => version)).toEqual([
      '20261103-c',
      '20261102-b',
    ]);
  });
});

describe('the pointer to the candidate lists', () => {
  it('is read as it was written, one for each shop', async () => {
    const { models } = aRegistry();
    const next = { version: 'r2', previous: 'r1', updatedAt: '2026-11-01T00:00:00.000Z' };

    await models.moveCandidatesPointer('demo', next);

    await expect(models.candidatesPointer('demo')).resolves.toEqual(next);
    await expect(models.candidatesPointer('other')).resolves.toBeUndefined();
  });
});
