/**
 * Descriptions from catalogue facts by the compact decoder, with and without the claim check, and by a template.
 *
 * `npm run bench -- content --catalogue X [--n 200] [--max-seconds 180] [--keep FOLDER | --trained FOLDER] --json`
 * `--catalogue chinese` is a Chinese catalogue of our own making. Texts are asked for in the catalogue's own language.
 *
 * The benched items are held out whole: neither their descriptions nor their facts are learned from. The decoder is
 * trained, scored and served by the workflow's own jobs; texts go through the use case that the API calls. `--keep`
 * keeps the files of a run, `held-out.json` among them, and `--trained` judges the model of such a folder again.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { checkText } from '../core/content/check-text.ts';
import type { CheckedText, Language } from '../core/content/contract.ts';
import { gatherFacts } from '../core/content/gather-facts.ts';
import { languageOf } from '../core/content/text-language.ts';
import type { CatalogueRow } from '../core/items/contract.ts';
import { createTextCompleter } from '../functions/content/complete-text.ts';
import { NothingVerifiableError } from '../functions/content/content-errors.ts';
import { type TextWish, writeDrafts } from '../functions/content/write-drafts.ts';
import { createRandom } from '../local/demo/random.ts';
import { readCatalogue } from './content/catalogue-file.ts';
import { chineseCatalogue } from './content/chinese-catalogue.ts';
import { serveGenerator, trainedGenerator, trainGenerator } from './content/generator-jobs.ts';
import { judgeTexts, type Written } from './content/judge-texts.ts';
import { writeByTemplate } from './content/template-writer.ts';

const DRAWS = 2_000;
const CHINESE = 'chinese';
const CHINESE_ITEMS = 1_200;

const wishIn = (language: Language): TextWish => ({
  kind: 'description',
  tone: 'plain',
  length: 'medium',
  language,
  vertical: 'general',
  variants: 1,
});

interface Attempt {
  readonly item: CatalogueRow;
  /** What the model wrote first, before anybody checked it. */
  readonly raw: string;
  readonly all: readonly CheckedText[];
  readonly draft: CheckedText | undefined;
  readonly milliseconds: number;
}

const { values } = parseArgs({
  options: {
    catalogue: { type: 'string' },
    n: { type: 'string', default: '200' },
    seed: { type: 'string', default: '7' },
    'max-seconds': { type: 'string', default: '180' },
    epochs: { type: 'string', default: '8' },
    threads: { type: 'string', default: '0' },
    keep: { type: 'string' },
    trained: { type: 'string' },
    json: { type: 'boolean' },
  },
});
if (!values.catalogue) {
  process.stderr.write('Which catalogue? npm run bench -- content --catalogue items.csv.gz\n');
  process.exit(2);
}
const seed = Number(values.seed);
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'perennial-content-'));
mkdirSync(folder, { recursive: true });
try {
  const { catalogue: named } = values;
  const catalogue = named === CHINESE ? chineseCatalogue(CHINESE_ITEMS, seed) : await readCatalogue(named);
  const figures = await bench(shuffled(catalogue), Number(values.n));
  process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  if (!values.keep) rmSync(folder, { recursive: true, force: true });
}

async function bench(catalogue: readonly CatalogueRow[], n: number) {
  const heldIds = values.trained ? heldOutOf(values.trained) : catalogue.slice(0, n).map(({ itemId }) => itemId);
  const held = catalogue.filter(({ itemId }) => heldIds.includes(itemId)).slice(0, n);
  const learnedFrom = catalogue.filter(({ itemId }) => !heldIds.includes(itemId));
  const hyperparameters = {
    epochs: values.epochs,
    max_seconds: values['max-seconds'],
    threads: values.threads,
    seed: values.seed,
  };
  if (values.keep) writeFileSync(join(folder, 'held-out.json'), JSON.stringify(heldIds));
  const {
    folder: model,
    metrics,
    evaluation,
  } = values.trained
    ? trainedGenerator(values.trained)
    : await trainGenerator(folder, learnedFrom, hyperparameters, seed);
  const language = languageOf(catalogue.map(({ description }) => description).join(' '));
  const server = await serveGenerator(model);
  const attempts: Attempt[] = [];
  try {
    for (const item of held) attempts.push(await attempt(item, wishIn(language), server.url));
  } finally {
    server.stop();
  }
  if (values.keep) writeFileSync(join(folder, 'texts.json'), JSON.stringify(attempts, null, 2));
  const judge = (textOf: (one: Attempt) => string) =>
    judgeTexts(
      attempts.map<Written>((one) => ({ item: one.item, text: textOf(one) })),
      learnedFrom,
    );
  const ours = judge(({ draft }) => draft?.text ?? '');
  const template = judge(({ item }) => writeByTemplate(item, language));
  const sentences = attempts.flatMap(({ all }) => all.flatMap(({ sentences: some }) => some));
  const share = (outcome: string) => sentences.filter((one) => one.outcome === outcome).length / sentences.length;
  return {
    ...ours.figures,
    share_dropped: share('dropped'),
    share_rewritten: share('rewritten'),
    ms_per_text: median(attempts.map(({ milliseconds }) => milliseconds)),
    without_checker: judge(({ raw }) => raw).figures,
    peers: { template: template.figures, 'the shop’s own': judge(({ item }) => item.description).figures },
    ...ratioOf(ours.coverages, template.coverages),
    nats_per_byte: evaluation.candidates[0]?.log_loss,
    baseline_nats_per_byte: evaluation.baselines[0]?.log_loss,
    training_seconds: metrics.training_seconds,
    parameters: metrics.parameters,
    learned_from: learnedFrom.length,
    language,
    samples: attempts
      .slice(0, 8)
      .map(({ item, raw, draft }) => ({ title: item.title, raw, checked: draft?.text ?? '' })),
    seed,
  };
}

function heldOutOf(kept: string): string[] {
  return z.array(z.string()).parse(JSON.parse(readFileSync(join(kept, 'held-out.json'), 'utf8')));
}

async function attempt(item: CatalogueRow, wish: TextWish, url: string): Promise<Attempt> {
  const written: string[] = [];
  const complete = createTextCompleter({
    setting: { kind: 'url', url, model: 'compact' },
    models: { pointer: async () => undefined },
    runtime: { send: async () => Promise.reject(new Error('No endpoint is asked here')) },
  });
  const started = performance.now();
  const drafts = await writeDrafts(item.shop, item, wish, async (...order) => {
    const completion = await complete(...order);
    written.push(...completion.choices.map(({ message }) => message.content ?? ''));
    return completion;
  }).catch((error: unknown) => {
    if (error instanceof NothingVerifiableError) return undefined;
    throw error;
  });
  const milliseconds = performance.now() - started;
  const facts = gatherFacts(item);
  return {
    item,
    raw: written[0] ?? '',
    all: written.map((text) => checkText(text, facts, wish)),
    draft: drafts?.texts[0],
    milliseconds,
  };
}

/** Ours to the template's fact coverage, by paired bootstrap over items, 95 %. */
function ratioOf(ours: readonly number[], theirs: readonly number[]) {
  const random = createRandom(seed);
  const sum = (numbers: readonly number[], picks: readonly number[]) =>
    picks.reduce((total, pick) => total + (numbers[pick] ?? 0), 0);
  const every = ours.map((_, index) => index);
  const draws = Array.from({ length: DRAWS }, () => {
    const picks = every.map(() => random.below(ours.length));
    return sum(ours, picks) / sum(theirs, picks);
  }).sort((one, other) => one - other);
  return {
    ratio: sum(ours, every) / sum(theirs, every),
    ratio_low: draws[Math.floor(DRAWS * 0.025)],
    ratio_high: draws[Math.floor(DRAWS * 0.975)],
  };
}

function shuffled(rows: readonly CatalogueRow[]): CatalogueRow[] {
  const random = createRandom(seed);
  return rows
    .map((row) => ({ row, place: random.uniform() }))
    .sort((one, other) => one.place - other.place)
    .map(({ row }) => row);
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
