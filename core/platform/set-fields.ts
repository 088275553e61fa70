/** An update expression that sets these fields, whatever they are called; one without a value is left as it is. */
export function setFields(fields: Readonly<Record<string, unknown>>) {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return {
    UpdateExpression: `SET ${entries.map((_, index) => `#${index} = :${index}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(entries.map(([key], index) => [`#${index}`, key])),
    ExpressionAttributeValues: Object.fromEntries(entries.map(([, value], index) => [`:${index}`, value])),
  };
}
