import { runUnderFaults } from '../../bench/campaign/faulty-run.ts';
import { Audience } from '../../core/campaigns/contract.ts';
import { platform } from './support/platform.ts';
import { openClients } from './support/shops.ts';

jest.setTimeout(300_000);

it('writes once to everybody it should and to nobody else, while one call in ten fails and the run is driven again twice', async () => {
  const { shop, server, tracker } = await openClients();

  const told = await runUnderFaults({
    crowd: { size: 300, domain: `${Date.now().toString(36)}.example.com` },
    ...{ shop, server, tracker },
    publicUrl: `${platform.PERENNIAL_URL}/v1`,
    emulatorUrl: process.env.AWS_ENDPOINT_URL ?? '',
    seed: 7,
    matched: async () =>
      Audience.parse(await server.post('/campaigns/win-back/audience', { segment: 'customer.orders >= 1' })).matched,
    onProgress: () => {},
  });

  expect(told).toMatchObject({ double: 0, missed: 0, unwanted: 0, sent: told.recipients });
  expect(told.recipients).toBeGreaterThan(150);
  expect(told.faults / told.calls).toBeGreaterThan(0.05);
});
