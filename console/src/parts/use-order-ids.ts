import { useRef } from 'react';

export interface OrderIds {
  /** The Idempotency-Key of an order: the same until it is answered, another for another body. */
  of(order: unknown): string;
  /** It was answered: the same words are a new order from here on. */
  answered(): void;
}

/** An answer that is lost is no reason to do a thing twice: pressing again sends the same order again. */
export function useOrderIds(): OrderIds {
  const ids = useRef(new Map<string, string>());
  return {
    of(order) {
      const key = JSON.stringify(order);
      const id = ids.current.get(key) ?? crypto.randomUUID();
      ids.current.set(key, id);
      return id;
    },
    answered: () => ids.current.clear(),
  };
}
