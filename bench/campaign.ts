/**
 * `npm run bench -- campaign --recipients 5000`: a campaign on the laptop's tables and mail, where one call in ten fails
 * and the run is driven again twice. Counts who got it twice, who missed it, and who got it and must not.
 */
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { Audience } from '../core/campaigns/contract.ts';
import { startTemporaryLaptop } from '../local/temporary-laptop.ts';
import { kindOf } from './campaign/crowd.ts';
import { runUnderFaults } from './campaign/faulty-run.ts';

const { values } = parseArgs({
  options: {
    recipients: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '7' },
    json: { type: 'boolean' },
  },
});
const recipients = z.coerce.number().int().min(10).max(50_000).parse(values.recipients);
/** So many customers that as many as asked are wanted, but for the shop's own holdout. */
const shareWanted = Array.from({ length: 10 }, (_, index) => kindOf(index)).filter((kind) => kind === 'wanted').length;
const say = (line: string) => process.stderr.write(`${line}\n`);

const laptop = await startTemporaryLaptop(say);
try {
  const { server, tracker, addresses, access } = laptop;
  const fields = await runUnderFaults({
    crowd: { size: Math.ceil((recipients * 10) / shareWanted / 0.9), domain: 'crowd.example.com' },
    shop: access.shop,
    ...{ server, tracker },
    publicUrl: addresses.apiUrl,
    emulatorUrl: addresses.emulatorUrl,
    seed: Number(values.seed),
    matched: async () =>
      Audience.parse(await server.post('/campaigns/win-back/audience', { segment: 'customer.orders >= 1' })).matched,
    onProgress: say,
  });
  process.stdout.write(`${JSON.stringify(fields)}\n`);
} finally {
  await laptop.dispose();
}
process.exit(0);
