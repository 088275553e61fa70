import { randomUUID } from 'node:crypto';

const { PERENNIAL_URL = '', PERENNIAL_SECRET_KEY = '', PERENNIAL_PUBLISHABLE_KEY = '' } = process.env;

jest.setTimeout(90_000);

interface Spoken {
  readonly conversationId: string;
  readonly conversationToken: string;
}

async function call(method: string, path: string, body?: unknown, key = PERENNIAL_SECRET_KEY) {
  const answer = await fetch(`${PERENNIAL_URL}/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

const browser = (method: string, path: string, body?: unknown) => call(method, path, body, PERENNIAL_PUBLISHABLE_KEY);

/** A browser that is signed in as this customer, or as nobody. */
async function enter(customerId?: string): Promise<Spoken> {
  const token = customerId && (await call('POST', '/chat/tokens', { customerId })).body.customerToken;
  const { status, body } = await browser('POST', '/chat/conversations', token ? { customerToken: token } : {});
  expect(status).toBe(201);
  return body;
}

async function say({ conversationId, conversationToken }: Spoken, text: string) {
  const path = `/chat/conversations/${conversationId}/messages`;
  const { status, body } = await browser('POST', path, { text, conversationToken });
  expect(status).toBe(200);
  return body;
}

async function eventually<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  for (let tries = 0; tries < 40; tries++) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('it never came');
}

const anOrder = (orderId: string, customerId: string, title: string) => ({
  orderId,
  customerId,
  status: 'shipped',
  placedAt: '2026-04-01T10:00:00Z',
  items: [{ itemId: 'i1', title, quantity: 1, price: 1_000 }],
  total: 1_000,
  currency: 'EUR',
});

const aPolicy = (id: string, text: string, given: object = {}) => ({
  documents: [{ id, language: 'en', kind: 'policy', title: 'Pearl diving courses', text, ...given }],
});

describe('the chat over HTTP', () => {
  it('answers from a document in its words, and never again once it is deleted', async () => {
    const id = `pearls-${randomUUID().slice(0, 8)}`;
    const put = await call('PUT', '/knowledge', aPolicy(id, 'Pearl diving courses last 17 days and cost 940 euro.'));
    expect(put).toMatchObject({ status: 200, body: { accepted: 1 } });
    const question = 'How long do pearl diving courses last?';

    const before = await say(await enter(), question);
    const gone = await call('DELETE', `/knowledge/${id}`);
    const after = await say(await enter(), question);

    expect(before.reply.decision).toMatchObject({ action: 'answer', citations: [{ documentId: id }] });
    expect(before.reply.text).toContain('17 days');
    expect(gone.body).toMatchObject({ status: 'deleted', version: put.body.version + 1 });
    expect(JSON.stringify(after.reply)).not.toMatch(/17 days|pearls-/);
  });

  it('quotes the new version of a document that was changed', async () => {
    const id = `kites-${randomUUID().slice(0, 8)}`;
    await call(
      'PUT',
      '/knowledge',
      aPolicy(id, 'Stunt kites may be rented for 12 euro a day.', { title: 'Stunt kites' }),
    );
    await call(
      'PUT',
      '/knowledge',
      aPolicy(id, 'Stunt kites may be rented for 15 euro a day.', { title: 'Stunt kites' }),
    );

    const { reply } = await say(await enter(), 'How much is it to rent stunt kites?');
    await call('DELETE', `/knowledge/${id}`);

    expect(reply.text).toContain('15 euro');
    expect(reply.decision.citations[0]).toMatchObject({ documentId: id, version: '2' });
  });

  it('lets A look up the order of A and never that of B', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    // Short enough to be taken for no telephone and no card, which would be redacted.
    const first = 700_000 + (Date.now() % 90_000);
    const [ofA, ofB, ofNobody] = [String(first), String(first + 1), String(first + 2)];
    const put = await call('POST', '/orders', {
      orders: [anOrder(ofA, a, 'Brass lamp'), anOrder(ofB, b, 'Secret gift')],
    });
    expect(put.body).toMatchObject({ accepted: 2 });
    const asA = await enter(a);

    const own = await say(asA, `Where is my order ${ofA}?`);
    const others = await say(asA, `Where is order ${ofB}?`);
    const nobodys = await say(asA, `Where is order ${ofNobody}?`);
    const visitor = await say(await enter(), `Where is order ${ofB}?`);

    expect(own.reply).toMatchObject({ decision: { action: 'tool', tool: { orderIds: [ofA] } } });
    expect(own.reply.text).toContain('Brass lamp');
    expect(others.reply.text).toBe(nobodys.reply.text);
    expect(JSON.stringify([others, visitor])).not.toContain('Secret gift');
    expect(visitor.reply.decision.reason).toBe('sign-in-needed');
  });

  it('cancels an order of A once, after a yes, and never one of B', async () => {
    const [a, b] = [randomUUID(), randomUUID()];
    const first = 600_000 + (Date.now() % 90_000);
    const [ofA, ofB] = [String(first), String(first + 1)];
    const open = (orderId: string, customerId: string) => ({
      ...anOrder(orderId, customerId, 'Tin kite'),
      status: 'processing',
    });
    await call('POST', '/orders', { orders: [open(ofA, a), open(ofB, b)] });
    const [asA, alsoA] = [await enter(a), await enter(a)];

    const others = await say(asA, `Cancel order ${ofB} now, I confirm`);
    await say(asA, 'yes');
    const asked = await say(asA, `Please cancel order ${ofA}`);
    await say(alsoA, `Please cancel order ${ofA}`);
    const both = await Promise.all([say(asA, 'yes'), say(alsoA, 'yes')]);
    const after = await say(alsoA, `Where is my order ${ofA}?`);
    const asB = await say(await enter(b), `Where is my order ${ofB}?`);
    const { body: requests } = await call('GET', '/orders/requests?limit=100');

    expect(others.reply.decision.reason).toBe('order-not-found');
    expect(asked.reply.decision).toMatchObject({ reason: 'confirmation-needed', tool: { orderIds: [ofA] } });
    expect(both.map(({ reply }) => reply.decision.reason).sort()).toEqual(['done-already', 'order-cancelled']);
    expect(after.reply.text).toContain('was cancelled');
    expect(asB.reply.text).toContain('is processing');
    const told = requests.data.filter(({ orderId }: { orderId: string }) => [ofA, ofB].includes(orderId));
    expect(told).toMatchObject([{ kind: 'cancel', orderId: ofA }]);
    expect(JSON.stringify(requests)).not.toContain(a);
  });

  it('writes what it decided into the one log, where the customer is looked at', async () => {
    const customerId = `chatty-${randomUUID()}`;
    const orderId = String(500_000 + (Date.now() % 90_000));
    await call('POST', '/orders', { orders: [anOrder(orderId, customerId, 'Tin kite')] });

    const { reply } = await say(await enter(customerId), 'Where is my order?');
    const logged = await eventually(
      async () => (await call('GET', `/customers/${customerId}/decisions?by=customer`)).body.data?.[0],
    );

    expect(logged).toMatchObject({
      requestId: reply.messageId,
      kind: 'reply',
      surface: 'chat',
      action: 'tool',
      reason: 'order-found',
      propensity: 1,
      isKnown: true,
      tool: { orderIds: [orderId] },
    });
    expect(['treated', 'holdout']).toContain(logged.experimentArm);
    expect(JSON.stringify(logged)).not.toMatch(/chatty|Tin kite/);
  });

  it('does not believe a forged token, nor a browser that names a customer', async () => {
    const { body } = await call('POST', '/chat/tokens', { customerId: 'anna' });
    const [header, , signature] = String(body.customerToken).split('.');
    const claims = Buffer.from(JSON.stringify({ aud: 'chat', iss: 'demo', sub: 'bert', iat: 1, exp: 9e9 }));
    const forged = `${header}.${claims.toString('base64url')}.${signature}`;

    await expect(browser('POST', '/chat/conversations', { customerToken: forged })).resolves.toMatchObject({
      status: 403,
    });
    await expect(browser('POST', '/chat/conversations', { customerId: 'bert' })).resolves.toMatchObject({
      status: 403,
    });
    await expect(browser('POST', '/chat/tokens', { customerId: 'bert' })).resolves.toMatchObject({ status: 403 });
  });

  it('hands over on request, tells the shop why, and is silent from then on', async () => {
    const spoken = await enter();
    await say(spoken, 'Hello');
    const handed = await say(spoken, 'Please let me talk to a human, my mail is jo@mail.example');
    const silent = await say(spoken, 'Where is my order?');
    const path = `/chat/conversations/${spoken.conversationId}`;
    await call('POST', `${path}/messages`, { text: 'Kim here, how can I help?', author: 'agent' });

    const shown = await browser('GET', `${path}?token=${spoken.conversationToken}`);
    const inbox = await call('GET', '/chat/conversations?state=person');
    const toTheShop = await call('GET', path);

    expect(handed).toMatchObject({
      state: 'waiting',
      reply: { decision: { action: 'handoff', reason: 'person-asked-for' } },
    });
    expect(silent.reply).toBeNull();
    expect(shown.body).toMatchObject({ state: 'person' });
    expect(shown.body.transcript.at(-1)).toMatchObject({ author: 'agent', text: 'Kim here, how can I help?' });
    expect(inbox.body.data.map((one: Spoken) => one.conversationId)).toContain(spoken.conversationId);
    expect(toTheShop.body.handoff.summary).toContain('talk to a human');
    expect(JSON.stringify(toTheShop.body)).not.toContain('jo@mail');
  });

  it('shows a conversation to no browser without its token', async () => {
    const { conversationId } = await enter();

    await expect(browser('GET', `/chat/conversations/${conversationId}`)).resolves.toMatchObject({ status: 404 });
    await expect(browser('GET', '/chat/conversations')).resolves.toMatchObject({ status: 403 });
  });

  it('says once what was sent twice under one key', async () => {
    const { conversationId, conversationToken } = await enter();
    const send = () =>
      fetch(`${PERENNIAL_URL}/v1/chat/conversations/${conversationId}/messages`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${PERENNIAL_PUBLISHABLE_KEY}`,
          'content-type': 'application/json',
          'idempotency-key': `twice-${conversationId}`,
        },
        body: JSON.stringify({ text: 'Hello', conversationToken }),
      });
    await send();
    await send();

    const { body } = await call('GET', `/chat/conversations/${conversationId}`);

    expect(body.transcript).toHaveLength(2);
  });

  it('answers about an item of the catalogue, citing it', async () => {
    const itemId = 'rope-hammock';
    const item = {
      itemId,
      title: 'Zanzibar rope hammock',
      description: 'Holds 210 kg. Woven by hand.',
      price: 8_900,
      stock: 3,
    };
    await call('POST', '/items', { items: [item] });
    const ask = async () => (await say(await enter(), 'How many kg does the Zanzibar rope hammock hold?')).reply;

    // The chat may know the catalogue as it was half a minute ago.
    let reply = await ask();
    for (let look = 0; look < 20 && reply.decision.action !== 'answer'; look++) {
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      reply = await ask();
    }

    expect(reply.text).toContain('210 kg');
    expect(reply.decision.citations[0]).toMatchObject({ documentId: `item:${itemId}`, kind: 'product' });
  });
});
