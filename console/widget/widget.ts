import { openChat, type ShownMessage } from './chat-session.ts';
import css from './widget.css';
import { WORDS } from './words.ts';

/** How often a person's answer is looked for, while one is awaited. */
const LOOK_MS = 3_000;

/**
 * The chat on a shop's page:
 * `<script src="…/chat-widget.js" data-api="…/v1" data-key="pk_live_…" data-customer-token="…" defer></script>`.
 */
function install(script: HTMLScriptElement): void {
  const { api = '', key = '', customerToken, language } = script.dataset;
  const spoken = (language ?? document.documentElement.lang).startsWith('zh') ? 'zh' : 'en';
  const words = WORDS[spoken];
  const chat = openChat({
    api: api.replace(/\/$/, ''),
    key,
    customerToken: customerToken || undefined,
    language: spoken,
  });
  const host = document.createElement('perennial-chat');
  host.lang = spoken;
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const opener = button(words.open, () => show(true));
  const panel = element('section', { role: 'dialog', 'aria-label': words.title, hidden: '' });
  const log = element('div', { role: 'log', 'aria-live': 'polite', 'aria-label': words.log, tabindex: '0' });
  const lines = element('ol', {});
  log.append(lines);
  const input = element('textarea', {
    rows: '2',
    maxlength: '2000',
    'aria-label': words.input,
    placeholder: words.input,
  });
  const failure = element('p', { role: 'alert' });
  const person = button(words.person, () => void say(words.personText));
  person.className = 'quiet';
  const send = button(words.send);
  send.type = 'submit';
  const form = element('form', {});
  form.append(input, failure, person, send);
  const header = element('header', {});
  const title = element('h2', {});
  title.textContent = words.title;
  const closer = button('×', () => show(false));
  closer.setAttribute('aria-label', words.close);
  closer.className = 'quiet';
  header.append(title, closer);
  panel.append(header, log, form);
  root.append(opener, panel);
  document.body.append(host);

  const shown = new Set<string>();
  const add = (messages: readonly ShownMessage[]) => {
    for (const { id, author, text } of messages) {
      if (shown.has(id)) continue;
      shown.add(id);
      const line = element('li', { 'data-author': author });
      const name = element('b', {});
      name.textContent = words.author[author];
      // As text: whatever a page, a customer or a person wrote stays text.
      line.append(name, document.createTextNode(text));
      lines.append(line);
      log.scrollTop = log.scrollHeight;
    }
  };

  let isBusy = false;
  async function say(text: string): Promise<void> {
    if (isBusy || !text.trim()) return;
    isBusy = true;
    send.disabled = true;
    failure.textContent = '';
    try {
      add(await chat.send(text.trim()));
      // What was typed meanwhile stays, and asking for a person sends other words.
      if (input.value.trim() === text.trim()) input.value = '';
    } catch {
      failure.textContent = words.failed;
    } finally {
      isBusy = false;
      send.disabled = false;
      input.focus();
    }
  }

  async function look(): Promise<void> {
    if (panel.hidden) return;
    try {
      const { messages, isWithPerson } = await chat.read();
      add(messages);
      if (isWithPerson) setTimeout(look, LOOK_MS);
    } catch {
      setTimeout(look, 4 * LOOK_MS);
    }
  }

  function show(isOpen: boolean): void {
    panel.hidden = !isOpen;
    opener.hidden = isOpen;
    if (isOpen) {
      input.focus();
      void look();
    } else opener.focus();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const wasWithPerson = chat.isWithPerson();
    void say(input.value).then(() => {
      if (!wasWithPerson && chat.isWithPerson()) void look();
    });
  });
  person.addEventListener('click', () => setTimeout(look, LOOK_MS));
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') show(false);
  });
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, attributes: Readonly<Record<string, string>>) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function button(text: string, onClick?: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button' });
  made.textContent = text;
  if (onClick) made.addEventListener('click', onClick);
  return made;
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) install(script);
