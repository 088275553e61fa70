/**
 * `node bench/chat/tuning-signs.ts > signs.jsonl`: the signs of the best sentence for each tuning question, asked with all
 * documents and without those that answer it. `fit_answerability.py` makes the weights of core/knowledge/answerability.ts of them.
 */
import { findEvidence } from '../../core/knowledge/find-evidence.ts';
import { buildIndex, packVector, unpackVector } from '../../core/knowledge/knowledge-index.ts';
import { startEncoder } from './encoder-process.ts';
import { BenchQuestion, readKnowledge, readLines } from './knowledge-file.ts';

/** Two shops of different trades, each with questions of its own. */
const FOLDER = 'bench/data/chat/tuning';
const encoder = await startEncoder();
for (const shop of ['', 'second-']) {
  const documents = await readKnowledge(`${FOLDER}/${shop}knowledge.jsonl`, encoder.encode);
  for (const { id, language, turns, citations, expect } of readLines(
    `${FOLDER}/${shop}questions.jsonl`,
    BenchQuestion,
  )) {
    const text = turns.at(-1) ?? '';
    const context = turns.at(-2);
    const [vector = []] = language === 'en' ? await encoder.encode([context ? `${context} ${text}` : text]) : [];
    const question = {
      text,
      language,
      ...(context ? { context } : {}),
      ...(vector.length ? { vector: unpackVector(packVector(vector)) } : {}),
    };
    const tell = (kept: typeof documents, from: string) => {
      const [best] = findEvidence(buildIndex(1, kept), question);
      const isRight = best !== undefined && citations.includes(best.found.document.id);
      const row = { id, language, from, isRight: isRight ? 1 : 0, ...best?.signs };
      process.stdout.write(`${JSON.stringify(row)}\n`);
    };
    if (expect === 'refuse') tell(documents, 'unanswerable');
    else {
      tell(documents, 'all');
      tell(
        documents.filter((document) => !citations.includes(document.id)),
        'without',
      );
    }
  }
}
encoder.stop();
process.exit(0);
