import * as z from 'zod';

const note = <Code extends string, Values extends z.ZodRawShape>(code: Code, values: Values) =>
  z.object({ code: z.literal(code), values: z.object(values) });

const ratio = { ratio: z.number(), low: z.number(), high: z.number() };
const judged = { winner: z.string(), best: z.string(), ...ratio };

/**
 * Why a training chose as it did: a code, and what its sentence fills in. `recommender/notes.py` writes it with the sentence
 * in English; the console has one for each code in each of its languages (`run.note`).
 */
export const TrainingNote = z.discriminatedUnion('code', [
  note('no-search-asked', {}),
  note('too-few-to-search', { sessions: z.int() }),
  note('nothing-to-judge-by', {}),
  note('too-few-to-blend', { questions: z.int() }),
  note('nothing-proposed', {}),
  note('blend-better', judged),
  note('blend-not-surely-better', judged),
  note('habit-orders', ratio),
  note('habit-says-nothing', ratio),
  note('too-few-described', { customers: z.int() }),
  note('attributes-say-nothing', ratio),
  note('attributes-order', ratio),
]);
export type TrainingNote = z.infer<typeof TrainingNote>;
