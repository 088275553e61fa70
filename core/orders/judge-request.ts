import type { Order, OrderRequestKind, OrderStatus } from './contract.ts';

/** The time in which a buyer may withdraw without a reason (Directive 2011/83/EU, article 9). What a shop grants beyond it, a person grants. */
const RETURN_DAYS = 14;
const DAY_MS = 86_400_000;

export type Verdict =
  | { readonly isAllowed: true; readonly becomes: OrderStatus }
  | {
      readonly isAllowed: false;
      readonly because: 'done-already' | 'has-left' | 'not-arrived' | 'too-late' | 'closed';
    };

/** Whether a customer may do this to an order of theirs without asking a person. */
export function judgeRequest(kind: OrderRequestKind, order: Order, now: Date): Verdict {
  return kind === 'cancel' ? judgeCancel(order) : judgeReturn(order, now);
}

function judgeCancel({ status }: Order): Verdict {
  if (status === 'processing') return { isAllowed: true, becomes: 'cancelled' };
  return refused(status === 'cancelled' ? 'done-already' : 'has-left');
}

function judgeReturn({ status, deliveredAt }: Order, now: Date): Verdict {
  switch (status) {
    case 'processing':
    case 'shipped':
      return refused('not-arrived');
    case 'cancelled':
      return refused('closed');
    case 'return-requested':
    case 'returned':
      return refused('done-already');
    case 'delivered': {
      // An order whose arrival nobody reported may be an old one.
      const isInTime = deliveredAt != null && now.getTime() - Date.parse(deliveredAt) <= RETURN_DAYS * DAY_MS;
      return isInTime ? { isAllowed: true, becomes: 'return-requested' } : refused('too-late');
    }
  }
}

const refused = (because: Extract<Verdict, { isAllowed: false }>['because']): Verdict => ({
  isAllowed: false,
  because,
});
