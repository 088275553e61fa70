const MOST_ATTRIBUTES = 100;

/** Whether one row with these attributes fits into a message of the queue. */
export const isOfSize = (attributes: Readonly<Record<string, string>>): boolean =>
  Object.keys(attributes).length <= MOST_ATTRIBUTES;

export const MOST_ATTRIBUTES_SAID = `at most ${MOST_ATTRIBUTES} attributes`;
