import { ApiError } from './api-error.ts';

/** What a change came to that was to replace what was seen; where something else had taken its place, it says so. */
export async function unlessReplaced<Answer>(change: Promise<Answer>): Promise<Answer> {
  try {
    return await change;
  } catch (error) {
    if (error instanceof ApiError && error.status === 409) throw new ApiError('replaced', 409, {}, { cause: error });
    throw error;
  }
}
