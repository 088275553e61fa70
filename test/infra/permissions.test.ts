import { actionsOf, statementsOf, synthesise } from './support/synthesised.ts';

const dev = synthesise({ stage: 'dev' });
const dynamo = (name: string) => actionsOf(dev, name).filter((action) => action.startsWith('dynamodb:'));

const statementsFor = (name: string) => statementsOf(dev).filter(({ id }) => id.includes(`${name}Parts`));

describe('an execution that ended badly', () => {
  const rules = dev
    .of('AWS::Events::Rule')
    .filter(([, { Properties }]) => JSON.stringify(Properties.EventPattern)?.includes('aws.states'));

  it.each([
    ['RecommendationBatchesWorkflow', 'EndSlateBatch'],
    ['EstimatesWorkflow', 'EndEstimate'],
    ['GenerateContent', 'EndBatch'],
    ['RefreshProfiles', 'PublishProfiles'],
    ['RunCampaign', 'FinishRun'],
    ['TrainModel', 'RecordRun'],
  ])('of %s is told to %s, of that workflow alone', (workflow, step) => {
    const mine = rules.filter(([id]) => id.includes(`${workflow}CutOff`));

    expect(mine).toHaveLength(1);
    for (const [, { Properties }] of mine) {
      expect(Properties.EventPattern).toMatchObject({
        source: ['aws.states'],
        detail: {
          stateMachineArn: [{ Ref: expect.stringContaining(workflow) }],
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      });
      expect(JSON.stringify(Properties.Targets)).toContain(step);
    }
  });

  it('is told for every workflow', () => {
    expect(rules).toHaveLength(dev.of('AWS::StepFunctions::StateMachine').length);
  });
});

describe('what a function may do', () => {
  it('lets the collector send to the queue and touch no table and no bucket', () => {
    const actions = actionsOf(dev, 'CollectEvents');

    expect(actions).toContain('sqs:SendMessage');
    expect(actions.filter((action) => /^(dynamodb|s3):/.test(action))).toEqual([]);
  });

  it('lets the authorizer query the index of keys and nothing else', () => {
    expect(dynamo('AuthorizeRequest')).toEqual(['dynamodb:Query']);
  });

  it('lets recommendations read, and write nothing but the decision that it queues', () => {
    const actions = actionsOf(dev, 'GetRecommendations');

    expect(dynamo('GetRecommendations').filter((action) => /Put|Update|Delete|Write/.test(action))).toEqual([]);
    expect(actions.filter((action) => action.startsWith('s3:'))).toEqual([]);
    expect(actions).toEqual(expect.arrayContaining(['sqs:SendMessage', 'sagemaker:InvokeEndpoint']));
  });

  it('lets who looks for items read them and write nothing, and who puts them list them without a query', () => {
    expect(dynamo('ListItems').toSorted()).toEqual(['dynamodb:BatchGetItem', 'dynamodb:Query']);
    expect(dynamo('PutItems')).not.toContain('dynamodb:Query');
    for (const name of ['ListItemFields', 'CountItems']) expect(dynamo(name)).toEqual(['dynamodb:Query']);
  });

  it('lets a preview of a recipe write nothing, not even a decision', () => {
    const actions = actionsOf(dev, 'PreviewRecipe');

    expect(actions).toContain('sagemaker:InvokeEndpoint');
    expect(actions.filter((action) => /^sqs:|^s3:|dynamodb:(Put|Update|Delete|BatchWrite)/.test(action))).toEqual([]);
  });

  it('lets the mover of the champion pointer change the registry of models, and nothing else', () => {
    expect(dynamo('MovePointer').sort()).toEqual([
      'dynamodb:DeleteItem', // of the pointer, when a first champion goes back
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ]);
    expect(actionsOf(dev, 'MovePointer').filter((action) => /^(sqs|s3|sagemaker):/.test(action))).toEqual([]);
  });

  it('lets slates know what is said of a customer without opening an identity', () => {
    for (const name of ['GetRecommendations', 'PreviewRecipe', 'WriteSlatePage'])
      expect([name, JSON.stringify(statementsFor(name))]).toEqual([name, expect.not.stringContaining('CustomerKeys')]);
  });

  it.each(['PutRecipe', 'DeleteRecipe'])('lets %s touch recipes alone, and no row be lost', (name) => {
    expect(dynamo(name)).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem']);
    expect(actionsOf(dev, name).filter((action) => /^(sqs|s3|sagemaker):/.test(action))).toEqual([]);
  });

  it('lets whoever sets an experiment look at what was counted, and lose no row', () => {
    expect(dynamo('PutExperiment')).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query']);
  });

  it('lets the writer of decisions write them, count outcomes and keep who was drawn, and know nobody by name', () => {
    const tables = statementsFor('LogDecisions').filter((one) => JSON.stringify(one).includes('dynamodb:'));

    expect(dynamo('LogDecisions')).toEqual([
      ...['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem'],
      ...['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    ]);
    expect(JSON.stringify(tables)).not.toMatch(/TablesIdentities|TablesCustomerKeys/);
    expect(actionsOf(dev, 'LogDecisions')).not.toContain('s3:GetObject');
  });

  it('lets a batch of slates walk pseudonyms without a key of a person, and touch its own files alone', () => {
    const statements = JSON.stringify(statementsFor('WriteSlatePage'));

    expect(statements).not.toContain('TablesCustomerKeys');
    const files = statementsFor('WriteSlatePage').filter((one) => JSON.stringify(one).includes('s3:'));
    expect(
      actionsOf(dev, 'WriteSlatePage')
        .filter((action) => action.startsWith('s3:'))
        .sort(),
    ).toEqual(['s3:GetObject', 's3:PutObject']);
    for (const one of files) expect(JSON.stringify(one)).toContain('/batches/*');
    expect(actionsOf(dev, 'EndSlateBatch').filter((action) => action.startsWith('sagemaker:'))).toEqual([]);
    const written = statementsFor('WriteSlatePage').filter((one) =>
      /dynamodb:(Put|Update|Delete|BatchWrite)/.test(JSON.stringify(one)),
    );
    expect(dynamo('WriteSlatePage').filter((action) => /Put|Update|Delete|Write/.test(action))).toEqual([
      'dynamodb:UpdateItem', // of the batch, by how far its part is
    ]);
    expect(JSON.stringify(written)).toContain('TablesRecipes');
  });

  it('lets the list of batches query them, and the look at one read it', () => {
    expect(dynamo('ListSlateBatches')).toEqual(['dynamodb:Query']);
    expect(dynamo('GetSlateBatch')).toEqual(['dynamodb:GetItem']);
  });

  it('lets who stops a batch stop executions of that workflow and write the end down, and begin nothing', () => {
    const states = statementsFor('StopSlateBatch').filter((one) => JSON.stringify(one).includes('states:'));

    expect(states.map(({ actions }) => actions)).toEqual([['states:StopExecution']]);
    expect(JSON.stringify(states)).toMatch(/:execution:.*RecommendationBatchesWorkflow/);
    expect(dynamo('StopSlateBatch')).toEqual(['dynamodb:GetItem', 'dynamodb:UpdateItem']);
  });

  it('lets who asks for an estimate write it down and start it, and read neither the lake nor what was counted', () => {
    expect(dynamo('StartEstimate').toSorted()).toEqual([
      ...['dynamodb:DeleteItem', 'dynamodb:GetItem'], // of answers to an Idempotency-Key
      ...['dynamodb:PutItem', 'dynamodb:UpdateItem'],
    ]);
    const actions = actionsOf(dev, 'StartEstimate');
    expect(actions.filter((action) => action.startsWith('states:'))).toEqual(['states:StartExecution']);
    expect(actions.filter((action) => /^(s3|sqs|sagemaker):/.test(action))).toEqual([]);
    expect(dynamo('ListEstimates')).toEqual(['dynamodb:Query']);
    expect(dynamo('GetEstimate')).toEqual(['dynamodb:GetItem']);
  });

  it('lets who ends an estimate read its answer and change its row, and nothing else', () => {
    const files = statementsFor('EndEstimate').filter((one) => JSON.stringify(one).includes('s3:'));

    expect(dynamo('EndEstimate')).toEqual(['dynamodb:UpdateItem']);
    expect(files.map(({ actions }) => actions)).toEqual([['s3:GetObject']]);
    expect(JSON.stringify(files)).toContain('/estimates/*');
  });

  it('lets the job of an estimate read slates and events of the lake, and touch no file of a model', () => {
    const own = statementsOf(dev).filter(({ id }) => id.includes('EstimatesWorkflowJob'));
    const files = JSON.stringify(own.filter(({ actions }) => actions.some((action) => action.startsWith('s3:'))));

    expect(files).toMatch(/\/decisions\/\*.*\/events\/\*/);
    expect(files).not.toMatch(/customers\/|inquiries\/|items\/|runs\/|checkpoints\/|bases\//);
    expect(own.flatMap(({ actions }) => actions).filter((action) => /^(dynamodb|sagemaker|sqs):/.test(action))).toEqual(
      [],
    );
  });

  it('lets slates ask the recommender and the purchase champion, and no other model', () => {
    const asked = statementsFor('GetRecommendations').filter((one) =>
      JSON.stringify(one).includes('sagemaker:InvokeEndpoint'),
    );

    expect(JSON.stringify(asked)).toMatch(/-recommender-/);
    expect(JSON.stringify(asked)).not.toMatch(/-(generator|intents)-/);
  });

  it('lets the writer of texts add drafts, and neither publish nor change what is there', () => {
    expect(dynamo('CreateContent').filter((action) => /Update|Delete|Write/.test(action))).toEqual([
      'dynamodb:DeleteItem', // of its own answer to an Idempotency-Key
    ]);
  });

  it('lets the reader of published texts write nothing', () => {
    expect(dynamo('ListItemContent')).toEqual(['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query']);
  });

  it('lets the reader of decisions query them, and read no customer', () => {
    expect(dynamo('ListDecisions').sort()).toEqual(['dynamodb:GetItem', 'dynamodb:Query']);
    expect(actionsOf(dev, 'ListDecisions').filter((action) => action.startsWith('s3:'))).toEqual([]);
  });

  it('lets the chat write conversations, orders and its own answers, queue a decision, and delete nothing else', () => {
    const actions = actionsOf(dev, 'SendMessage');

    expect(dynamo('SendMessage').filter((action) => /Update|BatchWrite|Scan/.test(action))).toEqual([]);
    expect(actions).toContain('sqs:SendMessage');
    expect(actions.filter((action) => /^(s3|ses|sns):/.test(action))).toEqual([]);
  });

  it('lets the reader of requests query orders, and open none of them', () => {
    expect(dynamo('ListOrderRequests')).toEqual(['dynamodb:Query']);
    // Without the shop's key no order can be read, only who asked what of which.
    expect(actionsOf(dev, 'ListOrderRequests').filter((action) => action.startsWith('sqs:'))).toEqual([]);
  });

  it('lets no function delete an object, a table or a key, or read the lake as a whole', () => {
    const forbidden = /^(s3:Delete|dynamodb:DeleteTable|kms:ScheduleKeyDeletion|kms:DisableKey|iam:(?!PassRole))/;
    const found = statementsOf(dev).filter(({ actions }) => actions.some((action) => forbidden.test(action)));

    expect(found.map(({ id }) => id)).toEqual([]);
  });

  it('lets who publishes profiles write them and read the files of runs, and see no customer', () => {
    expect(dynamo('PublishProfiles').sort()).toEqual([
      'dynamodb:BatchWriteItem',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
    ]);
    expect(actionsOf(dev, 'PublishProfiles').filter((action) => action.startsWith('s3:'))).toEqual(['s3:GetObject']);
  });

  it('lets the reader of a profile write nothing and open no identity', () => {
    expect([...new Set(dynamo('GetProfile'))].sort()).toEqual(['dynamodb:BatchGetItem', 'dynamodb:GetItem']);
    const found = dev
      .of('AWS::IAM::Policy')
      .filter(([id]) => id.includes('GetProfileParts'))
      .map(([, { Properties }]) => JSON.stringify(Properties));
    expect(found.length).toBe(1);
    expect(found.some((text) => /Identities|CustomerKeys/.test(text))).toBe(false);
    expect(dynamo('ListClusters')).toEqual(['dynamodb:GetItem']);
  });

  it.each(['RefreshProfiles', 'EstimatesWorkflow'])('lets %s start jobs and no endpoint', (name) => {
    const started = statementsOf(dev)
      .filter(({ id }) => id.includes(name))
      .flatMap(({ actions }) => actions.filter((action) => action.startsWith('sagemaker:')));

    expect(started.sort()).toEqual([
      'sagemaker:AddTags', // Step Functions tags the job that it starts
      'sagemaker:CreateProcessingJob',
      'sagemaker:DescribeProcessingJob',
      'sagemaker:StopProcessingJob',
    ]);
  });

  it('lets a delivered page be scored by the model that ranked its audience', () => {
    for (const name of ['RankAudience', 'DeliverPage']) {
      const asked = statementsFor(name).filter(({ actions }) => actions.includes('sagemaker:InvokeEndpoint'));
      expect([name, JSON.stringify(asked)]).toEqual([name, expect.stringMatching(/-effectiveness-/)]);
    }
  });

  it('lets who writes identities look many up at once', () => {
    for (const name of ['ProjectEvents', 'PutCustomers'])
      expect([name, dynamo(name)]).toEqual([name, expect.arrayContaining(['dynamodb:BatchGetItem'])]);
  });

  it('lets workflows tag whatever they create, which Step Functions does by itself', () => {
    for (const name of ['TrainModel', 'RefreshProfiles', 'EstimatesWorkflow']) {
      const own = statementsOf(dev).filter(({ id }) => id.includes(name));
      const tagged = JSON.stringify(own.filter(({ actions }) => actions.includes('sagemaker:AddTags')));
      const made = own.flatMap(({ actions }) => actions.filter((one) => /^sagemaker:Create(?!ModelPackage)/.test(one)));
      for (const one of made) {
        const resource = one
          .slice('sagemaker:Create'.length)
          .replace(/(?<!^)([A-Z])/g, '-$1')
          .toLowerCase();
        expect([name, tagged]).toEqual([name, expect.stringContaining(`:${resource}/`)]);
      }
    }
  });

  it('grants no action by a pattern', () => {
    const found = statementsOf(dev).filter(({ actions }) => actions.some((action) => action.includes('*')));

    expect(found.map(({ id, actions }) => `${id} ${actions}`)).toEqual([]);
  });

  it('names a resource wherever the action has one to name', () => {
    const unnamed = statementsOf(dev)
      .filter(({ resource }) => resource === '*')
      .flatMap(({ actions }) => actions);

    expect([...new Set(unnamed)].sort()).toEqual([
      'cloudwatch:GetMetricData',
      'cloudwatch:PutMetricData',
      'ecr:GetAuthorizationToken',
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  it('hands a role only to the service that it is for', () => {
    const passes = dev.of('AWS::IAM::Policy').flatMap(([id, { Properties }]) => {
      const text = JSON.stringify(Properties);
      return text.includes('iam:PassRole') ? [[id, text.match(/"iam:PassedToService":"([a-z.]+)"/)?.[1]]] : [];
    });

    expect(passes.map(([, service]) => service).sort()).toEqual([
      'sagemaker.amazonaws.com',
      'sagemaker.amazonaws.com',
      'sagemaker.amazonaws.com',
      'scheduler.amazonaws.com',
      'scheduler.amazonaws.com',
    ]);
  });

  it('lets the step that ranks an audience read it, ask a model, and write the run alone', () => {
    expect(actionsOf(dev, 'RankAudience')).toContain('sagemaker:InvokeEndpoint');
    expect(dynamo('RankAudience').filter((action) => /Put|Delete|Write/.test(action))).toEqual([]);
    expect(dynamo('RankAudience').filter((action) => /Update/.test(action))).toEqual(['dynamodb:UpdateItem']);
  });

  it('lets messages ask the champion, as every surface does', () => {
    for (const name of ['DeliverPage', 'PreviewMessage', 'TestSend'])
      expect(actionsOf(dev, name)).toContain('sagemaker:InvokeEndpoint');
  });

  it('lets the home page count customers and open none of them', () => {
    expect([...new Set(dynamo('GetHome'))].sort()).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
    ]);
    const policies = dev.of('AWS::IAM::Policy').filter(([id]) => id.includes('GetHomeParts'));
    expect(policies.length).toBe(1);
    expect(JSON.stringify(policies)).not.toContain('CustomerKeys');
  });

  it('lets links that anybody may follow write no more than a queue and the message they are of', () => {
    for (const name of ['TrackClick', 'TrackOpen']) {
      const actions = actionsOf(dev, name);
      expect(actions).toContain('sqs:SendMessage');
      expect(actions.filter((action) => action.startsWith('s3:'))).toEqual([]);
      expect(actions.filter((action) => /^dynamodb:(Put|Delete|Batch|Query|Scan)/.test(action))).toEqual([]);
    }
  });

  it('lets two functions of a run see customers, one of them send, and the others neither', () => {
    expect(actionsOf(dev, 'DeliverPage')).toEqual(expect.arrayContaining(['ses:SendEmail', 'dynamodb:Query']));
    for (const name of ['BeginRun', 'RankAudience', 'FinishRun'])
      expect(actionsOf(dev, name)).not.toContain('ses:SendEmail');
    expect(dynamo('BeginRun').sort()).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem']);
  });

  it.each(['CountAudience', 'DryRun', 'ListCustomers'])(
    'lets %s, which opens many customers, read their keys together, and make or destroy none',
    (name) => {
      const actions = statementsFor(name)
        .filter((one) => JSON.stringify(one).includes('TablesCustomerKeys'))
        .flatMap((one) => one.actions.filter((action) => action.startsWith('dynamodb:')));

      expect(actions.toSorted()).toEqual(['dynamodb:BatchGetItem', 'dynamodb:GetItem']);
    },
  );

  it('lets whoever walks an audience read what segments may ask of profiles, and write none', () => {
    for (const name of ['CountAudience', 'DryRun', 'RankAudience', 'DeliverPage']) {
      const actions = statementsOf(dev)
        .filter(({ id, resource }) => id.includes(`${name}Parts`) && JSON.stringify(resource).includes('ProfilesTable'))
        .flatMap((one) => one.actions)
        .filter((action) => action.startsWith('dynamodb:'));
      expect([name, [...new Set(actions)].sort()]).toEqual([name, ['dynamodb:BatchGetItem', 'dynamodb:GetItem']]);
    }
  });

  it('lets who follows a link of a message reach no identity and no key but that of the links', () => {
    for (const name of ['TrackOpen', 'TrackClick', 'ShowPreferences', 'ChangePreferences', 'Unsubscribe']) {
      const found = dev
        .of('AWS::IAM::Policy')
        .filter(([id]) => id.includes(`Channels${name}Parts`))
        .map(([, { Properties }]) => JSON.stringify(Properties));
      expect([name, found.length]).toEqual([name, 1]);
      expect([name, found.some((text) => /Identities|CustomerKeys/.test(text))]).toEqual([name, false]);
    }
  });
});
