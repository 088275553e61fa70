import type * as z from 'zod';

/** Reads the variables that a schema names, once, at module level: a bad deployment then fails on its first cold start. */
export function readEnv<Schema extends z.ZodType>(
  schema: Schema,
  env: NodeJS.ProcessEnv = process.env,
): z.output<Schema> {
  const result = schema.safeParse(env);
  if (result.success) return result.data;
  const missing = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment is not complete. ${missing.join('; ')}`);
}
