import { readFileSync } from 'node:fs';
import mjml2html from 'mjml';
import type { GeneratedFile } from './generator.ts';

const FOLDER = 'core/campaigns/templates';

/** The HTML of messages, made from MJML here so that no function carries a compiler. Its Liquid is filled in when sent. */
export async function messageTemplates(): Promise<readonly GeneratedFile[]> {
  const source = readFileSync(`${FOLDER}/message.mjml`, 'utf8');
  const { html, errors } = await mjml2html(source, { validationLevel: 'strict' });
  if (errors.length) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'));
  return [{ path: `${FOLDER}/message.html`, text: `${html.trim()}\n` }];
}
