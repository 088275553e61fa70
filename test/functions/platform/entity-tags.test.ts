import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { winBack } from '../../../core/campaigns/library.ts';
import type { httpHandler } from '../../../core/platform/http-handler.ts';
import { aContext, anApiEvent, linesWritten } from '../../support/invocations.ts';
import { aMemoryTable } from '../../support/memory-table.ts';

/** What the functions find in their environment; they read it when they are loaded. */
const ENVIRONMENT = {
  AWS_REGION: 'eu-west-1',
  RECIPES_TABLE_NAME: 'recipes',
  CAMPAIGNS_TABLE_NAME: 'campaigns',
  REQUESTS_TABLE_NAME: 'requests',
  SCHEDULE_GROUP_NAME: 'campaigns',
  SCHEDULE_ROLE_ARN: 'arn:aws:iam::000000000000:role/schedules',
  RUN_CAMPAIGN_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:000000000000:stateMachine:run',
};
Object.assign(process.env, ENVIRONMENT);

const recipe = (description: string) => ({ base: 'popular', description });
const experiment = (name: string) => ({ name, kind: 'ab', arms: [{ recipe: 'for-you' }, { recipe: 'popular' }] });
const campaign = (name: string) => ({ definition: { ...winBack, name, schedule: null }, isActive: false });

describe.each([
  {
    thing: 'a recipe',
    path: { name: 'trending' },
    draft: recipe,
    get: () => import('../../../functions/recommendations/get-recipe.handler.ts'),
    put: () => import('../../../functions/recommendations/put-recipe.handler.ts'),
  },
  {
    thing: 'the experiment of a surface',
    path: { surface: 'home' },
    draft: experiment,
    get: () => import('../../../functions/recommendations/get-experiment.handler.ts'),
    put: () => import('../../../functions/recommendations/put-experiment.handler.ts'),
  },
  {
    thing: 'a campaign',
    path: { campaignId: 'win-back' },
    draft: campaign,
    get: () => import('../../../functions/campaigns/get-campaign.handler.ts'),
    put: () => import('../../../functions/campaigns/put-campaign.handler.ts'),
  },
])('$thing', ({ thing, path: pathParameters, draft, get, put }) => {
  linesWritten();
  beforeEach(() => {
    aMemoryTable('table');
    mockClient(SchedulerClient).onAnyCommand().resolves({});
  });

  const read = async () => answered((await get()).handler, anApiEvent({ pathParameters }));
  const save = async (content: object, replaces?: string, queryStringParameters: Record<string, string> = {}) => {
    const headers = replaces === undefined ? {} : { 'If-Match': replaces };
    const asked = { httpMethod: 'PUT', pathParameters, headers, queryStringParameters, body: JSON.stringify(content) };
    return answered((await put()).handler, anApiEvent(asked));
  };

  it('is tagged by its revision, which a save says back to replace nothing else', async () => {
    const first = await save(draft('one'), '"0"');
    const second = await save(draft('two'), first.etag);

    expect([first, second, await read()]).toMatchObject([
      { status: 200, etag: '"1"' },
      { status: 200, etag: '"2"' },
      { status: 200, etag: '"2"' },
    ]);
    expect(await save(draft('three'), first.etag)).toMatchObject({
      status: 412,
      type: 'urn:perennial:problem:overtaken',
    });
    expect(await save(draft('three'), `W/${second.etag}`)).toMatchObject({ status: 412 });
    expect(await save(draft('three'), '2')).toMatchObject({ status: 400 });
    expect(await read()).toMatchObject({ etag: '"2"' });
    expect(await save(draft('three'))).toMatchObject({ status: 200, etag: '"3"' });
    expect(await save(draft('four'), '*')).toMatchObject({ status: 200, etag: '"4"' });
  });

  it('is not written where something else than the header is to say what it replaces', async () => {
    expect(await save({ ...draft('one'), revision: 0 })).toMatchObject({ status: 400 });
    if (thing === 'a recipe')
      expect(await save(draft('one'), undefined, { follows: '0' })).toMatchObject({ status: 400 });
  });

  it('is read as it stands when it is tagged, for a save is held against that', async () => {
    const { mock } = aMemoryTable('table');

    await read();

    const reads = mock.commandCalls(GetCommand).map(({ args: [{ input }] }) => input.ConsistentRead);
    expect(reads).toEqual([true]);
  });

  it('that nobody has written is tagged as such where it can be read', async () => {
    expect(await read()).toMatchObject(thing === 'a campaign' ? { status: 404 } : { status: 200, etag: '"0"' });
  });
});

describe('a recipe that is deleted', () => {
  linesWritten();

  it('is of the revision that the header names, and of no other', async () => {
    aMemoryTable('table');
    const { handler: put } = await import('../../../functions/recommendations/put-recipe.handler.ts');
    const { handler } = await import('../../../functions/recommendations/delete-recipe.handler.ts');
    const asked = { pathParameters: { name: 'trending' } };
    const remove = (replaces: string) =>
      answered(handler, anApiEvent({ ...asked, httpMethod: 'DELETE', headers: { 'If-Match': replaces } }));
    await answered(put, anApiEvent({ ...asked, httpMethod: 'PUT', body: JSON.stringify(recipe('one')) }));

    expect(await remove('"2"')).toMatchObject({ status: 412 });
    expect(await remove('"1"')).toMatchObject({ status: 200 });
  });
});

async function answered(handler: ReturnType<typeof httpHandler>, event: APIGatewayProxyEvent) {
  const { statusCode: status, headers = {}, body = '' } = await handler(event, aContext());
  const { type } = JSON.parse(body);
  return { status, etag: String(headers.etag), type };
}
