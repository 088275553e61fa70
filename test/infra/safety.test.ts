import { synthesise } from './support/synthesised.ts';

const prod = synthesise({ stage: 'prod' });
const text = (value: unknown) => JSON.stringify(value);

describe('what is kept', () => {
  it('encrypts each table by our key, and can bring it back', () => {
    for (const [id, { Properties }] of prod.of('AWS::DynamoDB::Table')) {
      expect([id, Properties.SSESpecification]).toEqual([id, expect.objectContaining({ SSEType: 'KMS' })]);
      expect([id, text(Properties.PointInTimeRecoverySpecification)]).toEqual([
        id,
        expect.stringContaining('"PointInTimeRecoveryEnabled":true'),
      ]);
      expect([id, Properties.DeletionProtectionEnabled]).toEqual([id, true]);
    }
  });

  it('remembers destroyed keys of customers for one day only', () => {
    const [table] = prod.of('AWS::DynamoDB::Table').filter(([id]) => id.includes('CustomerKeys'));

    expect(text(table?.[1].Properties)).toContain('"RecoveryPeriodInDays":1');
  });

  it('lets nobody at a bucket without TLS, and nobody from outside', () => {
    const policies = prod.of('AWS::S3::BucketPolicy').map(([, { Properties }]) => text(Properties));

    for (const [id, { Properties }] of prod.of('AWS::S3::Bucket')) {
      expect([id, Properties.PublicAccessBlockConfiguration]).toEqual([
        id,
        { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      ]);
      const own = policies.filter((policy) => policy.includes(id.split('/')[1] ?? ''));
      expect([id, own.some((policy) => policy.includes('"aws:SecureTransport":"false"'))]).toEqual([id, true]);
    }
  });

  it('gives every worked queue its dead letters under our key', () => {
    const queues = prod.of('AWS::SQS::Queue');
    const worked = queues.filter(([, { Properties }]) => Properties.RedrivePolicy);

    expect(worked).toHaveLength(queues.length / 2);
    for (const [, { Properties }] of queues) expect(Properties.KmsMasterKeyId).toBeDefined();
  });
});

describe('what runs', () => {
  it('traces every function and keeps its log for a set time under our key', () => {
    const functions = prod.of('AWS::Lambda::Function');

    expect(functions.length).toBeGreaterThan(20);
    for (const [id, { Properties }] of functions) {
      expect([id, Properties.TracingConfig, Properties.Runtime]).toEqual([id, { Mode: 'Active' }, 'nodejs24.x']);
      expect([id, Properties.LoggingConfig]).toEqual([id, expect.objectContaining({ LogGroup: expect.anything() })]);
    }
    for (const [id, { Properties }] of prod.of('AWS::Logs::LogGroup')) {
      expect([id, Properties.RetentionInDays]).toEqual([id, 90]);
      expect(Properties.KmsKeyId).toBeDefined();
    }
  });

  it('tells a person by an alarm that names its page of the runbook and what silence means', () => {
    const alarms = prod.of('AWS::CloudWatch::Alarm');

    expect(alarms.length).toBeGreaterThan(5);
    for (const [id, { Properties }] of alarms) {
      expect([id, Properties.AlarmDescription]).toEqual([id, expect.stringMatching(/docs\/runbook\.md#[a-z-]+$/)]);
      expect([id, Properties.TreatMissingData]).toEqual([id, expect.any(String)]);
      expect(Properties.AlarmActions).toHaveLength(1);
    }
  });

  it('reports the failure of one message of a batch, not of all', () => {
    for (const [, { Properties }] of prod.of('AWS::Lambda::EventSourceMapping')) {
      expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    }
  });

  it('lets a page of any origin say which revision it replaces, and read which one an answer shows', () => {
    const parameters = prod
      .of('AWS::ApiGateway::Method')
      .filter(([, { Properties }]) => Properties.HttpMethod === 'OPTIONS')
      .map(([, { Properties }]) => text(Properties.Integration));

    expect(parameters.length).toBeGreaterThan(20);
    for (const one of parameters) {
      expect(one).toMatch(/Access-Control-Allow-Headers":"'[^']*If-Match/);
      expect(one).toMatch(/Access-Control-Expose-Headers":"'[^']*etag/);
    }
  });
});
