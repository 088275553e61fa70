import { type RefObject, useEffect, useRef } from 'react';

/** The keyboard goes on in the row that was added, and after a removal where another can be added. */
export function useRowsFocus(count: number): {
  readonly rows: RefObject<HTMLDivElement | null>;
  readonly adding: RefObject<HTMLButtonElement | null>;
} {
  const before = useRef(count);
  const rows = useRef<HTMLDivElement>(null);
  const adding = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (count > before.current) rows.current?.lastElementChild?.querySelector('input')?.focus();
    if (count < before.current) adding.current?.focus();
    before.current = count;
  }, [count]);
  return { rows, adding };
}
