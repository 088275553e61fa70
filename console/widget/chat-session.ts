/** What the widget is told in its script tag. */
export interface ChatSettings {
  /** With its stage: `https://…/v1`. */
  readonly api: string;
  /** The shop's publishable key. */
  readonly key: string;
  /** From `POST /v1/chat/tokens`, for a customer who is signed in. */
  readonly customerToken: string | undefined;
  readonly language: 'en' | 'zh';
}

export interface ShownMessage {
  readonly id: string;
  readonly author: 'customer' | 'bot' | 'agent';
  readonly text: string;
}

export interface Chat {
  send(text: string): Promise<ShownMessage[]>;
  /** All that was said, for what a person of the shop answered meanwhile. */
  read(): Promise<{ readonly messages: ShownMessage[]; readonly isWithPerson: boolean }>;
  readonly isWithPerson: () => boolean;
}

const KEPT = 'perennial-chat';
const TIMEOUT_MS = 25_000;

/** One conversation with the shop; it goes on after a reload of the page, in this tab alone. */
export function openChat(settings: ChatSettings, fetcher: typeof fetch = (...args) => fetch(...args)): Chat {
  let open: Promise<Opened> | undefined;
  let state = 'bot';

  async function call(method: 'GET' | 'POST', path: string, body?: unknown, requestId?: string): Promise<unknown> {
    const response = await fetcher(`${settings.api}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${settings.key}`,
        'Content-Type': 'application/json',
        ...(requestId ? { 'Idempotency-Key': requestId } : {}),
      },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response.json();
  }

  const opened = () => {
    open ??= begin();
    // A failed start is tried again with the next message.
    open.catch(() => {
      open = undefined;
    });
    return open;
  };

  async function begin(): Promise<Opened> {
    const kept = readKept(settings);
    if (kept) return kept;
    const { customerToken, language } = settings;
    const answer = await call(
      'POST',
      '/chat/conversations',
      customerToken ? { customerToken, language } : { language },
    );
    const started = { id: textOf(answer, 'conversationId'), token: textOf(answer, 'conversationToken') };
    sessionStorage.setItem(KEPT, JSON.stringify({ ...started, for: whoseOf(settings) }));
    return started;
  }

  return {
    isWithPerson: () => state !== 'bot',
    async send(text) {
      const { id, token } = await opened();
      const body = { text, conversationToken: token };
      const answer = await call('POST', `/chat/conversations/${id}/messages`, body, crypto.randomUUID());
      state = textOf(answer, 'state');
      return [fieldOf(answer, 'message'), fieldOf(answer, 'reply')].flatMap(messageOf);
    },
    async read() {
      if (!open && !readKept(settings)) return { messages: [], isWithPerson: false };
      const { id, token } = await opened();
      const answer = await call('GET', `/chat/conversations/${id}?token=${encodeURIComponent(token)}`);
      state = textOf(answer, 'state');
      const transcript = fieldOf(answer, 'transcript');
      return {
        messages: Array.isArray(transcript) ? transcript.flatMap(messageOf) : [],
        isWithPerson: state !== 'bot',
      };
    },
  };
}

interface Opened {
  readonly id: string;
  readonly token: string;
}

/** Another customer at the same tab starts a conversation of their own. */
const whoseOf = ({ customerToken, key }: ChatSettings) => {
  const claims = customerToken?.split('.')[1];
  return `${key} ${claims ? (atob(claims.replace(/-/g, '+').replace(/_/g, '/')).match(/"sub":"[^"]*"/)?.[0] ?? '') : ''}`;
};

function readKept(settings: ChatSettings): Opened | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
    if (textOf(kept, 'for') !== whoseOf(settings)) return undefined;
    return { id: textOf(kept, 'id'), token: textOf(kept, 'token') };
  } catch {
    return undefined;
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function textOf(value: unknown, name: string): string {
  const field = fieldOf(value, name);
  if (typeof field !== 'string') throw new Error(`The answer holds no ${name}`);
  return field;
}

function messageOf(value: unknown): ShownMessage[] {
  if (value === null || value === undefined) return [];
  const author = textOf(value, 'author');
  const shown = author === 'customer' || author === 'agent' ? author : 'bot';
  return [{ id: textOf(value, 'messageId'), author: shown, text: textOf(value, 'text') }];
}
