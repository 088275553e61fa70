/** What a page may send to the API from wherever it was served. */
export const ALLOWED_HEADERS: readonly string[] = [
  'Authorization',
  'Content-Type',
  'Content-Encoding',
  'Idempotency-Key',
  'If-Match',
];

/** What of an answer such a page may read beside its body. */
export const EXPOSED_HEADERS: readonly string[] = ['request-id', 'retry-after', 'idempotency-replayed', 'etag'];
