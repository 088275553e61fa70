import { LONGEST } from '../check-text.ts';
import type { CreateContentRequest, Fact } from '../contract.ts';
import { SYSTEM_PROMPT } from './system-prompt.ts';

type Wish = Pick<CreateContentRequest, 'kind' | 'tone' | 'length' | 'language' | 'vertical'>;

const SENTENCES = { short: 'one sentence', medium: 'two sentences', long: 'three to five sentences' } as const;

/** One request for every server: an instruct model follows the first message, a model of ours reads the second. */
export function messagesFor(wish: Wish, facts: readonly Fact[]) {
  const system = SYSTEM_PROMPT.replace('{{most}}', String(LONGEST[wish.kind])).replace(
    '{{sentences}}',
    SENTENCES[wish.length],
  );
  const user = [
    `Kind: ${wish.kind}`,
    `Length: ${wish.length}`,
    `Tone: ${wish.tone}`,
    `Language: ${wish.language}`,
    `Vertical: ${wish.vertical}`,
    'Facts:',
    ...facts.map(({ name, value }) => `- ${name}: ${value}`),
  ].join('\n');
  return [
    { role: 'system' as const, content: system },
    { role: 'user' as const, content: user },
  ];
}
